"""Pages of hand-overs: the list of a place, the sheet, a page for each signature.

The sheet is open to whoever has left as well, who may serve nowhere: it shows numbers and no villager.
"""

from typing import Any

from django.conf import settings
from django.http import HttpRequest, QueryDict
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from access import scope
from access.pages import Page
from access.requests import SignedInRequest
from access.rights import may, rights_of
from audit import trail
from duty.handover import signing
from duty.handover.actions import signatures
from duty.handover.forms import CloseForm, GiveForm, TakeForm
from duty.handover.living import lines
from duty.models import Handover
from pages.forms import ReasonForm
from pages.landing import landing_url
from pages.row_history import Rights
from pages.views.base import BasePage, ShowPage
from pages.views.confirm import ConfirmPage
from pages.views.details import DetailPage
from pages.views.forms import FormPage

RELATED = ("post__station__county", "leaver", "left_by", "taken_by", "closed_by", "assignment__user")
SHOWN = 200


class HandoverList(Page, ShowPage):
    """The hand-overs of the post, the station or the county: the open ones, those for me, or the closed ones."""

    verb = "see_handovers"
    heading = gettext_lazy("Hand-overs")
    template = "duty/handover_list.html"

    def record_read(self) -> None:
        trail.record("list", None, by=self.request.user, book=Handover._meta.label_lower)

    def context(self) -> dict[str, Any]:
        user, shown = self.request.user, chosen(self.request.GET)
        rows = Handover.objects.visible_to(user).select_related(*RELATED)
        found = {
            "open": rows.open(),
            "mine": rows.filter(pk__in=Handover.objects.to_sign(user)),
            "to-close": rows.with_the_chief(),
            "overdue": rows.overdue(),
            "closed": rows.filter(closed_on__isnull=False),
        }[shown]
        order = ("-closed_on", "-pk") if shown == "closed" else ("due_on", "pk")
        return super().context() | {
            "shown": shown,
            "handovers": [
                {"row": one, "successor": signing.successor_of(one) if one.is_open else None}
                for one in found.order_by(*order)[:SHOWN]
            ],
            "shows_station": not scope.for_user(user).station_id,
            "choices": CHOICES,
        }


CHOICES = {
    "open": gettext_lazy("Open"),
    "mine": gettext_lazy("For my signature"),
    "to-close": gettext_lazy("With the chief"),
    "overdue": gettext_lazy("Overdue"),
    "closed": gettext_lazy("Over"),
}


def chosen(query: QueryDict) -> str:
    """Which of them the address asks for; the open ones for anything else."""
    asked = query.get("show", "open")
    return asked if asked in CHOICES else "open"


class HandoverPage(BasePage):
    """A page on one hand-over that the person sees; others do not exist."""

    request: SignedInRequest

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        with signing.as_somebody(self.request.user):
            return super().dispatch(request, *args, **kwargs)

    def rights(self) -> Rights:
        return rights_of(self.request.user)

    def get_row(self) -> Handover:
        rows = Handover.objects.visible_to(self.request.user).select_related(*RELATED)
        return get_object_or_404(rows, pk=self.kwargs["pk"])

    def back_url(self) -> str:
        return str(self.row.get_absolute_url())

    def subject(self) -> str:
        words = {
            "person": self.row.leaver.name,
            "post": self.row.post,
            "day": f"{self.row.last_day:%Y-%m-%d}",
        }
        return _("%(person)s leaves %(post)s, last day %(day)s") % words


