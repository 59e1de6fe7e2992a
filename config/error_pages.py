"""Error pages in the registry's style: what happened and what to do. Named by config/urls.py and the settings."""

import sys
from collections.abc import Callable
from typing import Any

from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from audit import trail
from config import footer, given_up
from pages.submissions import KEY

TOO_MUCH = (RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent)


def bad_request(request: HttpRequest, exception: Any = None) -> HttpResponse:
    """400; 413 for a form that brought more than the settings take (DATA_UPLOAD_MAX_*)."""
    if isinstance(exception, TOO_MUCH):
        return _page(
            request,
            413,
            _("This is more than a form here can take."),
            _("Go back and send less at once: fewer rows, shorter texts, smaller pictures."),
        )
    return _page(request, 400, _("This address or form could not be read."), _("Go back and try again."))


def forbidden(request: HttpRequest, exception: Any = None) -> HttpResponse:
    note_refusal(request, 403)
    return _page(
        request,
        403,
        _("Your role does not open this page."),
        _("If you need it, ask your station chief or the county."),
    )


def cookies_lost(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form without its CSRF cookie: signed out elsewhere, cookies cleared, page too old."""
    return _page(
        request,
        403,
        _("You were signed out before this was saved."),
        _("Go back, reload the page and sign in; what you typed is kept in this browser."),
    )


def not_found(request: HttpRequest, exception: Any = None) -> HttpResponse:
    """What somebody sent is shown once more, to be copied: the row may have gone to another post with its village."""
    note_refusal(request, 404)
    title, texts = _("There is nothing here for you."), texts_in(request)
    if not texts:
        return _page(request, 404, title, _("It does not exist, or it belongs to another place."))
    advice = _(
        "Nothing was saved. It does not exist any more, or belongs to another place by now, for example after its "
        "village was moved to another post."
    )
    page = _page(request, 404, title, advice, texts=texts)
    page["Cache-Control"] = "no-store"
    return page


class ErrorPageMiddleware:
    """A page in the registry's style where Django answers 405 with an empty body: an address for buttons only."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if response.status_code != 405 or response.content or request.htmx:  # type: ignore[attr-defined]  # by django-htmx
            return response
        page = _page(
            request,
            405,
            _("This address can not be opened by itself."),
            _("It belongs to a button on a page. Go to the start page and find the button there."),
        )
        page.headers["Allow"] = response.headers["Allow"]
        return page


def note_refusal(request: HttpRequest, status: int) -> None:
    """The trail knows who was refused which page, and the number asked for; not whether it exists."""
    match, user = request.resolver_match, getattr(request, "user", None)
    if match and user is not None and user.is_authenticated:
        asked = {"asked": match.kwargs["pk"]} if isinstance(match.kwargs.get("pk"), int) else {}
        trail.record("denied", None, by=user, page=match.view_name, status=status, **asked)


def broken(request: HttpRequest) -> HttpResponse:
    """No database, no menu: what is broken may be just that. 503 for what the database gave up (given_up.py)."""
    sent, stopped = typed_in(request), given_up.facts(request, sys.exc_info()[1])
    said = {"title": _("Something broke on our side.")} if stopped is None else stopped
    facts = said | footer.for_request(None) | sent
    page = render(None, "error_bare.html", facts, status=500 if stopped is None else given_up.STATUS)
    if sent:
        page["Cache-Control"] = "no-store"
    if stopped is not None:
        page["Retry-After"] = given_up.AGAIN_AFTER
        if request.method == "GET":  # a part of a list that htmx asked for: registry.js shows the whole page
            page["HX-Retarget"], page["HX-Reselect"], page["HX-Reswap"] = "#main", "#main", "outerHTML"
    return page


def typed_in(request: HttpRequest) -> dict[str, Any]:
    """What was sent with a form that is saved once, to send it again with the same key; nothing for any other form.

    The forms that take a password or a code carry no key (``is_sent_once``).
    """
    try:
        if request.method != "POST" or KEY not in request.POST or request.FILES:
            return {}
        typed = [(name, value) for name, values in request.POST.lists() for value in values]
    except Exception:  # the form itself may be what broke
        return {}
    return {"typed": typed, "address": request.get_full_path()}


def texts_in(request: HttpRequest) -> list[str]:
    """What was written in words in a form that is saved once: choices, numbers, days and keys are not."""
    typed = (value.strip() for _name, value in typed_in(request).get("typed", []))
    return [text for text in typed if not text.isascii() or " " in text]


def _page(request: HttpRequest, status: int, title: str, advice: str, **more: Any) -> HttpResponse:
    facts = {"title": title, "advice": advice, "status": status} | more
    return render(request, "error.html", facts, status=status)
