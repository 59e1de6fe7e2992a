"""The steps of one station's month that need no figures: give back, remind. Submitting and approving, which show the
month's figures, build on ``StationMonthPage`` in reports/month_steps.py."""

from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext_lazy

from access.pages import Page
from access.rights import may
from audit.versions import version_of
from indicators import attested
from ledgers import months
from ledgers.models import StationMonth
from pages.forms import ReasonForm
from pages.views.confirm import ButtonPage, ConfirmPage
from posts import places, vacancies
from posts.models import Station


class StationMonthPage(Page, ConfirmPage):
    """A step of one station's month; a station outside the person's scope does not exist."""

    template = "indicators/station_month_confirm.html"
    from_states: tuple[StationMonth.State, ...] = ()

    def why_not(self) -> str:
        try:
            if StationMonth.State.OPEN in self.from_states:
                months.check_ended(self.month)
            months.check_state(self.row, self.from_states)
        except ValidationError as fault:
            return " ".join(fault.messages)
        return ""

    @property
    def station(self) -> Station:
        return get_object_or_404(places.stations_of(self.request.user), pk=self.kwargs["station"])

    @property
    def month(self) -> date:
        month: date = self.kwargs["month"]  # addresses.MonthConverter
        return month

    def get_row(self) -> StationMonth:
        """The station's month as it stands; not saved while nothing has happened to it."""
        return months.station_month(self.station, self.month)

    @property
    def shown(self) -> int:
        """The version that was sent with the form; 0 for a month that had not begun."""
        return self.row.version if version_of(self.row) else 0

    def subject(self) -> str:
        return f"{self.station} · {self.month:%Y-%m}"

    def back_url(self) -> str:
        return reverse("indicators:month-detail", args=[self.month])

    def context(self) -> dict[str, Any]:
        memberships = places.of_station(self.station, self.month)
        return super().context() | {
            "found": attested.of_month(memberships, self.month),
            "month": self.month,
            "vacant": vacancies.of_month(self.station.posts.all(), self.month),
        }


class MonthGiveBack(StationMonthPage):
    verb = "see_board"
    from_states = (StationMonth.State.SUBMITTED, StationMonth.State.APPROVED)
    heading = gettext_lazy("Give the month back")
    sentence = gettext_lazy("The month is open again for the station, which reads the reason.")
    button = gettext_lazy("Give back and say why")
    form_class = ReasonForm

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        self.verb = "publish_month" if may(request.user, "publish_month") else "approve_month"
        return super().dispatch(request, *args, **kwargs)

    def act(self, form: ReasonForm) -> None:
        reason = form.cleaned_data["reason"]
        months.give_back(self.station, self.month, reason, by=self.request.user, shown=self.shown)


class MonthRemind(Page, ButtonPage):
    """The county reminds a station of a month: lines on the first pages of its chief and clerks."""

    verb = "publish_month"
    message = gettext_lazy("The station is reminded: its chief and its clerks find it on their first page.")

    @property
    def month(self) -> date:
        month: date = self.kwargs["month"]  # addresses.MonthConverter
        return month

    def get_row(self) -> StationMonth:
        station = get_object_or_404(places.stations_of(self.request.user), pk=self.kwargs["station"])
        return months.station_month(station, self.month)

    def act(self) -> StationMonth:
        shown = self.row.version if version_of(self.row) else 0
        return months.remind(
            self.row.station, self.month, by=self.request.user, shown=shown, link=self.back_url()
        )

    def back_url(self) -> str:
        return reverse("indicators:month-detail", args=[self.month])
