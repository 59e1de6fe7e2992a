"""Pages of the acting chief: who stands in, and changing between the two places."""

from typing import Any

from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from access.pages import Page
from access.requests import SignedInRequest
from oversight.actions import stand_ins
from oversight.forms import StandInForm
from oversight.models import StandIn
from pages.landing import landing_url
from pages.views.confirm import ButtonPage
from pages.views.forms import FormPage


class StandInList(Page, FormPage):
    """Who stands in for a chief, and a form for more."""

    verb = "grant_stand_in"
    heading = gettext_lazy("Acting chief")
    template = "oversight/stand_in_list.html"
    message = gettext_lazy("For these days the person may work as chief.")

    def form(self, data: Any = None) -> StandInForm:
        user = self.request.user
        return StandInForm(
            data,
            candidates=stand_ins.candidates(user),
            longest=stand_ins.longest(user, timezone.localdate()),
        )

    def act(self, form: StandInForm) -> None:
        stand_ins.grant(form.save(commit=False), by=self.request.user)

    def done(self, result: Any) -> str:
        return reverse("oversight:stand-in-list")

    def back_url(self) -> str:
        return reverse("posts:organisation")

    def context(self) -> dict[str, Any]:
        return super().context() | {"stand_ins": stand_ins.granted(self.request.user)}


class StandInEnd(Page, ButtonPage):
    verb = "grant_stand_in"
    message = gettext_lazy("Nobody stands in any more on these days.")

    def get_row(self) -> StandIn:
        return get_object_or_404(stand_ins.granted(self.request.user), pk=self.kwargs["pk"])

    def act(self) -> None:
        stand_ins.end(self.row, by=self.request.user)

    def back_url(self) -> str:
        return reverse("oversight:stand-in-list")


class StandInSwitch(ButtonPage):
    """Whoever stands in today changes the place; for all others it is refused."""

    request: SignedInRequest

    def get_row(self) -> StandIn | None:
        """The grant of today."""
        return stand_ins.today_of(self.request.user)

    def act(self) -> None:
        now = stand_ins.switch(by=self.request.user, shown=self.row)
        self.message = (
            _("You work as acting chief now.") if now.is_on else _("You work in your own post now.")
        )

    def back_url(self) -> str:
        return landing_url()
