"""What came, went or moved in a register: the rows behind a figure that counts what is entered there (reports/why.py).

Registers have no receipt and no review. Each row holds from a day to another one, and its history says what it was
before; when it was made follows from its transaction, or from its first day where it has none.
"""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date
from typing import Any

from django.db.models import Q
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from access.rights import may
from accounts.models import User
from audit.history import changes_model
from audit.models import Entry
from calendars import calendar
from indicators.causes import Cause, Found, Moment, Months
from ledgers.book import Book
from posts.models import Membership

FIRST_DAYS, LAST_DAYS = (
    ("on", "occurred_on", "opened_on", "entered_on", "starts_on"),
    ("closed_on", "left_on", "ends_on"),
)


def since(
    user: User, books: Sequence[Book], villages: Sequence[int], months: Months, moment: Moment
) -> Found:
    """What has come, gone or moved in each village since the moment, and counts at the end of the months or did."""
    found: Found = defaultdict(list)
    later = Entry.objects.filter(at__gt=moment.at).order_by("at", "id")
    first_tx = moment.tx or later.values_list("tx", flat=True).first()
    for book in books:
        if changes_model(book.model) is not None:
            _add(found, user, book, villages, months, moment, first_tx)
    return found


def _add(
    found: Found,
    user: User,
    book: Book,
    villages: Sequence[int],
    months: Months,
    moment: Moment,
    first_tx: int | None,
) -> None:
    model: Any = book.model
    here, last = Q(village__in=villages), months[1]
    rows: Any = model._base_manager
    changes = changes_model(model)._default_manager
    after = Q(pgh_created_at__gt=moment.at) if moment.tx is None else Q(tx__gte=moment.tx)
    came = set(rows.filter(here, _made_since(model, moment, first_tx)).values_list("pk", flat=True))
    before: dict[int, Any] = dict.fromkeys(came)
    changed = changes.filter(after, here | Q(pgh_obj__in=rows.filter(here).values("pk")))
    for event in changed.order_by("pgh_id"):
        before.setdefault(event.pgh_obj_id, event)
    now = {row.pk: row for row in rows.filter(pk__in=before)}
    openable: set[int] = set()
    if may(user, book.listing.verb) and may(user, "see_names"):
        openable.update(model.objects.visible_to(user).filter(pk__in=now).values_list("pk", flat=True))
    for key, was in sorted(before.items()):
        row = now.get(key)
        kind = _kind(was, row, last)
        if kind:
            places = [one.village_id for one in (row, was) if one is not None]
            village = next((one for one in places if one in villages), places[-1])
            found[village].append(_cause(kind, model, key, row, openable))


def _made_since(model: Any, moment: Moment, first_tx: int | None) -> Q:
    if any(one.name == "made_tx" for one in model._meta.concrete_fields):
        return Q(pk__in=[]) if first_tx is None else Q(made_tx__gte=first_tx)
    return Q(**{f"{_name(model, FIRST_DAYS)}__gte": timezone.localdate(moment.at)})


def _name(row: Any, names: Sequence[str]) -> str:
    """The one of the names that the rows have as a field; empty without one."""
    return next((one for one in names if hasattr(row, one)), "")


def _kind(was: Any, row: Any, last: date) -> str | Promise:
    """What happened to a row that counts at the end of the month ``last``, or did; empty where nothing did."""
    before, after = _counts(was, last), _counts(row, last)
    if after and not before:
        return _("new entry") if was is None else _("entry counted again")
    if before and not after:
        if row is None:
            return _("entry deleted")
        why = "closed_for" if getattr(row, "closed_for", "") else ""
        return str(row.get_closed_for_display()) if why else _("entry ended")
    if not before:
        return ""
    if was.village_id != row.village_id:
        return _("row moved to another village")
    return _("changed row") if getattr(was, "state", "") != getattr(row, "state", "") else ""


def _counts(row: Any, last: date) -> bool:
    if row is None:
        return False
    first, until = (getattr(row, _name(row, names) or "pk", None) for names in (FIRST_DAYS, LAST_DAYS))
    end = calendar.end_of(last)
    return (not isinstance(first, date) or first < end) and (not isinstance(until, date) or until >= end)


def _cause(kind: str | Promise, model: Any, key: int, row: Any, openable: set[int]) -> Cause:
    is_open = row is not None and key in openable
    what = f"{model._meta.verbose_name} {row}" if is_open else f"{model._meta.verbose_name} #{key}"
    day = next(
        (
            value
            for names in (LAST_DAYS, FIRST_DAYS)
            if row is not None and isinstance(value := getattr(row, _name(row, names) or "pk", None), date)
        ),
        None,
    )
    return Cause(kind, what, url=row.get_absolute_url() if is_open else "", day=day)


def moves(posts: Sequence[int] | None, villages: Sequence[int], moment: Moment) -> Found:
    """The villages that have come to the posts (None: of the whole county) since the moment, or gone from them."""
    found: Found = defaultdict(list)
    came = Membership.objects.filter(
        starts_on__gte=timezone.localdate(moment.at), starts_on__lte=timezone.localdate()
    )
    for one in came.select_related("post__station").order_by("starts_on"):
        former = (
            Membership.objects.filter(village=one.village_id, starts_on__lt=one.starts_on)
            .order_by("-starts_on")
            .first()
        )
        touched = {one.post_id, former.post_id if former else None}
        if one.village_id in villages or (posts is not None and touched & {*posts}):
            words = f"{one.post.station} · {one.post}"
            found[one.village_id].append(
                Cause(_("change of divisions"), f"→ {words}", one.reason, day=one.starts_on)
            )
    return found
