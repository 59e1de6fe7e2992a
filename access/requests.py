"""The type of a request that reached a page for signed-in people.

``accounts.middleware.SignInEverywhereMiddleware`` sends every other request to the sign-in page before a view runs, and
django-htmx sets ``htmx``. access/pages.py declares it, so ``self.request.user`` is a ``User`` in every page of a role.
"""

from django.contrib.sessions.backends.base import SessionBase
from django.http import HttpRequest
from django_htmx.middleware import HtmxDetails

from accounts.models import User


class SignedInRequest(HttpRequest):
    """Never instantiated: it names what the middleware of config/settings/base.py has put on the request."""

    user: User
    htmx: HtmxDetails
    session: SessionBase
