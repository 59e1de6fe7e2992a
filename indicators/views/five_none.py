"""Pages of the five-none: the board of a month, and the station's matrix to fill in."""

from datetime import date
from typing import Any

from django.http import HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from access.pages import Page
from access.requests import SignedInRequest
from access.rights import may
from calendars import calendar
from indicators import actions, attested, case_hours, published
from indicators.attested import VillageLine
from indicators.forms import AttestForm, HoursForm
from indicators.models import IncidentCount
from indicators.views.months import step_url
from ledgers import months as locks
from ledgers import then
from ledgers.models import StationMonth
from pages import addresses, month_switch, parts
from pages.views.forms import FormPage
from posts import places
from posts.models import Membership, Station

PLACES = (
    "station",
    "post",
    "village",
)  # where a click on a figure comes from; the town is chosen on the page
STATES = (
    ("unreported", gettext_lazy("Not reported")),
    ("incidents", gettext_lazy("With incidents")),
    ("met", gettext_lazy("Five-none met")),
    ("reported", gettext_lazy("Reported")),
    ("judged", gettext_lazy("Met or not met")),
    ("preventable", gettext_lazy("With preventable cases")),
)


class IncidentBoard(Page):
    """Villages x categories of a month, as attested at this moment; villages that have not reported come first."""

    verb = "see_board"

    @addresses.tidied
    def get(self, request: SignedInRequest) -> HttpResponse:
        month = addresses.month_in(request.GET, calendar.shift(calendar.this_month(), -1))
        memberships = places.expected(request.user, month)
        found = attested.of_month(at_place(memberships, request.GET), month)
        shown = in_state(found.worst_first, request.GET.get("state", ""))
        part = parts.part_of(shown, request.GET)
        context = {
            "title": _("Five-none"),
            "found": found,
            "part": part,
            "lines": part.rows,
            "sums": attested.added(shown),
            "categories": [category.label for category in IncidentCount.Category],
            "towns": sorted(
                {membership.village.town for membership in memberships}, key=lambda town: town.code
            ),
            "place_fields": [(level, request.GET[level]) for level in PLACES if request.GET.get(level)],
            "states": STATES,
            "asked": request.GET,
            "attest_url": self.attest_url(month),
            "hours_url": self.hours_url(month),
            "why_url": self.why_url(month),
            "prepared": self.prepared(memberships, month),
            "month": month,
            "published": published.of_period(request.user, month, month),
            "switch": month_switch.in_query(month, request.GET, *PLACES, "town", "state"),
        }
        return render(request, "indicators/incident_board.html", context)

    def prepared(self, memberships: list[Membership], month: date) -> int | None:
        """How many villages are prepared in the running month; None in any other."""
        if month != calendar.this_month():
            return None
        cells = attested.prepared_counts([one.village_id for one in memberships], month)
        five = {category.value for category in attested.FIVE}
        return sum(
            five <= {category for village, category in cells if village == one.village_id}
            for one in memberships
        )

    def why_url(self, month: date) -> str:
        """Why the figure changed that led here, or else the villages reported."""
        if month > calendar.this_month():
            return ""
        state = self.request.GET.get("state", "")
        of = {"met": "five_none", "judged": "five_none", "preventable": "preventable"}.get(
            state, "five_none_reported"
        )
        level = next((one for one in (*PLACES, "town") if addresses.number(self.request.GET.get(one))), "")
        place = f"{level}:{self.request.GET[level]}" if level else ""
        return then.why_it_changed(of, month, month, place)

    def attest_url(self, month: date) -> str:
        if not may(self.request.user, "attest_incidents") or month > calendar.this_month():
            return ""
        return reverse("indicators:incident-attest", args=[month])

    def hours_url(self, month: date) -> str:
        """Of a month that is over: in which hours its preventable cases were."""
        if not may(self.request.user, "attest_incidents") or month >= calendar.this_month():
            return ""
        return reverse("indicators:incident-hours", args=[month])


def at_place(memberships: list[Membership], query: QueryDict) -> list[Membership]:
    """The villages of the place that the query string names: a click on its figure opens the villages that make it."""
    for level in (*PLACES, "town"):
        key = query.get(level, "")
        if key:
            memberships = [membership for membership in memberships if str(_key(membership, level)) == key]
    return memberships


def _key(membership: Membership, level: str) -> int:
    keys = {
        "station": membership.post.station_id,
        "post": membership.post_id,
        "village": membership.village_id,
        "town": membership.village.town_id,
    }
    return keys[level]


def in_state(lines: list[VillageLine], state: str) -> list[VillageLine]:
    """The lines of which the state holds; the headline counts stay those of the place."""
    return [line for line in lines if line.holds(state)] if state else lines


