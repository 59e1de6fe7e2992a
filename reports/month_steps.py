"""The pages on which a station submits its month and its chief approves it: its figures, what changed, what is open."""

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, QueryDict
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from access.rights import may
from accounts.models import User
from audit.reasons import no_number
from audit.versions import Stale
from calendars import calendar
from duty import waiting
from formulas.rates import Change
from indicators import attested, closing, compute, sums
from indicators.catalogue import PHRASES, in_force
from indicators.figure import Figure, Indicator
from indicators.models import IncidentCount, VillageMonth
from indicators.views.month_steps import StationMonthPage
from ledgers import books, due, months
from ledgers.models import Row, StationMonth
from pages import month_switch
from pages.forms import PlainConfirmForm
from posts import places, vacancies
from posts.models import Station
from reports import drills
from reports.periods import A_YEAR, Place

# What a chief looks at first; all others stand below, folded.
FIRST = (
    "five_none", "requests", "households_met", "talks", "documents", "disputes_accepted", "disputes_handled", "patrols",
    "hazards_in_time", "duty_days",
)  # fmt: skip
LETTERS_OF_A_KEY = 12
TO_REVIEW, GIVEN_BACK = Row.State.RECORDED, Row.State.GIVEN_BACK


@dataclass(frozen=True)
class Line:
    """An indicator of the month beside the month before and the same month of the last year.

    ``is_compared``: all three are whole; what is not reported by all is compared with nothing.
    """

    indicator: Indicator
    month: Figure
    previous: Figure
    last_year: Figure
    link: str
    of_all: str
    why: str

    @property
    def on_previous(self) -> Change | None:
        return self.month.change_from(self.previous)

    @property
    def on_last_year(self) -> Change | None:
        return self.month.change_from(self.last_year)


def lines(user: User, station: Station, month: date) -> list[Line]:
    """Every indicator of the station's month that is in force."""
    rows = VillageMonth.objects.visible_to(user).filter(station=station)
    previous, last_year = calendar.shift(month, -1), calendar.shift(month, -A_YEAR)
    periods = {"month": (month, month), "previous": (previous, previous), "last_year": (last_year, last_year)}
    found = sums.totals(rows, periods, level="station")
    place = Place("station", station.pk, station.name)
    return [
        Line(
            one,
            month=one.figure(found["month"]),
            previous=one.figure(found["previous"]),
            last_year=one.figure(found["last_year"]),
            link=link,
            of_all=of_all,
            why=drills.why(one, (month, month), place),
        )
        for one in in_force(month, month, station.county.code)
        for link, of_all in [drills.links(one, (month, month), place, user)]
    ]


def in_two(found: Iterable[Line]) -> tuple[list[Line], list[tuple[Any, list[Line]]]]:
    """Those of ``FIRST`` in its order, and the others under their phrases."""
    by_code = {line.indicator.code: line for line in found}
    first = [by_code.pop(code) for code in FIRST if code in by_code]
    others = [
        (phrase.name, [by_code[one.code] for one in phrase.indicators if one.code in by_code])
        for phrase in PHRASES
    ]
    return first, [(name, of_phrase) for name, of_phrase in others if of_phrase]


@dataclass(frozen=True)
class Open:
    """Something of the month that is not done. ``note``: which ones, or what becomes of them."""

    label: str
    url: str = ""
    note: str = ""

    @property
    def key(self) -> str:
        """The name of its box."""
        return hashlib.sha256(f"{self.label}{self.note}".encode()).hexdigest()[:LETTERS_OF_A_KEY]


def open_things(user: User, station: Station, month: date) -> list[Open]:
    """What is open in the station's month: unreported villages, rows to review and to mend, arrivals, vacancies, and
    counts that were confirmed otherwise than prepared. Empty when nothing is."""
    return [
        *_unreported(user, station, month),
        *_rows(user, station, month, TO_REVIEW, _("they count; one that is given back counts no more")),
        *_rows(user, station, month, GIVEN_BACK, _("they do not count until they are mended")),
        *_arrivals(user, station, month),
        *_vacancies(station, month),
        *_confirmed_otherwise(station, month),
    ]


