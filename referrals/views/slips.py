"""The code of a slip, shown once, and from that page the slip on paper (documents/views/slips.py)."""

from typing import Any

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from ledgers.views.base import WritingPage
from pages import addresses
from pages.views.confirm import ConfirmPage
from referrals import slips, subjects
from referrals.actions import passing
from referrals.actions import slips as slip_actions
from referrals.models import OF_REFERRAL, Referral, Slip
from referrals.receivers import of_sender


def row_behind(user: User, kind: str, key: int | None) -> Any:
    """The row of a slip, if the person may see it and pass it on; Http404 for none, PermissionDenied for one of
    another place.
    """
    subject, found = subjects.of_kind(kind), None
    if key and kind == OF_REFERRAL:
        found = Referral.objects.visible_to(user).filter(pk=key).first()
        if found is not None and not of_sender(found, user):
            raise PermissionDenied
    elif key and subject is not None and subject.has_slip:
        found = subject.find(user, key)
    if found is None:
        raise Http404
    return found


class SlipCreate(WritingPage, ConfirmPage):
    """A new code for the row that the address names (``?kind=request&key=5``), on the page from which it is
    printed."""

    verb = "pass_on"
    model = Slip
    template = "referrals/slip_form.html"
    heading = _("Print the slip")
    button = _("Make the slip")
    sentence = _(
        "The slip has a new code, which is shown this once: have a printer ready. A former slip opens nothing any more."
    )
    shown_once = _("The code was shown once. If you have not got the slip, make a new one on this page.")
    is_retried = True  # by no other window: its code would make the printed one worthless
    code = ""

    @cached_property
    def kind(self) -> str:
        given = self.request.POST or self.request.GET
        return str(given.get("kind", ""))

    @cached_property
    def behind(self) -> Any:
        """The row of the slip: a referral of the own place, or a row whose asker gets one."""
        given = self.request.POST or self.request.GET
        return row_behind(self.request.user, self.kind, addresses.number(given.get("key")))

    def shows(self) -> Any:
        return self.behind

    def subject(self) -> Any:
        return self.behind.receipt

    def check_state(self) -> None:
        behind = self.behind
        if self.kind == OF_REFERRAL:
            passing.check_open(behind)
        else:
            subjects.subjects()[self.kind].check(behind)

    def context(self) -> dict[str, Any]:
        return super().context() | {"carried": {"kind": self.kind, "key": self.behind.pk}}

    def act(self, form: Any) -> Any:
        self.check_state()
        self.code = slip_actions.issue(self.kind, self.behind, by=self.request.user)
        return self.behind

    def done(self, result: Any) -> str:
        return str(result.get_absolute_url())

    def answer(self, result: Any) -> HttpResponse:
        """The slip, shown this once."""
        context = {
            "title": self.heading,
            "row": result,
            "kind": self.kind,
            "print_url": reverse(settings.SLIP_PAPER, args=["pdf"]),
            "docx_url": reverse(settings.SLIP_PAPER, args=["docx"]),
            "code": slips.written(self.code),
            "address": self.request.build_absolute_uri(reverse("public")),
            "back_url": self.done(result),
            "shown_days": slips.shown_days(),
        }
        answer = render(self.request, "referrals/slip.html", context)
        answer["Cache-Control"] = "no-store"
        return answer

    def back_url(self) -> str:
        return str(self.behind.get_absolute_url())