class HandoverDetail(HandoverPage, DetailPage):
    template = "duty/handover_detail.html"

    def list_url(self) -> str:
        return reverse("duty:handover-list") if may(self.request.user, "see_handovers") else landing_url()

    def buttons(self) -> list[dict[str, Any]]:
        row, user, found = self.row, self.request.user, []
        if signing.may_give(row, user):
            label = _("Sign and give over") if row.state == row.State.OPEN else _("Sign anew")
            found.append(self.button("give", label, primary=row.state == row.State.OPEN))
        if signing.may_take(row, user):
            found.append(self.button("take", _("Sign and take over"), primary=True))
            found.append(self.button("back", _("Give it back"), primary=False))
        if signing.may_decide(row, user):
            if not signing.why_not_in_place(row):
                found.append(self.button("in-place", _("Sign in their place"), primary=True))
            if not signing.why_not_closed(row):
                found.append(self.button("close", _("Close"), primary=True))
            if row.state != row.State.OPEN and not signing.may_take(row, user):
                found.append(self.button("back", _("Give it back"), primary=False))
        return found

    def button(self, step: str, label: str, *, primary: bool) -> dict[str, Any]:
        url = reverse(f"duty:handover-{step}", args=[self.row.pk])
        return {"url": url, "label": label, "style": "primary" if primary else "quiet"}

    def context(self) -> dict[str, Any]:
        row = self.row
        return super().context() | {
            "lines": lines(row, self.request.user),
            "items": [
                (label, Handover.Given(row.items[code]))
                for code, label in Handover.Item.choices
                if code in row.items
            ],
            "successor": signing.successor_of(row) if row.is_open else None,
            "is_mine": row.leaver_id == self.request.user.pk,
            "print_url": reverse(settings.HANDOVER_PAPER, args=[row.pk, "pdf"]),
        }


class HandoverGive(HandoverPage, FormPage):
    """Who leaves says of each item what became of it, sees the numbers, and signs."""

    template = "duty/handover_give.html"
    heading = gettext_lazy("Give the post over")
    button = gettext_lazy("Sign and give over")
    message = gettext_lazy("Signed. It waits for the successor.")
    in_place = False

    def check_state(self) -> None:
        signatures.check_gives(self.row, self.request.user)

    def form(self, data: Any = None) -> GiveForm:
        return GiveForm(data, handover=self.row, in_place=self.in_place)

    def act(self, form: GiveForm) -> Handover:
        return signatures.give(self.row, form.items, form.cleaned_data["note"], by=self.request.user)

    def context(self) -> dict[str, Any]:
        return super().context() | {"subject": self.subject(), "lines": lines(self.row, self.request.user)}


class HandoverInPlace(Page, HandoverGive):
    """The chief does so for somebody who is gone."""

    verb = "close_handover"
    heading = gettext_lazy("Sign in the place of who leaves")
    button = gettext_lazy("Sign in their place")
    in_place = True

    def check_state(self) -> None:
        signatures.check_in_place(self.row, self.request.user)

    def act(self, form: GiveForm) -> Handover:
        given = form.cleaned_data
        return signatures.give_in_place(
            self.row, form.items, given["note"], given["reason"], by=self.request.user
        )


class HandoverTake(HandoverPage, ConfirmPage):
    form_class = TakeForm
    heading = gettext_lazy("Take the post over")
    sentence = gettext_lazy("With your signature the keys, equipment and papers on the sheet are with you.")
    button = gettext_lazy("Sign and take over")
    message = gettext_lazy("Signed. The chief closes it.")

    def check_state(self) -> None:
        signatures.check_takes(self.row, self.request.user)

    def act(self, form: TakeForm) -> Handover:
        return signatures.take(self.row, form.cleaned_data["note"], by=self.request.user)


class HandoverBack(HandoverPage, ConfirmPage):
    form_class = ReasonForm
    heading = gettext_lazy("Give the hand-over back")
    sentence = gettext_lazy("It waits for who leaves again, without signatures; they read your reason.")
    button = gettext_lazy("Give it back")
    message = gettext_lazy("Given back.")

    def check_state(self) -> None:
        signatures.check_gives_back(self.row, self.request.user)

    def act(self, form: ReasonForm) -> Handover:
        return signatures.give_back(self.row, form.cleaned_data["reason"], by=self.request.user)


class HandoverClose(Page, HandoverPage, ConfirmPage):
    verb = "close_handover"
    heading = gettext_lazy("Close the hand-over")
    button = gettext_lazy("Close")
    message = gettext_lazy("Closed.")

    @property
    def sentence(self) -> str:
        if self.row.taken_by_id:
            return _("Both have signed. Nothing of it is changed afterwards.")
        return _("No successor has signed. What hangs at the post stays with the post.")

    def check_state(self) -> None:
        signatures.check_closes(self.row, self.request.user)

    def form(self, data: Any = None) -> CloseForm:
        return CloseForm(data, needs_reason=self.row.taken_by_id is None)

    def act(self, form: CloseForm) -> Handover:
        return signatures.close(self.row, form.cleaned_data.get("reason", ""), by=self.request.user)