def _unreported(user: User, station: Station, month: date) -> list[Open]:
    found = closing.unreported(station, month)
    if not found:
        return []
    villages = [line.membership.village_id for line in found]
    prepared = attested.prepared_counts(villages, month)
    waiting_for = len(attested.not_confirmed(prepared, attested.stored_counts(villages, month)))
    note = "、".join(str(line.village) for line in found)
    if waiting_for:
        note += _("; %(n)s of them prepared, to be confirmed") % {"n": waiting_for}
    url = (
        reverse("indicators:incident-attest", args=[month])
        if may(user, "attest_incidents")
        else reverse("indicators:incident-board")
        + f"?month={month:%Y-%m}&station={station.pk}&state=unreported"
    )
    return [Open(_("Villages not reported: %(n)s") % {"n": len(found)}, url, note)]


def _rows(user: User, station: Station, month: date, state: Row.State, note: str) -> list[Open]:
    label = (
        _("To review: %(book)s, %(n)s")
        if state == TO_REVIEW
        else _("Given back, not mended: %(book)s, %(n)s")
    )
    found: list[Open] = []
    for book in books.ledgers():
        if not may(user, book.listing.verb):
            continue
        query = QueryDict(f"month={month:%Y-%m}&state={state.value}&station={station.pk}")
        n = of_station(book.listing.filtered(user, query).qs, station).count()
        if n:
            words = label % {"book": book.model._meta.verbose_name_plural, "n": n}
            found.append(Open(words, f"{book.url('list')}?{query.urlencode()}", "" if found else note))
    return found


def of_station(rows: QuerySet[Any], station: Station) -> QuerySet[Any]:
    """A list of the own station has no filter by station."""
    return rows.filter(station=station)


def _arrivals(user: User, station: Station, month: date) -> list[Open]:
    found = waiting.by_station(user, month).get(station.pk)
    if found is None:
        return []
    note = _("Decide first: once the month is submitted, no arrival in it is confirmed any more.")
    return [Open(_("Arrivals to decide: %(n)s") % {"n": found.count}, found.url, note)]


def _vacancies(station: Station, month: date) -> list[Open]:
    found = vacancies.of_month(station.posts.all(), month)
    if not found:
        return []
    posts = "、".join(_("%(post)s vacant %(n)s days") % {"post": one.post, "n": one.days} for one in found)
    note = _("%(posts)s. Targets of these days stay with the post; it stands in no rank.") % {"posts": posts}
    return [Open(_("Vacant posts in the month: %(n)s") % {"n": len(found)}, "", note)]


def _confirmed_otherwise(station: Station, month: date) -> list[Open]:
    memberships = {one.village_id: one for one in places.of_station(station, month)}
    prepared = attested.prepared_counts(memberships, month)
    found = attested.confirmed_otherwise(prepared, attested.stored_counts(memberships, month))
    if not found:
        return []
    note = "、".join(
        f"{memberships[village].village} {IncidentCount.Category(category).label} {before} → {now}"
        for (village, category), before, now in found
    )
    return [Open(_("Confirmed otherwise than prepared: %(n)s") % {"n": len(found)}, "", note)]


class SubmitForm(PlainConfirmForm):
    """Why villages have not reported; asked for while some have not (indicators/closing.py insists on it)."""

    unreported_reason = forms.CharField(
        label=gettext_lazy("Why villages have not reported"),
        max_length=200,
        widget=forms.Textarea({"rows": 3}),
        validators=[no_number],
        help_text=gettext_lazy("Chief and county read it. Name no person."),
    )


