"""Answers to a form that was sent: by the browser itself, or by the script that stays on the form (sending.js)."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.functional import Promise, cached_property
from django.utils.translation import gettext as _
from django.views.generic import View

from pages import submissions
from pages.models import Submission
from pages.views.shown import ShownPage

BY_SCRIPT, LEADS_TO, SAVED = "Sent-By-Script", "Leads-To", "Saved"  # headers of the request and of its answer


class KeyedPage(ShownPage):
    """A page of which what is sent is saved once: the key that comes with it is noted with what it saved."""

    is_sent_once = True  # False for secrets, of which not even a digest is stored, and for what saves nothing
    shown_once: str | Promise = (
        ""  # where the answer shows what is stored nowhere: what to do when it was lost
    )
    is_saved = False  # True once what was sent has been done

    @cached_property
    def key(self) -> UUID | None:
        """The key that was sent with the form; None for a form without."""
        return submissions.key_of(self.request.POST)

    def saved_before(self) -> Submission | None:
        """What the person has saved with this form's key."""
        return submissions.find(self.key, self.request.user) if self.is_sent_once else None

    def saved_once(self, act: Callable[[], Any]) -> Any:
        """Do it, and note with it that it was saved; taken back together when it is refused. The result of ``act``."""
        if not self.is_sent_once:  # nothing is taken back either: a wrong code stays counted
            result = act()
        else:
            with transaction.atomic():
                saved = submissions.claim(self.key, self.request)
                result = act()
                submissions.note(saved, url=self.done(result), receipt=getattr(result, "receipt", ""))
        self.is_saved = True
        return result

    def as_sent(self, answer: HttpResponse) -> HttpResponse:
        """The answer for whoever sent the form.

        A script gets the address where it leads in place of a redirect, which it could not tell from a page; and it
        learns of an answer that is a page, such as one of codes that are shown once, that it was saved.
        """
        if BY_SCRIPT not in self.request.headers:
            return answer
        if isinstance(answer, HttpResponseRedirect):
            led = HttpResponse(status=204, headers={LEADS_TO: answer.url})
            led.cookies = answer.cookies
            return led
        if self.is_saved:
            answer[SAVED] = "yes"
        return answer

    def repeated(self, saved: Submission) -> HttpResponse:
        """The same was sent again: on to what came of it, with the receipt, and what can not be shown again."""
        lost = f" {self.shown_once}" if self.shown_once else ""
        messages.info(self.request, f"{words_of(saved)}{lost}")
        return HttpResponseRedirect(saved.url)

    def done(self, result: Any) -> str:
        """Where it leads afterwards."""
        raise NotImplementedError


class SavedBefore(View):
    """What came of a form whose answer was lost: a line with its receipt, or 204 when it was never saved.

    Every page asks it (typed.js): the form itself may be closed to the person by what it has saved.
    """

    http_method_names = ["get", "head", "options"]

    def get(self, request: HttpRequest) -> HttpResponse:
        saved = submissions.find(submissions.key_of(request.GET), request.user)
        return (
            render(request, "pages/_saved_before.html", {"saved": saved})
            if saved
            else HttpResponse(status=204)
        )


def words_of(saved: Submission) -> Any:
    """``已登记，回执号 ZF260320-000012``: that it was saved before."""
    if saved.receipt:
        return _("Saved already, receipt %(receipt)s. Nothing was saved twice.") % {"receipt": saved.receipt}
    return _("Saved already. Nothing was saved twice.")
