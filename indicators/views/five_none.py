"""Pages of the five-none: the board of a month, and the station's matrix to fill in."""

from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from access.pages import Page
from access.roles import may
from calendars import calendar
from indicators import actions, attested
from indicators.attested import Line
from indicators.forms import AttestForm
from indicators.models import IncidentCount
from ledgers import months
from ledgers.models import StationMonth
from ledgers.views.forms import add_errors
from pages import addresses
from pages.addresses import count
from pages.months import month_asked, month_switch
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
)


class IncidentBoard(Page):
    """Villages x categories of a month, as attested at this moment; who has not reported stands on top."""

    verb = "see_board"

    @addresses.tidied
    def get(self, request: HttpRequest) -> HttpResponse:
        month = month_asked(request.GET.get("month", ""), calendar.shift(calendar.this_month(), -1))
        homes = places.expected(request.user, month)
        found = attested.of_month(at_place(homes, request.GET), month)
        context = {
            "title": _("Five-none"),
            "found": found,
            "lines": in_state(found.worst_first, request.GET.get("state", "")),
            "categories": [category.label for category in IncidentCount.Category],
            "towns": sorted({home.village.town for home in homes}, key=lambda town: town.code),
            "kept_place": [(level, request.GET[level]) for level in PLACES if request.GET.get(level)],
            "states": STATES,
            "asked": request.GET,
            "attest_url": self.attest_url(month),
        }
        return render(request, "indicators/incident_board.html", context | month_switch(month))

    def attest_url(self, month: date) -> str:
        if not may(self.request.user, "attest_incidents") or month > calendar.this_month():
            return ""
        return reverse("indicators:incident-attest", args=[month])


def at_place(homes: list[Membership], query: QueryDict) -> list[Membership]:
    """The villages of the place that the query string names: a click on its figure opens the villages that make it."""
    for level in (*PLACES, "town"):
        key = query.get(level, "")
        if key:
            homes = [home for home in homes if str(_key(home, level)) == key]
    return homes


def _key(home: Membership, level: str) -> int:
    keys = {
        "station": home.post.station_id,
        "post": home.post_id,
        "village": home.village_id,
        "town": home.village.town_id,
    }
    return keys[level]


def in_state(lines: list[Line], state: str) -> list[Line]:
    """The lines of a state; the headline counts stay those of the place."""
    return [line for line in lines if line.state == state] if state else lines


class IncidentAttest(Page):
    """The station says of each village and category: none, how many, or (blank) nothing yet."""

    verb = "attest_incidents"

    def get(self, request: HttpRequest, month: date) -> HttpResponse:
        return self.show(month, self.form(month), self.why_not(month))

    def post(self, request: HttpRequest, month: date) -> HttpResponse:
        why_not, form = self.why_not(month), self.form(month, request.POST)
        if why_not:
            form.add_error(None, why_not)
        elif form.is_valid():
            try:
                changed = self.attest(form, month)
                return HttpResponseRedirect(f"{request.path}?saved={changed}")
            except ValidationError as fault:
                add_errors(form, fault)
        return self.show(month, form, why_not, status=422)

    def attest(self, form: AttestForm, month: date) -> int:
        late = form.cleaned_data.get("late_reason", "")
        return actions.attest(
            self.station, month, form.changes, by=self.request.user, late_reason=late, shown=form.shown
        )

    @property
    def station(self) -> Station:
        return get_object_or_404(places.stations_of(self.request.user))

    def why_not(self, month: date) -> str:
        """Why nothing can be entered; a published month can, with a reason."""
        if month > calendar.this_month():
            return _("%(month)s has not begun yet.") % {"month": f"{month:%Y-%m}"}
        if self.is_published(month):
            return ""
        return months.why_locked(self.station, month)

    def is_published(self, month: date) -> bool:
        return months.of(self.station, month).state == StationMonth.State.PUBLISHED

    def form(self, month: date, data: Any = None) -> AttestForm:
        homes = places.of_station(self.station, month)
        kept = attested.kept_counts([home.village_id for home in homes], month)
        return AttestForm(homes, kept, data, is_late=self.is_published(month))

    def show(self, month: date, form: AttestForm, why_not: str, status: int = 200) -> HttpResponse:
        if why_not:
            for field in form.fields.values():
                field.disabled = True
        context = {
            "title": _("Attest the five-none"),
            "form": form,
            "why_not": why_not,
            "station": self.station,
            "found": attested.of_month(form.homes, month),
            "categories": [category.label for category in IncidentCount.Category],
            "saved": count(self.request.GET.get("saved", "")),
            "is_late": self.is_published(month),
        }
        return render(
            self.request, "indicators/incident_attest.html", context | month_switch(month), status=status
        )
