"""How often somebody may try: counted in the database, so that any number of web processes count together.

Limits, all over the same quarter of an hour:

* one account in a browser that knows it: AXES_FAILURE_LIMIT failures, from all addresses together;
* one account from one address, in browsers that do not know it: AXES_FAILURE_LIMIT failures;
* one address: MOST_ACCOUNTS different accounts that failed (a station's people share one address, so this lies above
  what a whole station mistypes);
* one account: MOST_FAILURES from all addresses together.

The last three count browsers that do not know the account, and hold for these (OWASP: device cookies): neither noise
nor a colleague at the same address locks anybody out of their own desk or phone.

A wrong old password on the page that changes it is a guess too, and counts for the browser, or the pair of account and
address. On that page the wide limits do not apply: whoever is signed in already suffers from no noise of others.

The counters hold keyed marks in place of what was typed into the field of the account, which may be a password, and
nothing else that the browser sent. They are written by the level of sign-in alone (accounts/apps.py).
"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from hashlib import sha256
from math import ceil
from typing import Any

from axes.handlers.database import AxesDatabaseHandler
from axes.handlers.proxy import AxesProxyHandler
from axes.models import AccessAttempt
from django.conf import settings
from django.db import connection
from django.db.models import Q, QuerySet, Sum
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _

from accounts import browsers, known_browsers
from accounts.models import User
from audit import trail
from config.lock_order import Advisory
from folding import text as folding
from policies import acting

MOST_ACCOUNTS = 30
MOST_FAILURES = 50

Credentials = dict[str, Any]


def folded(account: str) -> str:
    """The name under which tries are counted: one for every way of writing it (full width, spaces, capital letters)."""
    return folding.account(account)


def mark_of(account: str) -> str:
    """What stands for an account in the counters: 20 hex digits, keyed, the same for every way of writing it."""
    return salted_hmac("failed tries", folded(account).encode(errors="replace")).hexdigest()[:20]


def account_in(request: Any, credentials: Credentials | None = None) -> str:
    """Axes asks: whose tries are these? (AXES_USERNAME_CALLABLE) In a known browser those of account and browser."""
    account = (credentials if credentials else request.POST).get("username") or ""
    device = known_browsers.device_of(request, folded(account))
    return f"{mark_of(account)}.{device}" if device else mark_of(account)


def of_existing(account: str) -> str:
    """The account as it may be noted; empty for what is none, which may be a password."""
    typed = folded(account)[:40].replace("\0", "")
    return typed if User.objects.filter(username=typed).exists() else ""


@contextmanager
def _at_sign_in() -> Iterator[None]:
    """The counters are read and written at the level of sign-in, whoever is signed in (accounts/apps.py)."""
    who = acting.now()
    if who is None or who.level == acting.ANONYMOUS.level:
        yield
    else:
        with acting.acting(acting.ANONYMOUS):
            yield


class Throttle(AxesDatabaseHandler):
    """Axes' counting in PostgreSQL, with the limits above and a trail entry for each lock (AXES_HANDLER)."""

    def is_locked(self, request: HttpRequest, credentials: Credentials | None = None) -> bool:
        account = (credentials or {}).get("username") or ""
        with _at_sign_in():
            if super().is_locked(request, credentials):
                return True
            if known_browsers.knows(request, folded(account)):
                return _failures(account_in(request, credentials)) >= settings.AXES_FAILURE_LIMIT
            return _is_crowded(request, account)

    def user_login_failed(
        self, sender: Any, credentials: Credentials, request: Any = None, **kwargs: Any
    ) -> None:
        was_locked = bool(getattr(request, "axes_locked_out", False))
        with _at_sign_in(), _without_what_was_sent(request):
            super().user_login_failed(sender, credentials, request, **kwargs)
        if request is not None and not was_locked and request.axes_locked_out:
            trail.record("lock_out", None, by=None, account=of_existing(credentials.get("username") or ""))

    def user_logged_in(self, sender: Any, request: Any, user: Any, **kwargs: Any) -> None:
        with _at_sign_in():
            super().user_logged_in(sender, request, user, **kwargs)

    def user_logged_out(self, sender: Any, request: Any, user: Any, **kwargs: Any) -> None:
        with _at_sign_in():
            super().user_logged_out(sender, request, user, **kwargs)


@contextmanager
def _without_what_was_sent(request: Any) -> Iterator[None]:
    """Axes stores forms and headers beside a counter; here it finds none."""
    if request is None:
        yield
        return
    sent = request.GET, request.POST
    request.GET = request.POST = QueryDict()
    request.axes_user_agent, request.axes_http_accept = browsers.called(request.axes_user_agent or ""), ""
    try:
        yield
    finally:
        request.GET, request.POST = sent


def _recent() -> QuerySet[AccessAttempt]:
    rows: QuerySet[AccessAttempt] = AccessAttempt.objects.filter(
        attempt_time__gte=timezone.now() - settings.AXES_COOLOFF_TIME
    )
    return rows


def _failures(counter: str) -> int:
    return _recent().filter(username=counter).aggregate(all=Sum("failures_since_start"))["all"] or 0


def _is_crowded(request: Any, account: str) -> bool:
    """Has this address, or this account, failed more often than people do? Browsers that are known do not count."""
    at_address = _recent().filter(ip_address=request.axes_ip_address).exclude(username__contains=".")
    if at_address.values("username").distinct().count() >= MOST_ACCOUNTS:
        return True
    return _failures(mark_of(account)) >= MOST_FAILURES


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
    """Has this account failed too often in this browser? For a page on which the person is signed in."""
    AxesProxyHandler.update_request(request)
    handler, account = AxesProxyHandler.get_implementation(), {"username": user.username}
    with _at_sign_in():
        if known_browsers.knows(request, user.username):
            return _failures(account_in(request, account)) >= settings.AXES_FAILURE_LIMIT
        return bool(AxesDatabaseHandler.is_locked(handler, request, account))


def note_guess(request: HttpRequest, user: User) -> None:
    """A password that was typed on a page of the person's own was wrong; the last one that is let pass answers 429."""
    AxesProxyHandler.user_login_failed(None, {"username": user.username}, request)


def note_success(request: HttpRequest, user: User) -> None:
    """The password was right: the tries in this browser are forgotten, as after a sign-in."""
    AxesProxyHandler.update_request(request)
    address = request.axes_ip_address  # type: ignore[attr-defined]  # set by axes
    with _at_sign_in():
        counter = account_in(request, {"username": user.username})
        AxesProxyHandler.reset_attempts(username=counter, ip_address=address)


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


def _counters_of(user: User) -> Q:
    mark = mark_of(user.username)
    return Q(username=mark) | Q(username__startswith=f"{mark}.")


def is_locked(user: User) -> bool:
    """Is the account locked for some address or browser at present?"""
    with _at_sign_in():
        counters = _recent().filter(_counters_of(user)).values("username", "ip_address")
        rows = list(counters.annotate(n=Sum("failures_since_start")))
    return any(row["n"] >= settings.AXES_FAILURE_LIMIT for row in rows)


def forget(user: User) -> int:
    """The account may try again, everywhere. Returns how many counters were dropped."""
    with _at_sign_in():
        return int(AccessAttempt.objects.filter(_counters_of(user)).delete()[0])
