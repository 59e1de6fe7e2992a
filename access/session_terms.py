"""On what terms a person is signed in: what follows from the role."""

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from access import scope
from access.roles import Role
from accounts.models import User
from accounts.signing_in import Terms

IN_THE_FIELD = {Role.OFFICER, Role.AUXILIARY}
NEEDS_FACTOR = {Role.CHIEF, Role.COUNTY, Role.AUDITOR, Role.ADMINISTRATOR, Role.GRANTOR}


def of(user: User) -> Terms:
    """Officers and auxiliaries work on a phone of their own, between one house and the next; others at a desk.

    Who sees a whole station or county, or rules over accounts, proves it twice (GB/T 22239-2019, 8.1.4.1 d).
    """
    role = scope.of(user).role
    return Terms(
        idle=settings.SESSION_IDLE_IN_THE_FIELD if role in IN_THE_FIELD else settings.SESSION_IDLE,
        needs_factor=settings.SECOND_FACTOR == "required" and role in NEEDS_FACTOR,
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
        terms = of(request.user)
        if "idle" in request.session and request.session["idle"] != terms.idle.total_seconds():
            request.session["idle"] = terms.idle.total_seconds()
        if request.session.get("factor") or not terms.needs_factor:
            return None
        logout(request)
        if request.headers.get("HX-Request"):
            return HttpResponse(status=401, headers={"HX-Trigger": "signed-out"})
        return HttpResponseRedirect(f"{reverse('accounts:sign-in')}?ended=factor")
