"""Signing a person in on a browser: the authentication backend, and the terms of the session.

Called by the pages of accounts/views.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

from django.conf import settings
from django.contrib.auth import login
from django.contrib.auth.backends import ModelBackend
from django.http import HttpRequest
from django.utils import timezone

from accounts import browsers, sessions
from accounts.models import User
from audit import trail
from audit.origin import peer

BACKEND = "accounts.signing_in.Accounts"


class Accounts(ModelBackend):
    """Who is signed in comes with the session, together with the password's hash that a session is checked against.

    After sign-in nobody reads the hash any more (accounts/models/password_hashes.py).
    """

    def get_user(self, user_id: int) -> User | None:
        user = sessions.read_already(user_id) or User.objects.with_hash().filter(pk=user_id).first()
        return user if user and user.confirmed_at and self.user_can_authenticate(user) else None


@dataclass(frozen=True)
class Terms:
    """On what terms a person is signed in; the room that knows the roles decides (access/session_terms.py)."""

    idle: timedelta
    needs_factor: bool = False
    trusts_known_phone: bool = False  # asks for the factor once in some days on a browser that is known


TermsOf = Callable[[User], Terms]


def at_a_desk(user: User) -> Terms:
    """The strictest terms, for whoever serves nowhere."""
    return Terms(idle=settings.SESSION_IDLE)


def enter(request: HttpRequest, user: User, terms: Terms, *, factor: str = "") -> None:
    """Open a session with a new key, whatever key the browser brought; it names browser and address.

    ``factor``: which second proof there was, ``TOTP`` or ``phone`` (a known one); empty: the password alone.
    """
    login(request, user, backend=BACKEND)
    request.session.update(
        {
            "entered_at": timezone.now().timestamp(),
            "idle": terms.idle.total_seconds(),
            "address": peer(request),
            "factor": bool(factor),
            "browser": browsers.called(request.headers.get("User-Agent", "")),
        }
    )
    trail.record("sign_in", user, by=user, second_factor=factor)
