"""The type of a request that reached a page for signed-in people, for the pages of this room.

SignInEverywhereMiddleware sends every other request to the sign-in page before a view runs; django-htmx sets ``htmx``,
and SESSION_ENGINE names the session store.
"""

from django.http import HttpRequest
from django_htmx.middleware import HtmxDetails

from accounts.models import User
from accounts.sessions import SessionStore


class SignedInRequest(HttpRequest):
    """Never instantiated: it names what the middleware of config/settings/base.py has put on the request."""

    user: User
    htmx: HtmxDetails
    session: SessionStore
