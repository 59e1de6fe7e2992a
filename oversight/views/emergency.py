"""Pages of the emergency view: open it, end it, and read who opened which post and why."""

from datetime import timedelta
from typing import Any

from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext_lazy, ngettext

from access.pages import Page
from audit import trail
from oversight.actions import emergency
from oversight.forms import EmergencyForm
from oversight.models import EmergencyNotice, EmergencyView
from pages.landing import landing_url
from pages.views.base import ShowPage
from pages.views.confirm import ButtonPage
from pages.views.forms import FormPage

SHOWN = 200


class EmergencyOpen(Page, FormPage):
    """The form that opens a view: which post, and why."""

    verb = "open_emergency"
    heading = gettext_lazy("Emergency view")
    template = "oversight/emergency_form.html"
    message = gettext_lazy(
        "Open. Under Ledgers and Village you see what that post sees; end it as soon as you can."
    )

    def hours(self) -> int:
        """How long a view stays open, as the county has set it."""
        return int(emergency.lasts(self.request.user) / timedelta(hours=1))

    def form(self, data: Any = None) -> EmergencyForm:
        return EmergencyForm(
            data,
            posts=emergency.posts_to_open(self.request.user),
            shortest=emergency.shortest_reason(self.request.user),
        )

    def act(self, form: EmergencyForm) -> None:
        given = form.cleaned_data
        emergency.open_view(given["post"], given["reason"], by=self.request.user)

    def back_url(self) -> str:
        return landing_url()

    def context(self) -> dict[str, Any]:
        return super().context() | {
            "hours": self.hours(),
            "button": ngettext("Open for %(n)s hour", "Open for %(n)s hours", self.hours())
            % {"n": self.hours()},
            "why_not": emergency.why_not(self.request.user),
            "earlier": EmergencyView.objects.filter(user=self.request.user).select_related("post")[:10],
        }


class EmergencyEnd(Page, ButtonPage):
    verb = "end_emergency"
    message = gettext_lazy("The emergency view has ended; you see your own post again.")

    def act(self) -> None:
        emergency.end_view(by=self.request.user)

    def back_url(self) -> str:
        return landing_url()


class EmergencyList(Page, ShowPage):
    """Who opened which post and why, the newest first; a chief acknowledges it."""

    verb = "read_emergencies"
    heading = gettext_lazy("Emergency views on record")
    template = "oversight/emergency_list.html"

    def record_read(self) -> None:
        trail.record("list", None, by=self.request.user, book=EmergencyView._meta.label_lower)

    def context(self) -> dict[str, Any]:
        user = self.request.user
        return super().context() | {
            "views": emergency.seen_by(user)[:SHOWN],
            "waiting": set(emergency.waiting_for(user).values_list("pk", flat=True)),
        }


class EmergencyAcknowledge(Page, ButtonPage):
    verb = "acknowledge_emergency"
    message = gettext_lazy("Acknowledged.")

    def get_row(self) -> EmergencyNotice:
        return get_object_or_404(emergency.waiting_for(self.request.user), pk=self.kwargs["pk"])

    def act(self) -> None:
        emergency.acknowledge(self.row, by=self.request.user)

    def back_url(self) -> str:
        return reverse("oversight:emergency-list")
