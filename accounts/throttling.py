"""How often somebody may try: counted in the database, so that any number of web processes count together.

Three limits, all over the same quarter of an hour:

* one account from one address: AXES_FAILURE_LIMIT failures lock just that pair;
* one address: MOST_ACCOUNTS different accounts that failed (a station's people share one address, so this lies above
  what a whole station mistypes);
* one account: MOST_FAILURES from all addresses together.

The two wide limits let a browser through in which the same account has signed in before (OWASP: device cookies): noise
made by others locks nobody out of their own account.

A wrong old password on the page that changes it is a guess too, and counts for the pair of account and address. On
that page the wide limits do not apply: whoever is signed in already is not to suffer from the noise of others.
"""

from datetime import datetime, timedelta
from hashlib import sha256
from math import ceil
from typing import Any

from axes.handlers.database import AxesDatabaseHandler
from axes.handlers.proxy import AxesProxyHandler
from axes.models import AccessAttempt
from django.conf import settings
from django.db import connection
from django.db.models import QuerySet, Sum
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts import known_browsers
from accounts.models import User
from audit import trail
from config.lock_order import Advisory
from folding import text as folding

MOST_ACCOUNTS = 30
MOST_FAILURES = 50

Credentials = dict[str, Any]


def folded(account: str) -> str:
    """The name under which tries are counted: one for every way of writing it (full width, spaces, capital letters)."""
    return folding.account(account)


def account_in(request: Any, credentials: Credentials | None = None) -> str:
    """Axes asks: whose tries are these? (AXES_USERNAME_CALLABLE)"""
    return folded((credentials if credentials else request.POST).get("username") or "")


class Throttle(AxesDatabaseHandler):
    """Axes' counting in PostgreSQL, with the wide limits and a trail entry for each lock (AXES_HANDLER)."""

    def is_locked(self, request: HttpRequest, credentials: Credentials | None = None) -> bool:
        if super().is_locked(request, credentials):
            return True
        account = (credentials or {}).get("username") or ""
        return _is_crowded(request, account) and not known_browsers.knows(request, account)

    def user_login_failed(
        self, sender: Any, credentials: Credentials, request: Any = None, **kwargs: Any
    ) -> None:
        was_locked = bool(getattr(request, "axes_locked_out", False))
        super().user_login_failed(sender, credentials, request, **kwargs)
        if request is not None and not was_locked and request.axes_locked_out:
            trail.record("lock_out", None, by=None, account=(credentials.get("username") or "")[:40])


def _recent() -> QuerySet[AccessAttempt]:
    rows: QuerySet[AccessAttempt] = AccessAttempt.objects.filter(
        attempt_time__gte=timezone.now() - settings.AXES_COOLOFF_TIME
    )
    return rows


def _is_crowded(request: Any, account: str) -> bool:
    """Has this address, or this account, failed more often than people do?"""
    accounts = _recent().filter(ip_address=request.axes_ip_address).values("username").distinct()
    if accounts.count() >= MOST_ACCOUNTS:
        return True
    failures = _recent().filter(username=folded(account)).aggregate(all=Sum("failures_since_start"))["all"]
    return (failures or 0) >= MOST_FAILURES


def one_at_a_time(account: str) -> None:
    """Hold other tries for the same account until this transaction ends: a hundred at once are counted as a hundred."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s, %s)", lock_of(account))


def lock_of(account: str) -> tuple[int, int]:
    """The numbers of the account's lock; numbers, because what is typed on the sign-in page may be anything.

    Two accounts that share one wait for each other and nothing else.
    """
    digest = sha256(f"sign-in {folded(account)}".encode(errors="replace")).digest()
    return Advisory.TRIES_OF_AN_ACCOUNT, int.from_bytes(digest[:4], signed=True)


def holds_back(request: HttpRequest, user: User) -> bool:
    """Has this account failed too often from this address? For a page on which the person is signed in."""
    AxesProxyHandler.update_request(request)
    handler, account = AxesProxyHandler.get_implementation(), {"username": user.username}
    return bool(AxesDatabaseHandler.is_locked(handler, request, account))


def note_guess(request: HttpRequest, user: User) -> None:
    """A password that was typed on a page of the person's own was wrong; the last one that is let pass answers 429."""
    AxesProxyHandler.user_login_failed(None, {"username": user.username}, request)


def note_success(request: HttpRequest, user: User) -> None:
    """The password was right: the tries from this address are forgotten, as after a sign-in."""
    AxesProxyHandler.update_request(request)
    address = request.axes_ip_address  # type: ignore[attr-defined]  # set by axes
    AxesProxyHandler.reset_attempts(username=folded(user.username), ip_address=address)


def locked_page(request: HttpRequest, *_args: Any, **_kwargs: Any) -> HttpResponse:
    """429: the same for accounts that exist and accounts that do not."""
    return paused_page(request, timezone.now() + settings.AXES_COOLOFF_TIME)


def paused_page(request: HttpRequest, until: datetime) -> HttpResponse:
    """429 as a page of the registry: how long, and what to do."""
    minutes = ceil((until - timezone.now()) / timedelta(minutes=1))
    is_inside = request.user.is_authenticated
    title = _("Too many wrong passwords") if is_inside else _("Too many failed tries")
    context = {"title": title, "minutes": minutes, "status": 429}
    response = render(request, "accounts/locked.html", context, status=429)
    response.headers["Retry-After"] = str(minutes * 60)
    return response


def is_locked(user: User) -> bool:
    """Is the account locked for some address at present?"""
    rows = (
        _recent()
        .filter(username=folded(user.username))
        .values("ip_address")
        .annotate(n=Sum("failures_since_start"))
    )
    return any(row["n"] >= settings.AXES_FAILURE_LIMIT for row in rows)


def forget(user: User) -> int:
    """The account may try again, everywhere. Returns how many counters were dropped."""
    return int(AccessAttempt.objects.filter(username=folded(user.username)).delete()[0])
