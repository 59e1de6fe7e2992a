"""Answers to a form that was sent: by the browser itself, or by the script that stays on the form (sending.js)."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.generic import View

from pages import submissions
from pages.models import Submission

BY_SCRIPT, LEADS_TO = "Sent-By-Script", "Leads-To"  # headers of the request and of its answer


def as_sent(request: HttpRequest, answer: HttpResponse) -> HttpResponse:
    """A script gets the address where it leads in place of a redirect, which it could not tell from a page."""
    if BY_SCRIPT not in request.headers or not isinstance(answer, HttpResponseRedirect):
        return answer
    led = HttpResponse(status=204, headers={LEADS_TO: answer.url})
    led.cookies = answer.cookies
    return led


class SavedBefore(View):
    """What came of a form whose answer was lost: a line with its receipt, or 204 when it was never saved.

    Every page asks it (waiting.js): the form itself may be closed to the person by what it has saved.
    """

    http_method_names = ["get", "head", "options"]

    def get(self, request: HttpRequest) -> HttpResponse:
        saved = submissions.find(submissions.key_of(request.GET), request.user)
        return render(request, "pages/_saved_before.html", {"saved": saved}) if saved else HttpResponse(status=204)


def repeated(request: HttpRequest, saved: Submission) -> HttpResponse:
    """The same was sent again: on to what came of it, with the receipt."""
    messages.info(request, words_of(saved))
    return HttpResponseRedirect(saved.url)


def words_of(saved: Submission) -> Any:
    """``已登记，回执号 ZF260320-000012``: that it was saved before."""
    if saved.receipt:
        return _("Saved already, receipt %(receipt)s. Nothing was saved twice.") % {"receipt": saved.receipt}
    return _("Saved already. Nothing was saved twice.")
