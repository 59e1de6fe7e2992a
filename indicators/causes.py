"""What made a village's counts another number than was published: each row named, by its history.

Called by indicators/differences.py, and for any figure by reports/why.py. A row is a cause when it came, went or
changed since the publication and counts in the month, or did before: new and late rows, rows withdrawn, given back or
changed, attestations and answers, and what holds on a span of days (the register, the division of posts and villages).
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Q
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from access.rights import may
from accounts.models import User
from audit.history import changes_model
from calendars import calendar
from indicators.models import IncidentCount, LateAttestation, Publication
from ledgers import books
from ledgers.book import Book
from ledgers.models import LateChange, Row
from posts import carried
from surveys.models import Sample, SurveyRound

ATTESTED, ANSWERS = "attested", "answers"
MOST = 30  # rows named for one village; beyond it their number is said
DIVISION = ("posts.membership", "posts.village", "posts.post", "posts.station")
# What a step writes about the row itself and no figure counts.
ABOUT_THE_ROW = {
    "id", "version", "state", "is_late", "reason", "returned_field", "reviewed_by", "reviewed_at", "erased_on",
    "client_key", "recorded_at", "recorded_by", "done_by",
}  # fmt: skip


@dataclass(frozen=True)
class Cause:
    """``kind`` in words; ``what``: the book and the receipt, or what of the register; ``url``: of the row's page, where
    the reader may open it.
    """

    kind: str | Promise
    what: str
    reason: str = ""
    url: str = ""
    day: date | None = None


@dataclass(frozen=True)
class Moment:
    """Since when something is asked for. ``tx``: the transaction that froze the figures, None of any other moment."""

    at: datetime
    tx: int | None = None


Found = dict[int, list[Cause]]
Months = tuple[date, date]  # the first and the last one, both inside


def of(
    user: User, villages: Collection[int], month: date, since: Publication, until: Publication | None
) -> Found:
    """The causes of each village between two versions of a month; ``until`` None: up to now."""
    ends = None if until is None else Moment(until.published_at, until.tx)
    return between(user, villages, (month, month), Moment(since.published_at, since.tx or 0), ends)


def between(
    user: User,
    villages: Collection[int],
    months: Months,
    since: Moment,
    until: Moment | None = None,
    only: Collection[Book] | None = None,
    parts: Collection[str] = (ATTESTED, ANSWERS),
) -> Found:
    """What came, went or changed in each village and counts in these months. ``only``: in these books, None in
    all; ``parts``: whether what is attested and what was answered is asked for as well."""
    found: Found = defaultdict(list)
    inside = list(villages)
    ledgers = [book for book in books.ledgers() if only is None or book in only]
    for book in ledgers:
        _add_rows(found, user, book, inside, months, since, until)
    if ATTESTED in parts:
        _add_attested(found, inside, months, since, until)
    if ANSWERS in parts:
        _add_answers(found, inside, months, since, until)
    _add_spans(found, inside, months, since, until)
    silent = [village for village in inside if not found[village]]
    if silent:  # a stock, such as what is open at the end, changes by a row of an earlier month
        last = months[1]
        for book in ledgers:
            _add_rows(found, user, book, silent, (date(last.year - 1, 1, 1), last), since, until)
    return {village: named for village, named in found.items() if named}


def _within(day: str, since: Moment, until: Moment | None) -> Q:
    found = Q(**{f"{day}__gt": since.at})
    return found if until is None else found & Q(**{f"{day}__lte": until.at})


def _add_rows(
    found: Found,
    user: User,
    book: Book,
    villages: Sequence[int],
    months: Months,
    since: Moment,
    until: Moment | None,
) -> None:
    model: Any = book.model
    counted = _counted_in(model, *months)
    rows = model._default_manager.unprotected()
    lay = Lay(model, villages)
    came = rows.filter(_within("recorded_at", since, until), lay.there, counted)
    seen = _openable(user, book)
    keys = set()
    for row in came.order_by("pk"):
        if row.state in Row.COUNTED:
            found[lay.village_of(row)].append(
                _cause(_("late row") if row.is_late else _("new row"), row, seen)
            )
            keys.add(row.pk)
    _add_changed(found, rows, model, counted, lay, keys, (since, until), seen)


class Lay:
    """Where the rows of a book count for the villages: there, or where they lay before they went on in a successor, or
    along with their household."""

    def __init__(self, model: type[Row], villages: Sequence[int]) -> None:
        self.villages, self.left = villages, carried.left_from(model, villages)
        self.there = Q(village__in=villages) | Q(pk__in=list(self.left))
        self.received = (
            "received_in_id" if any(one.name == "received_in" for one in model._meta.fields) else ""
        )
        if self.received:
            self.there |= Q(received_in__in=villages)

    def village_of(self, row: Any, before: Any = None) -> int:
        """The one of the villages in whose figures the row, or what it was before, is a cause."""
        places = [
            row.village_id,
            getattr(row, self.received) if self.received else None,
            self.left.get(row.pk),
        ]
        found = next((one for one in places if one in self.villages), None)
        return int(found if found is not None else before.village_id)


def _add_changed(
    found: Found,
    rows: Any,
    model: Any,
    counted: Q,
    lay: Lay,
    keys: set[int],
    span: tuple[Moment, Moment | None],
    seen: Any,
) -> None:
    changes, (since, until) = changes_model(model), span
    if changes is None:
        return
    of_rows = rows.filter(lay.there, counted).values("pk")
    # A publication changes no row of a book itself: what is of its own transaction or a later one came after it.
    after = Q(pgh_created_at__gt=since.at) if since.tx is None else Q(tx__gte=since.tx)
    events = changes._default_manager.filter(after)
    if until is not None:
        events = events.filter(tx__lte=until.tx)
    events = events.filter((counted & Q(village__in=lay.villages)) | Q(pgh_obj__in=of_rows))
    before: dict[int, Any] = {}
    for event in events.order_by("pgh_id"):
        before.setdefault(event.pgh_obj_id, event)
    now = {row.pk: row for row in rows.filter(pk__in=[key for key in before if key not in keys])}
    for key, row in sorted(now.items()):
        kind = kind_of(before[key], row)
        if kind:
            found[lay.village_of(row, before[key])].append(_cause(kind, row, seen))


def kind_of(before: Any, row: Row) -> str | Promise:
    """What happened to a row that a figure counts; empty where its figure is the same."""
    was, now = before.state in Row.COUNTED, row.state in Row.COUNTED
    if was and not now:
        return _("withdrawn row") if row.state == Row.State.WITHDRAWN else _("row given back")
    if now and not was:
        return _("row counted again")
    if not now:
        return ""
    if before.village_id != row.village_id:
        return _("row moved to another village")
    columns = [field.attname for field in row._meta.concrete_fields if field.name not in ABOUT_THE_ROW]
    compared = [one for one in columns if hasattr(before, one)]  # the history leaves out what is computed
    return _("changed row") if any(getattr(before, one) != getattr(row, one) for one in compared) else ""


def _openable(user: User, book: Book) -> Any:
    """The rows that the person may open on their own page; none without the right."""
    model: Any = book.model
    return (
        model._default_manager.visible_to(user)
        if may(user, book.listing.verb)
        else model._default_manager.none()
    )


def _cause(kind: str | Promise, row: Any, seen: Any) -> Cause:
    is_open = seen.filter(pk=row.pk).exists()
    return Cause(
        kind,
        f"{row._meta.verbose_name} {row.receipt}",
        row.reason if row.is_late or row.state in (Row.State.WITHDRAWN, Row.State.GIVEN_BACK) else "",
        row.get_absolute_url() if is_open else "",
        row.occurred_on,
    )


def _counted_in(model: type[Row], first: date, last: date) -> Q:
    found = Q()
    for name in model.COUNTED_DAYS:
        found |= Q(**{f"{name}__gte": first, f"{name}__lt": calendar.end_of(last)})
    return found


def _add_attested(
    found: Found, villages: Sequence[int], months: Months, since: Moment, until: Moment | None
) -> None:
    within = _within("attested_at", since, until) & Q(village__in=villages, month__range=months)
    late = LateAttestation.objects.filter(within)
    explained = set()
    for said in late.select_related("attested_by").order_by("pk"):
        what = f"{IncidentCount._meta.verbose_name} · {said.attested_by.name}"
        explained.add((said.village_id, said.month))
        found[said.village_id].append(
            Cause(_("late attestation"), what, said.reason, day=timezone.localdate(said.attested_at))
        )
    counts = (
        IncidentCount.objects.filter(within).select_related("attested_by").order_by("month", "attested_at")
    )
    # One line a village and month, with who attested last.
    for (village, month), one in {(one.village_id, one.month): one for one in counts}.items():
        if (village, month) not in explained:
            what = f"{IncidentCount._meta.verbose_name} {month:%Y-%m} · {one.attested_by.name}"
            found[village].append(Cause(_("attestation"), what, day=timezone.localdate(one.attested_at)))


def _add_answers(
    found: Found, villages: Sequence[int], months: Months, since: Moment, until: Moment | None
) -> None:
    """Without a number: what was answered is told by no difference."""
    asked = Sample.objects.filter(village__in=villages, round__month__range=months).select_related("round")
    first, last = (
        timezone.localdate(since.at),
        timezone.localdate(until.at) if until else timezone.localdate(),
    )
    for one in asked.filter(round__state=SurveyRound.State.COUNTED).order_by("pk"):
        what = f"{SurveyRound._meta.verbose_name} {one.round.name}"
        counted_on = one.round.counted_on
        if one.late_reason:
            found[one.village_id].append(Cause(_("late answers"), what, one.late_reason))
        elif counted_on and first < counted_on <= last:
            found[one.village_id].append(Cause(_("round counted"), what, day=counted_on))


def _add_spans(
    found: Found, villages: Sequence[int], months: Months, since: Moment, until: Moment | None
) -> None:
    late = LateChange.objects.filter(
        _within("changed_at", since, until), village__in=villages, month__range=months
    )
    for one in late.select_related("changed_by").order_by("pk"):
        kind = (
            _("change of divisions")
            if one.cause in DIVISION
            else pgettext_lazy("cause", "change of the register")
        )
        who = f" · {one.changed_by.name}" if one.changed_by else ""
        found[one.village_id].append(
            Cause(kind, f"{one.cause_name}{who}", one.reason, day=timezone.localdate(one.changed_at))
        )


def shortened(causes: Iterable[Cause]) -> tuple[list[Cause], int]:
    """The first of them, and how many more there are."""
    causes = list(causes)
    return causes[:MOST], max(0, len(causes) - MOST)
