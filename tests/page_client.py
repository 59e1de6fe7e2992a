"""A client that sends forms as a browser does: with the version of the row that their page shows.

A test that says a version itself, or ``version=None`` for none at all, sends what it says.
"""

from typing import Any

from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY, get_user_model
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest
from django.test import Client, RequestFactory
from django.urls import Resolver404, resolve
from django.utils import timezone

from accounts.sessions import SessionStore
from pages.submissions import VERSION
from pages.views.shown import ShownPage


class PageClient(Client):
    def force_login(self, user: Any, backend: str | None = None) -> None:
        """As Django's, with one session made where Django makes two and throws one away, and without the signal: of the
        receivers ``last_login`` leaves something, and what has to be read first (library/asking.py)."""
        user.backend, user.last_login = backend or self._get_backend(), timezone.now()
        type(user).objects.filter(pk=user.pk).update(last_login=user.last_login)
        request = HttpRequest()
        request.session = SessionStore()
        request.session[SESSION_KEY] = str(user.pk)
        request.session[BACKEND_SESSION_KEY] = user.backend
        request.session[HASH_SESSION_KEY] = user.get_session_auth_hash()
        request.session.create()
        self._set_login_cookies(request)

    def post(self, path: str, data: Any = None, *args: Any, **kwargs: Any) -> Any:
        if isinstance(data, dict | None):
            given = dict(data or {})
            if VERSION not in given:
                given[VERSION] = version_shown(path, self.session.get("_auth_user_id"))
            data = {name: value for name, value in given.items() if name != VERSION or value}
        return super().post(path, data, *args, **kwargs)


def version_shown(path: str, user: str | None) -> str:
    """What the page at the address shows the person now; nothing where it shows none."""
    try:
        page = page_at(path, get_user_model().objects.get(pk=user)) if user else None
        return page.version() if page else ""
    except (Resolver404, Http404, PermissionDenied, ValidationError, ValueError):
        return ""


def page_at(path: str, user: Any) -> ShownPage | None:
    """The page at the address as the person opens it, without asking for it; None for one of another kind."""
    match = resolve(path.partition("?")[0])
    page = getattr(match.func, "view_class", object)()
    if not isinstance(page, ShownPage):
        return None
    request = RequestFactory().get(path)
    request.user = user
    page.setup(request, *match.args, **match.kwargs)
    return page
