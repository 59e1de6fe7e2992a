"""What everybody has to read is shown at the next sign-in, before any other page.

``note`` looks once, when somebody signs in, and writes into the session; ``ReadFirstMiddleware`` leads each page that
is opened to the page of reading while the session says so. What is sent is never held up, nor what a page that is open
asks for in the background: whoever signs in again in the middle of a form loses nothing.
"""

from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from access import scope
from access.rights import may
from accounts.models import User
from library import readers
from policies.acting import acting

IN_SESSION = "has_to_read"
OPEN = frozenset({"library", "accounts"})  # reading itself; signing out, the password
READING = frozenset({"GET", "HEAD"})


def note(sender: Any, request: HttpRequest, user: User, **_more: Any) -> None:
    """Receiver of ``user_logged_in``."""
    if not may(user, "confirm_reading"):
        return
    with acting(scope.acting_as(user)):
        if readers.to_read(user).exists():
            request.session[IN_SESSION] = True


class ReadFirstMiddleware:
    """Listed after access.middleware.ScopeMiddleware. It asks the database nothing."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view_func: Any, *_given: Any) -> HttpResponse | None:
        match = request.resolver_match
        if request.method not in READING or match is None or match.app_name in OPEN:
            return None
        if not getattr(view_func, "login_required", True) or getattr(request, "htmx", False):
            return None
        if not request.session.get(IN_SESSION) or not may(request.user, "confirm_reading"):
            return None
        return HttpResponseRedirect(
            f"{reverse('library:to-read')}?{urlencode({'next': request.get_full_path()})}"
        )
