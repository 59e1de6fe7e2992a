"""Pages of the acting chief: who stands in, and changing between the two places."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import View

from access.pages import Page
from oversight.actions import standing_in
from oversight.forms import StandInForm
from posts.views.arranging_pages import ArrangePage


class StandInList(ArrangePage):
    """Who stands in for a chief, and a form for more."""

    verb = "grant_stand_in"
    back = "oversight:stand-in-list"
    told = gettext_lazy("For these days the person may work as chief.")

    def heading(self) -> str:
        return _("Acting chief")

    def form(self, data: Any = None) -> StandInForm:
        user = self.request.user
        return StandInForm(
            data,
            candidates=standing_in.candidates(user),
            longest=standing_in.longest(user, timezone.localdate()),
        )

    def act(self, form: StandInForm) -> None:
        standing_in.grant(form.save(commit=False), by=self.request.user)

    def context(self) -> dict[str, Any]:
        return {
            "stand_ins": standing_in.granted(self.request.user),
            "back_url": reverse("posts:organisation"),
        }


class StandInEnd(Page):
    verb = "grant_stand_in"

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        standing_in.end(get_object_or_404(standing_in.granted(request.user), pk=pk), by=request.user)
        messages.success(request, _("Nobody stands in any more on these days."))
        return HttpResponseRedirect(reverse("oversight:stand-in-list"))


class StandInSwitch(View):
    """Whoever stands in today changes the place; for all others it is refused."""

    def post(self, request: HttpRequest) -> HttpResponse:
        now = standing_in.switch(by=request.user)
        told = _("You work as acting chief now.") if now.is_on else _("You work in your own post now.")
        messages.success(request, told)
        return HttpResponseRedirect(reverse("reports:home"))
