"""Every page asks who you are, unless it says otherwise."""

from typing import Any

from django.conf import settings
from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.generic import View

from accounts.passwords import is_due

BEFORE_A_PASSWORD = {"accounts:password", "accounts:sign-out"}


class SignInEverywhereMiddleware(LoginRequiredMiddleware):
    """Sends a fragment's request to the sign-in page as a whole, so that it does not land inside a form.

    A browser that brought a session which opens nothing any more is told why.
    """

    def process_view(
        self, request: HttpRequest, view_func: Any, view_args: Any, view_kwargs: Any
    ) -> HttpResponse | None:
        """Whoever has to choose a password does that first; the page itself and the way out stay open."""
        refused = super().process_view(request, view_func, view_args, view_kwargs)
        if refused is not None or not getattr(view_func, "login_required", True):
            return refused
        if (
            request.resolver_match is None
            or request.resolver_match.view_name in BEFORE_A_PASSWORD
            or not is_due(request.user)
        ):
            return None
        return _led_to(request, reverse("accounts:password"))

    def handle_no_permission(self, request: HttpRequest, view_func: View) -> HttpResponse:
        response = super().handle_no_permission(request, view_func)
        if request.htmx:
            return HttpResponse(status=401, headers={"HX-Trigger": "signed-out"})
        if settings.SESSION_COOKIE_NAME in request.COOKIES:
            response["Location"] += f"&ended={request.session.ended or 'ended'}"
        return response


def _led_to(request: HttpRequest, url: str) -> HttpResponse:
    return (
        HttpResponse(status=204, headers={"HX-Redirect": url}) if request.htmx else HttpResponseRedirect(url)
    )
