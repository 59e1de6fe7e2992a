"""Browsers in which an account has signed in before, by a signed cookie. It opens nothing; see throttling.py."""

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.utils.crypto import salted_hmac

SALT = "known browser"
MAX_AGE = 90 * 86_400  # seconds
MOST = 8  # a desk that a whole station shares


def _mark(account: str) -> str:
    return salted_hmac(SALT, account).hexdigest()[:20]


def _marks(request: HttpRequest) -> list[str]:
    try:
        return list(
            signing.loads(request.COOKIES.get(settings.KNOWN_COOKIE_NAME, ""), salt=SALT, max_age=MAX_AGE)
        )
    except signing.BadSignature:
        return []


def knows(request: HttpRequest, account: str) -> bool:
    """Has ``account`` signed in on this browser within 90 days?"""
    return _mark(account) in _marks(request)


def remember(request: HttpRequest, response: HttpResponse, account: str) -> None:
    """After a sign-in: the browser is known to the account."""
    mine = _mark(account)
    marks = [mine, *(one for one in _marks(request) if one != mine)][:MOST]
    response.set_cookie(
        settings.KNOWN_COOKIE_NAME,
        signing.dumps(marks, salt=SALT),
        max_age=MAX_AGE,
        httponly=True,
        samesite="Lax",
        secure=settings.SESSION_COOKIE_SECURE,
    )