class ApproveForm(PlainConfirmForm):
    """One box for each thing that is open: whoever approves has looked at it. A thing that has changed meanwhile is
    another one, whose box is empty."""

    looked_at = forms.MultipleChoiceField(
        label=gettext_lazy("Open, and looked at"), widget=forms.CheckboxSelectMultiple, required=False
    )

    def __init__(self, *args: Any, open_now: Sequence["Open"], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["looked_at"]
        assert isinstance(field, forms.MultipleChoiceField)
        self.open_now = {one.key: one.label for one in open_now}
        field.choices = list(self.open_now.items())

    def clean_looked_at(self) -> list[str]:
        ticked = set(self.cleaned_data["looked_at"])
        missing = [label for key, label in self.open_now.items() if key not in ticked]
        if missing:
            words = _("Look at each thing that is open, then tick it: %(open)s.")
            raise ValidationError(words % {"open": "、".join(missing)})
        return sorted(ticked)


class ClosingPage(StationMonthPage):
    """A step that shows the month's figures; it is refused once when they have changed since the page was opened."""

    template = "reports/month_close.html"
    url_name = ""
    changed: list[closing.Difference] = []  # since the page was opened

    def title(self) -> str:
        return _("%(station)s, %(month)s: %(step)s") % {
            "station": self.station,
            "month": f"{self.month:%Y-%m}",
            "step": self.heading,
        }

    @property
    def seen(self) -> str | None:
        """The state of the month that the form carried (closing.state_of)."""
        return self.request.POST.get("seen")

    def stale(self, form: Any, fault: Stale) -> HttpResponse:
        """Shown next is the month as it is now, and what has changed."""
        compute.fill_touched(until=self.month)
        self.changed = closing.changes(self.seen or "", closing.state_of(self.station, self.month))
        return super().stale(form, fault)

    def context(self) -> dict[str, Any]:
        row = months.station_month(self.station, self.month)
        first, others = in_two(lines(self.request.user, self.station, self.month))
        due_on = due.of_station(self.month, self.station.county.code)
        return super().context() | {
            "station": self.station,
            "state": row,
            "first": first,
            "others": others,
            "previous": calendar.shift(self.month, -1),
            "last_year": calendar.shift(self.month, -A_YEAR),
            "open": open_things(self.request.user, self.station, self.month),
            "since_submission": closing.since_submission(row),
            "changed": self.changed,
            "seen": closing.state_of(self.station, self.month),
            "is_uncounted": closing.is_touched(self.station, self.month),
            "due": due.in_words(due_on) if row.state in self.from_states else "",
            "is_overdue": due_on < timezone.localdate(),
            "approvers": months.others_who_approve(row),
            "switch": month_switch.in_path(
                self.month, lambda month: reverse(self.url_name, args=[month, self.station.pk])
            ),
        }  # fmt: skip


class MonthSubmit(ClosingPage):
    url_name = "reports:month-submit"
    verb = "submit_month"
    from_states = (StationMonth.State.OPEN,)
    heading = gettext_lazy("Submit the month")
    sentence = gettext_lazy(
        "The station declares the month complete. From then on it is locked; the chief approves it."
    )
    button = gettext_lazy("Submit the month")

    def why_not(self) -> str:
        reason = super().why_not()
        if not reason and not months.answered_for(self.station, self.month).exists():
            return _("The station had no village in that month: there is nothing to submit.")
        return reason

    def form(self, data: Any = None) -> PlainConfirmForm:
        is_asked = bool(closing.unreported(self.station, self.month))
        return SubmitForm(data) if is_asked else PlainConfirmForm(data)

    def act(self, form: PlainConfirmForm) -> StationMonth:
        return closing.submit(
            self.station, self.month, by=self.request.user, shown=self.shown, seen=self.seen,
            unreported_reason=form.cleaned_data.get("unreported_reason", ""),
        )  # fmt: skip


class MonthApprove(ClosingPage):
    url_name = "reports:month-approve"
    verb = "approve_month"
    from_states = (StationMonth.State.SUBMITTED,)
    button = gettext_lazy("Approve the month")

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        self.verb = "publish_month" if may(request.user, "publish_month") else "approve_month"
        return super().dispatch(request, *args, **kwargs)

    @property
    def is_for_station(self) -> bool:
        """Does the county approve for the station?"""
        return self.verb == "publish_month"

    @property
    def heading(self) -> Any:
        return _("Approve for the station") if self.is_for_station else _("Approve the month")

    @property
    def sentence(self) -> Any:
        if self.is_for_station:
            return _(
                "Nobody else at the station may approve: the county does, and is named as such everywhere."
            )
        return _("The chief vouches for the month. The county may publish it.")

    def why_not(self) -> str:
        reason = super().why_not()
        row = months.station_month(self.station, self.month)
        if reason:
            return reason
        if row.submitted_by_id == self.request.user.pk:
            names = months.others_who_approve(row)
            if names:
                return _("You submitted this month: %(names)s approves it.") % {"names": "、".join(names)}
            return _("You submitted this month, and nobody else here may approve it: the county does.")
        if self.is_for_station:
            try:
                months.check_nobody_else(row)
            except ValidationError as fault:
                return " ".join(fault.messages)
        return ""

    def form(self, data: Any = None) -> PlainConfirmForm:
        found = open_things(self.request.user, self.station, self.month)
        return ApproveForm(data, open_now=found) if found else PlainConfirmForm(data)

    def act(self, form: PlainConfirmForm) -> StationMonth:
        return closing.approve(
            self.station, self.month, by=self.request.user, shown=self.shown, seen=self.seen
        )

    def context(self) -> dict[str, Any]:
        give_back = reverse("indicators:month-give-back", args=[self.month, self.station.pk])
        return super().context() | {"give_back_url": give_back}
