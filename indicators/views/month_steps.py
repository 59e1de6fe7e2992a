"""The steps of one station's month: submit, approve, give back. Each asks first."""

from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext_lazy

from access.rights import may
from indicators import attested
from indicators.views.confirm import ConfirmPage
from ledgers import months
from ledgers.forms import ReasonForm
from posts import places
from posts.models import Station


class StationMonthPage(ConfirmPage):
    """A step of one station's month; a station outside the person's scope does not exist."""

    template = "indicators/station_month_confirm.html"

    @property
    def station(self) -> Station:
        return get_object_or_404(places.stations_of(self.request.user), pk=self.kwargs["station"])

    @property
    def month(self) -> date:
        return self.kwargs["month"]

    def subject(self) -> str:
        return f"{self.station} · {self.month:%Y-%m}"

    def back_url(self) -> str:
        return reverse("indicators:month-detail", args=[self.month])

    def extra(self) -> dict[str, Any]:
        homes = places.of_station(self.station, self.month)
        return {"found": attested.of_month(homes, self.month), "month": self.month}


class MonthSubmit(StationMonthPage):
    verb = "submit_month"
    heading = gettext_lazy("Submit the month")
    sentence = gettext_lazy(
        "The station declares the month complete. From then on it is locked; the chief approves it."
    )
    button = gettext_lazy("Submit the month")

    def act(self, cleaned: dict[str, Any]) -> str:
        months.submit(self.station, self.month, by=self.request.user)
        return self.back_url()


class MonthApprove(StationMonthPage):
    verb = "approve_month"
    heading = gettext_lazy("Approve the month")
    sentence = gettext_lazy("The chief vouches for the month. The county may publish it.")
    button = gettext_lazy("Approve the month")

    def act(self, cleaned: dict[str, Any]) -> str:
        months.approve(self.station, self.month, by=self.request.user)
        return self.back_url()


class MonthGiveBack(StationMonthPage):
    verb = "see_board"
    heading = gettext_lazy("Give the month back")
    sentence = gettext_lazy("The month is open again for the station, which reads the reason.")
    button = gettext_lazy("Give back and say why")
    form_class = ReasonForm

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        self.verb = "publish_month" if may(request.user, "publish_month") else "approve_month"
        return super().dispatch(request, *args, **kwargs)

    def act(self, cleaned: dict[str, Any]) -> str:
        months.give_back(self.station, self.month, cleaned["reason"], by=self.request.user)
        return self.back_url()
