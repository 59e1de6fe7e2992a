"""Answers to a form that was sent: by the browser itself, or by the script that stays on the form (sending.js)."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.views.generic import View

from pages import submissions
from pages.models import Submission
from pages.views.shown import ShownPage

BY_SCRIPT, LEADS_TO = "Sent-By-Script", "Leads-To"  # headers of the request and of its answer


class KeyedPage(ShownPage):
    """A page of which what is sent is saved once: the key that comes with it is noted with what it saved."""

    is_sent_once = True  # False for secrets, of which not even a digest is stored, and for what saves nothing

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
            return act()
        with transaction.atomic():
            saved = submissions.claim(self.key, self.request)
            result = act()
            submissions.note(saved, url=self.done(result), receipt=getattr(result, "receipt", ""))
        return result

    def done(self, result: Any) -> str:
        """Where it leads afterwards."""
        raise NotImplementedError


def as_sent(request: HttpRequest, answer: HttpResponse) -> HttpResponse:
    """A script gets the address where it leads in place of a redirect, which it could not tell from a page."""
    if BY_SCRIPT not in request.headers or not isinstance(answer, HttpResponseRedirect):
        return answer
    led = HttpResponse(status=204, headers={LEADS_TO: answer.url})
    led.cookies = answer.cookies
    return led


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


def repeated(request: HttpRequest, saved: Submission) -> HttpResponse:
    """The same was sent again: on to what came of it, with the receipt."""
    messages.info(request, words_of(saved))
    return HttpResponseRedirect(saved.url)


def words_of(saved: Submission) -> Any:
    """``已登记，回执号 ZF260320-000012``: that it was saved before."""
    if saved.receipt:
        return _("Saved already, receipt %(receipt)s. Nothing was saved twice.") % {"receipt": saved.receipt}
    return _("Saved already. Nothing was saved twice.")
