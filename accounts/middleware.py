"""Who is signed in; every page asks for a sign-in, unless its view is marked ``login_not_required`` (MIDDLEWARE)."""

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.contrib.auth import SESSION_KEY
from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.middleware import AuthenticationMiddleware, LoginRequiredMiddleware, get_user
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.functional import SimpleLazyObject

from accounts import sessions
from accounts.passwords import is_due

BEFORE_A_PASSWORD = {"accounts:password", "accounts:sign-out"}

ViewFunction = Callable[..., HttpResponseBase]


class AccountMiddleware(AuthenticationMiddleware):
    """``request.user`` as Django finds it, with all its checks; the account itself has come with the session."""

    def process_request(self, request: HttpRequest) -> None:
        super().process_request(request)

        def signed_in() -> AbstractBaseUser | AnonymousUser:
            request.session.get(SESSION_KEY)  # reads the row, and the account with it
            with sessions.at_hand(getattr(request.session, "person", None)):
                return get_user(request)

        request.user = SimpleLazyObject(signed_in)  # type: ignore[assignment]  # as Django itself does


class SignInEverywhereMiddleware(LoginRequiredMiddleware):
    """Sends a fragment's request to the sign-in page as a whole, so that it does not land inside a form.

    A browser whose session has ended reads why on the sign-in page (``?ended=``).
    """

    def process_view(
        self, request: HttpRequest, view_func: ViewFunction, view_args: Any, view_kwargs: Any
    ) -> HttpResponseBase | None:
        """Whoever has to choose a password does that first; the page itself and signing out stay open."""
        refused = super().process_view(request, view_func, view_args, view_kwargs)
        if refused is not None or not getattr(view_func, "login_required", True):
            return refused
        if (
            request.resolver_match is None
            or request.resolver_match.view_name in BEFORE_A_PASSWORD
            or not request.user.is_authenticated
        ):
            return None
        user: Any = get_user(request)  # as it was read: a page asks it a thousand times, and needs no proxy
        request.user = user
        if not is_due(user):
            return None
        url = reverse("accounts:password")
        if _is_fragment(request):
            return HttpResponse(status=204, headers={"HX-Redirect": url})
        return HttpResponseRedirect(url)

    def handle_no_permission(  # type: ignore[override]  # Django's middleware takes any response; its stub a redirect
        self, request: HttpRequest, view_func: ViewFunction
    ) -> HttpResponse:
        response = super().handle_no_permission(request, view_func)
        if _is_fragment(request):
            return HttpResponse(status=401, headers={"HX-Trigger": "signed-out"})
        if settings.SESSION_COOKIE_NAME in request.COOKIES:
            ended = getattr(request.session, "ended", "")  # accounts/sessions.py
            response["Location"] += f"&ended={ended or 'ended'}"
        return response


def _is_fragment(request: HttpRequest) -> bool:
    """Asked by htmx for a part of a page (django-htmx)."""
    return bool(getattr(request, "htmx", False))
