"""Browsers in which an account has signed in before, by a signed cookie.

A known browser has its own counter of failed tries (throttling.py), and an officer's known phone is asked for the
second factor only when it was not given there for SECOND_FACTOR_DAYS_IN_THE_FIELD (access/session_terms.py). By itself
it opens nothing. The cookie holds a random number of the browser and, for each account, a keyed mark, which tells no
account's name, and when and with which authenticator the factor was given.
"""

import re
import secrets
from typing import Any

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.crypto import constant_time_compare, salted_hmac

from accounts.models import Factor, User

SALT = "known browser"
MAX_AGE = 90 * 86_400  # seconds
MOST = 8  # a desk that a whole station shares
DAY = 86_400  # seconds
DEVICE = re.compile("[0-9a-f]{16}")


def _mark(account: str) -> str:
    return salted_hmac(SALT, account).hexdigest()[:20]


def _read(request: HttpRequest) -> dict[str, Any]:
    """``{"device": ..., "accounts": {mark: [moment, proof]}}``; where nothing is known a new device."""
    try:
        found = signing.loads(request.COOKIES.get(settings.KNOWN_COOKIE_NAME, ""), salt=SALT, max_age=MAX_AGE)
    except signing.BadSignature:
        found = None
    if isinstance(found, dict) and DEVICE.fullmatch(str(found.get("device"))):
        return found
    return {"device": secrets.token_hex(8), "accounts": {}}


def device_of(request: HttpRequest, account: str) -> str:
    """The number of this browser, if ``account`` has signed in on it within 90 days; else empty."""
    found = _read(request)
    return str(found["device"]) if _mark(account) in found["accounts"] else ""


def knows(request: HttpRequest, account: str) -> bool:
    """Has ``account`` signed in on this browser within 90 days?"""
    return bool(device_of(request, account))


def gave_factor(request: HttpRequest, user: User) -> bool:
    """Was the person's present factor given on this browser within SECOND_FACTOR_DAYS_IN_THE_FIELD?

    Not after a reset of password or factor: the authenticator, or the confirmation, is then another one.
    """
    moment, proof = _read(request)["accounts"].get(_mark(user.username), (0, ""))
    factor = Factor.objects.filter(user=user).first()
    is_recent = 0 <= timezone.now().timestamp() - moment < settings.SECOND_FACTOR_DAYS_IN_THE_FIELD * DAY
    return factor is not None and is_recent and constant_time_compare(proof, _proof(user, factor))


def _proof(user: User, factor: Factor) -> str:
    confirmed = user.confirmed_at.isoformat() if user.confirmed_at else ""
    of_now = f"{user.pk} {factor.pk} {factor.since.isoformat()} {confirmed}"
    return salted_hmac(f"{SALT} factor", of_now).hexdigest()[:20]


def remember(request: HttpRequest, response: HttpResponse, user: User, *, factor: bool = False) -> None:
    """After a sign-in: the browser is known to the account. ``factor``: the second factor was given just now."""
    found, mine = _read(request), _mark(user.username)
    held = found["accounts"].pop(mine, [0, ""])
    if factor and (row := Factor.objects.filter(user=user).first()):
        held = [int(timezone.now().timestamp()), _proof(user, row)]
    others = list(found["accounts"].items())[: MOST - 1]
    response.set_cookie(
        settings.KNOWN_COOKIE_NAME,
        signing.dumps({"device": found["device"], "accounts": {mine: held, **dict(others)}}, salt=SALT),
        max_age=MAX_AGE,
        httponly=True,
        samesite="Lax",
        secure=settings.SESSION_COOKIE_SECURE,
    )
