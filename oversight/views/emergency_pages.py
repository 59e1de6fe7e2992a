"""Pages of the emergency view: open it, end it, and read who looked where and why."""

from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from access.pages import Page
from audit import trail
from oversight.actions import emergency
from oversight.forms import EmergencyForm
from oversight.models import EmergencyNotice, EmergencyView
from posts.views.arranging_pages import ArrangePage

SHOWN = 200


class EmergencyOpen(ArrangePage):
    """Which post, and why. What it means stands above the form."""

    verb = "open_emergency"
    back = "reports:home"
    template = "oversight/emergency_form.html"
    told = gettext_lazy(
        "Open. Under Ledgers and Village you see what that post sees; end it as soon as you can."
    )

    def heading(self) -> str:
        return _("Emergency view")

    def form(self, data: Any = None) -> EmergencyForm:
        user = self.request.user
        return EmergencyForm(
            data, posts=emergency.posts_to_open(user), shortest=emergency.shortest_reason(user)
        )

    def act(self, form: EmergencyForm) -> None:
        given = form.cleaned_data
        emergency.open_view(given["post"], given["reason"], by=self.request.user)

    def context(self) -> dict[str, Any]:
        return {
            "hours": int(emergency.lasts(self.request.user) / timedelta(hours=1)),
            "why_not": emergency.why_not(self.request.user),
            "earlier": EmergencyView.objects.filter(user=self.request.user).select_related("post")[:10],
        }


class EmergencyEnd(Page):
    verb = "end_emergency"

    def post(self, request: HttpRequest) -> HttpResponse:
        emergency.end_view(by=request.user)
        messages.success(request, _("The emergency view has ended; you see your own post again."))
        return redirect("reports:home")


class EmergencyList(Page):
    """Who looked where and why, the newest first; a chief acknowledges here."""

    verb = "read_emergencies"

    def get(self, request: HttpRequest) -> HttpResponse:
        trail.record("list", None, by=request.user, book="oversight.emergencyview")
        waiting = set(emergency.waiting_for(request.user).values_list("pk", flat=True))
        context = {
            "title": _("Emergency views on record"),
            "views": emergency.seen_by(request.user)[:SHOWN],
            "waiting": waiting,
        }
        return render(request, "oversight/emergency_list.html", context)


class EmergencyAcknowledge(Page):
    verb = "acknowledge_emergency"

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        notice: EmergencyNotice = get_object_or_404(emergency.waiting_for(request.user), pk=pk)
        emergency.acknowledge(notice, by=request.user)
        messages.success(request, _("Acknowledged."))
        return HttpResponseRedirect(reverse("oversight:emergency-list"))
