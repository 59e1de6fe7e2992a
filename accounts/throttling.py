"""How often somebody may try: counted in the database, so that any number of web processes count together.

Three limits, all over the same quarter of an hour:

* one account from one address: AXES_FAILURE_LIMIT failures lock just that pair;
* one address: MOST_ACCOUNTS different accounts that failed (a station's people share one address, so this lies above
  what a whole station mistypes);
* one account: MOST_FAILURES from wherever they came.

The two wide limits let a browser through in which the same account has signed in before (OWASP: device cookies): noise
made by others keeps nobody out of their own desk.
"""

from datetime import datetime, timedelta
from hashlib import sha256
from math import ceil
from typing import Any
from unicodedata import normalize

from axes.handlers.database import AxesDatabaseHandler
from axes.handlers.proxy import AxesProxyHandler
from axes.models import AccessAttempt
from django.conf import settings
from django.contrib.auth.signals import user_login_failed
from django.db import connection
from django.db.models import QuerySet, Sum
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts import known
from accounts.models import User
from audit import trail

MOST_ACCOUNTS = 30
MOST_FAILURES = 50

Credentials = dict[str, Any]


class Throttle(AxesDatabaseHandler):
    """Axes' counting in PostgreSQL, with the wide limits and a trail entry for each lock (AXES_HANDLER)."""

    def is_locked(self, request: HttpRequest, credentials: Credentials | None = None) -> bool:
        if super().is_locked(request, credentials):
            return True
        account = (credentials or {}).get("username") or ""
        return _is_crowded(request, account) and not known.knows(request, account)

    def user_login_failed(
        self, sender: Any, credentials: Credentials, request: Any = None, **kwargs: Any
    ) -> None:
        was_locked = bool(getattr(request, "axes_locked_out", False))
        super().user_login_failed(sender, credentials, request, **kwargs)
        if request is not None and not was_locked and request.axes_locked_out:
            trail.record("lock_out", None, by=None, account=(credentials.get("username") or "")[:40])


def _recent() -> QuerySet[AccessAttempt]:
    return AccessAttempt.objects.filter(attempt_time__gte=timezone.now() - settings.AXES_COOLOFF_TIME)


def _is_crowded(request: Any, account: str) -> bool:
    """Has this address, or this account, failed more often than people do?"""
    accounts = _recent().filter(ip_address=request.axes_ip_address).values("username").distinct()
    if accounts.count() >= MOST_ACCOUNTS:
        return True
    failures = _recent().filter(username=account).aggregate(all=Sum("failures_since_start"))["all"]
    return (failures or 0) >= MOST_FAILURES


def one_at_a_time(account: str) -> None:
    """Hold other tries for the same account until this transaction ends: a hundred at once are counted as a hundred."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [lock_of(account)])


def lock_of(account: str) -> int:
    """The number of the account's lock; a number, because what is typed at the door may be anything.

    The sign-in form reads wide letters and spaces around a name as the name, and so does the lock.
    """
    name = normalize("NFKC", account.strip())
    return int.from_bytes(sha256(f"sign-in {name}".encode(errors="replace")).digest()[:8], signed=True)


def is_paused(request: HttpRequest, user: User) -> bool:
    """May nobody try the password of ``user`` from here at present?"""
    return bool(AxesProxyHandler.is_locked(request, {"username": user.username}))


def count_failure(request: HttpRequest, user: User) -> None:
    """A password of somebody who is signed in was wrong: counted as one at the door."""
    user_login_failed.send(sender=__name__, credentials={"username": user.username}, request=request)
    trail.record("password_failed", user, by=user)


def locked_page(request: HttpRequest, *_args: Any, **_kwargs: Any) -> HttpResponse:
    """429: the same for accounts that exist and accounts that do not."""
    return paused_page(request, timezone.now() + settings.AXES_COOLOFF_TIME)


def paused_page(request: HttpRequest, until: datetime) -> HttpResponse:
    """429 in the style of the house: how long, and what to do."""
    minutes = ceil((until - timezone.now()) / timedelta(minutes=1))
    context = {"title": _("Too many failed tries"), "minutes": minutes, "status": 429}
    response = render(request, "accounts/locked.html", context, status=429)
    response.headers["Retry-After"] = str(minutes * 60)
    return response


def is_locked(user: User) -> bool:
    """Is the account locked for some address at present?"""
    rows = (
        _recent().filter(username=user.username).values("ip_address").annotate(n=Sum("failures_since_start"))
    )
    return any(row["n"] >= settings.AXES_FAILURE_LIMIT for row in rows)


def forget(user: User) -> int:
    """The account may try again, everywhere. Returns how many counters were dropped."""
    return AccessAttempt.objects.filter(username=user.username).delete()[0]
