"""On what terms a person is signed in: idle limit and second factor follow from the role.

``for_user`` is given to the pages of sign-in (config/urls.py); TermsHoldMiddleware is listed in settings.MIDDLEWARE.
"""

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from access import scope
from access.roles import row_of
from accounts.models import User
from accounts.signing_in import Terms, at_a_desk


def for_user(user: User) -> Terms:
    """Officers and auxiliaries work on a phone of their own, between one household and the next; others at a desk.

    Who sees a whole station or county, or rules over accounts, proves it twice (GB/T 22239-2019, 8.1.4.1 d).
    """
    code = scope.for_user(user).role
    if not code:
        return at_a_desk(user)
    role = row_of(code)
    needed = settings.SECOND_FACTOR_IN_THE_FIELD if role.in_the_field else settings.SECOND_FACTOR
    return Terms(
        idle=settings.SESSION_IDLE_IN_THE_FIELD if role.in_the_field else settings.SESSION_IDLE,
        needs_factor=role.needs_factor and needed == "required",
        trusts_known_phone=role.in_the_field,
    )


class TermsHoldMiddleware:
    """A role that begins at midnight, or a setting that changed, finds nobody signed in on lesser terms."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view_func: Any, *_given: Any) -> HttpResponse | None:
        if not getattr(view_func, "login_required", True) or not request.user.is_authenticated:
            return None
        terms = for_user(request.user)
        if "idle" in request.session and request.session["idle"] != terms.idle.total_seconds():
            request.session["idle"] = terms.idle.total_seconds()
        if request.session.get("factor") or not terms.needs_factor:
            return None
        logout(request)
        if request.headers.get("HX-Request"):
            return HttpResponse(status=401, headers={"HX-Trigger": "signed-out"})
        return HttpResponseRedirect(f"{reverse('accounts:sign-in')}?ended=factor")