class IncidentAttest(Page, FormPage):
    """The station attests of each village and category: none, how many, or (blank) not reported.

    While the month runs the same is prepared, and counts nowhere; afterwards it stands in the cells to be confirmed.
    """

    verb = "attest_incidents"
    template = "indicators/incident_attest.html"
    message = ""

    def title(self) -> str:
        return _("Prepare the five-none") if self.is_running else _("Attest the five-none")

    @property
    def button(self) -> str:
        return _("Save what is prepared") if self.is_running else _("Save the counts")

    @property
    def is_running(self) -> bool:
        return self.month == calendar.this_month()

    @property
    def month(self) -> date:
        month: date = self.kwargs["month"]  # addresses.MonthConverter
        return month

    @cached_property
    def station(self) -> Station:
        return get_object_or_404(places.stations_of(self.request.user))

    @cached_property
    def why_not(self) -> str:
        """Why nothing can be entered; a published month can, with a reason."""
        if self.month > calendar.this_month():
            return _("%(month)s has not begun yet.") % {"month": f"{self.month:%Y-%m}"}
        return "" if self.is_published else locks.why_locked(self.station, self.month)

    @cached_property
    def is_published(self) -> bool:
        return locks.station_month(self.station, self.month).state == StationMonth.State.PUBLISHED

    def form(self, data: Any = None) -> AttestForm:
        memberships = places.of_station(self.station, self.month)
        villages = [membership.village_id for membership in memberships]
        prepared = attested.prepared_counts(villages, self.month)
        if self.is_running:
            form = AttestForm(memberships, prepared, data)
        else:
            stored = attested.stored_counts(villages, self.month)
            form = AttestForm(memberships, stored, data, is_late=self.is_published, prepared=prepared)
        if self.why_not and data is not None:
            form.add_error(None, self.why_not)
        return form

    def act(self, form: AttestForm) -> int:
        """Returns how many cells have changed."""
        by = self.request.user
        if self.is_running:
            return actions.prepare(self.station, self.month, form.changes, by=by, shown=form.shown)
        late = form.cleaned_data.get("late_reason", "")
        return actions.attest(
            self.station, self.month, form.changes, by=by, late_reason=late, shown=form.shown
        )

    def done(self, result: int) -> str:
        return f"{self.request.path}?saved={result}"

    def back_url(self) -> str:
        return reverse("indicators:incident-board") + f"?month={self.month:%Y-%m}"

    def show(self, status: int = 200, **more: Any) -> HttpResponse:
        form = more["form"]
        if self.why_not:
            for field in form.fields.values():
                field.disabled = True
        unconfirmed = 0 if self.is_running else len(attested.not_confirmed(form.prepared, form.stored))
        found = attested.of_month(form.memberships, self.month)
        submit_url = "" if self.is_running or found.missing_count else self.submit_url()
        return super().show(status, found=found, unconfirmed=unconfirmed, submit_url=submit_url, **more)

    def submit_url(self) -> str:
        """The next step, once every village has reported; empty where it was taken already or is somebody else's."""
        state = locks.station_month(self.station, self.month)
        if state.state != StationMonth.State.OPEN or not may(self.request.user, "submit_month"):
            return ""
        return step_url(state, "submit")

    def context(self) -> dict[str, Any]:
        shown = {
            "why_not": self.why_not,
            "station": self.station,
            "categories": [category.label for category in IncidentCount.Category],
            "saved": addresses.number(self.request.GET.get("saved", "")),
            "is_late": self.is_published,
            "is_running": self.is_running,
            "month": self.month,
            "switch": month_switch.in_path(
                self.month, lambda month: reverse("indicators:incident-attest", args=[month])
            ),
        }
        return super().context() | shown


class IncidentHours(Page, FormPage):
    """The station says of the preventable cases of a month in which hours of the day they were, if it knows."""

    verb = "attest_incidents"
    template = "indicators/incident_hours.html"
    message = ""
    heading = gettext_lazy("Hours of preventable cases")
    button = gettext_lazy("Save the hours")

    @property
    def month(self) -> date:
        month: date = self.kwargs["month"]  # addresses.MonthConverter
        return month

    @cached_property
    def station(self) -> Station:
        return get_object_or_404(places.stations_of(self.request.user))

    @cached_property
    def why_not(self) -> str:
        """Why nothing can be entered."""
        if self.month >= calendar.this_month():
            return _("%(month)s is not over yet.") % {"month": f"{self.month:%Y-%m}"}
        return ""

    def form(self, data: Any = None) -> HoursForm:
        form = HoursForm(places.of_station(self.station, self.month), self.month, data)
        if self.why_not and data is not None:
            form.add_error(None, self.why_not)
        return form

    def act(self, form: HoursForm) -> int:
        """Returns of how many villages they have changed."""
        return actions.enter_case_hours(
            self.station, self.month, form.changes, by=self.request.user, shown=form.shown
        )

    def done(self, result: int) -> str:
        return f"{self.request.path}?saved={result}"

    def back_url(self) -> str:
        return reverse("indicators:incident-board") + f"?month={self.month:%Y-%m}"

    def context(self) -> dict[str, Any]:
        return super().context() | {
            "why_not": self.why_not,
            "station": self.station,
            "bands": [case_hours.label(band) for band in case_hours.BANDS],
            "saved": addresses.number(self.request.GET.get("saved", "")),
            "month": self.month,
            "switch": month_switch.in_path(
                self.month, lambda month: reverse("indicators:incident-hours", args=[month])
            ),
        }
