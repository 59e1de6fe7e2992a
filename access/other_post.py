"""What was opened at one of a person's two posts is never saved at the other (兼管).

Each form carries the post at which it was opened (``at_post``), each request of htmx the header ``At-Post``. What comes
from the other post is not done: the answer says so, holds what was typed, and leads there with it.
"""

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from access import scope
from access.scope import Scope
from pages.submissions import AT_POST, NOT_TYPED

FIELD, HEADER = AT_POST, "At-Post"
AGAIN = "again"  # the parameter with the address of the form
READING = frozenset({"GET", "HEAD", "OPTIONS"})
ANYWHERE_IN = "accounts"  # the account and its session belong to the person and not to a place


class OtherPostMiddleware:
    """Listed after access.middleware.ScopeMiddleware: it asks where the person works now."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view_func: Any, *_given: Any) -> HttpResponse | None:
        if request.method in READING or not request.user.is_authenticated or _is_anywhere(request):
            return None
        where = scope.for_user(request.user)
        if where.emergency or not came_from_elsewhere(request, where):
            return None
        return refusal(request, where)


def came_from_elsewhere(request: HttpRequest, where: Scope) -> bool:
    """Was it opened at another post than the one where the person works now?

    A page from before there were two posts says nothing: it is of the main one.
    """
    at_post = request.POST.get(FIELD, request.headers.get(HEADER))
    if at_post is None:
        return where.is_second
    return at_post != str(where.post_id or "")


def refusal(request: HttpRequest, where: Scope) -> HttpResponse:
    """409 with what was typed and the way to the post that it belongs to; a fragment learns it by an event."""
    if getattr(request, "htmx", False):
        return HttpResponse(status=409, headers={"HX-Trigger": "other-post", "HX-Reswap": "none"})
    at_post = request.POST.get(FIELD, "")
    opened_at = next(((key, name) for key, name in where.others if str(key) == at_post), None)
    context = {
        "where": where,
        "opened_at": opened_at,
        "address": request.get_full_path(),
        "typed": [(name, value) for name, values in request.POST.lists() for value in values],
        "words": [
            value
            for name, values in request.POST.lists()
            for value in values
            if value and name not in NOT_TYPED
        ],
        "has_files": bool(request.FILES),
        "again": reverse(settings.WORK_AT_PAGE, args=[opened_at[0]]) if opened_at else "",
    }
    answer = render(request, "access/other_post.html", context, status=409)
    answer["Cache-Control"] = "no-store"
    return answer


def _is_anywhere(request: HttpRequest) -> bool:
    match = request.resolver_match
    return match is None or match.app_name == ANYWHERE_IN or match.view_name == settings.WORK_AT_PAGE
