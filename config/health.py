"""Three questions of monitoring, each answered in JSON within two seconds whatever hangs.

``/health/live/``: does this process answer? ``/health/ready/`` (and ``/health/``): could a person work, do database and
broker answer? ``/health/well/``: is all done that has to be done meanwhile (config/wellness.py)?

``HealthMiddleware`` answers before session and sign-in, without a redirect to HTTPS and without a check of the Host,
which a monitor that asks an address does not know.
"""

import logging
import threading
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from concurrent.futures import TimeoutError as TookTooLong
from typing import Any

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.core.cache import cache
from django.db import connection
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils.crypto import constant_time_compare
from django.utils.decorators import method_decorator
from django.views.generic import View

from audit.origin import peer
from config import version, wellness
from jobs.models import Heartbeat
from policies.acting import ANONYMOUS, acting

WITHIN = 1.8  # seconds in which an answer is ready, so that it is there within two
PATH = "/health/"
LOOPBACK = ("127.0.0.1", "::1")
logger = logging.getLogger(__name__)


class HealthMiddleware:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.path_info.startswith(PATH) and (view := VIEWS.get(request.path_info[len(PATH) :])):
            answer: HttpResponse = view(request)
            answer["Cache-Control"] = "no-store"
            return answer
        return self.get_response(request)


class Bounded:
    """A question that is asked in a thread of its own, one at a time: whatever it waits for, the answer comes in time.

    While an earlier question still hangs no new one is asked, so that a hanging database costs one thread.
    """

    def __init__(self, ask: Callable[[], Any]) -> None:
        self.ask = ask
        self.lock = threading.Lock()
        self.pool: ThreadPoolExecutor | None = None
        self.going: Future[Any] | None = None

    def answer(self) -> Any:
        """What ``ask`` returns; None when it took too long or broke."""
        with self.lock:
            if self.going is None or self.going.done():
                self.pool = self.pool or ThreadPoolExecutor(1, thread_name_prefix="health")
                self.going = self.pool.submit(self._in_thread)
            going = self.going
        try:
            return going.result(WITHIN)
        except TookTooLong:
            return None

    def asked(self) -> Any:
        """What ``ask`` returns; None when it broke."""
        try:
            return self.ask()
        except Exception as error:  # whatever is wrong, it is not well
            logger.warning("A question of monitoring failed: %s", type(error).__name__)
            return None

    def _in_thread(self) -> Any:
        try:
            return self.asked()
        finally:
            connection.close()


@method_decorator(login_not_required, name="dispatch")
class Live(View):
    """200 while this process answers."""

    def get(self, request: HttpRequest) -> JsonResponse:
        return JsonResponse({"live": True, "version": version.current()})


@method_decorator(login_not_required, name="dispatch")
class Ready(View):
    """200 while the database and the broker answer; ``worker``: jobs are done; ``version``: the code."""

    def get(self, request: HttpRequest) -> JsonResponse:
        state = {"database": DATABASE.answer() is not None, "broker": BROKER.answer() is True}
        ready = all(state.values())
        state["worker"] = DATABASE.answer() is True if state["database"] else False
        return JsonResponse(state | {"version": version.current()}, status=200 if ready else 503)


@method_decorator(login_not_required, name="dispatch")
class Well(View):
    """200 while nothing is behind; else 503, and ``wrong`` names it. For this machine, and for who has the token."""

    def get(self, request: HttpRequest) -> JsonResponse:
        if not may_know(request):
            return JsonResponse({"error": "HEALTH_TOKEN"}, status=403)
        found = WELL.answer()
        if found is None:
            return JsonResponse({"well": False, "wrong": ["unanswered"], "facts": {}}, status=503)
        wrong = wellness.wrong(found)
        return JsonResponse(
            {"well": not wrong, "wrong": wrong, "facts": found, "version": version.current()},
            status=503 if wrong else 200,
        )


def may_know(request: HttpRequest) -> bool:
    given = request.headers.get("Authorization", "").removeprefix("Bearer ")
    if settings.HEALTH_TOKEN and constant_time_compare(given, settings.HEALTH_TOKEN):
        return True
    return peer(request) in LOOPBACK


def _worker_consumes() -> bool:
    """At the level anonymous; the question itself shows that the database answers."""
    with acting(ANONYMOUS):
        return Heartbeat.objects.filter(name="worker", at__gt=wellness.since(wellness.WORKER_SILENT)).exists()


def _broker() -> bool:
    cache.set("health", "1", 10)
    return bool(cache.get("health") == "1")


DATABASE, BROKER, WELL = Bounded(_worker_consumes), Bounded(_broker), Bounded(wellness.facts)
VIEWS: dict[str, Any] = {
    "": Ready.as_view(),
    "ready/": Ready.as_view(),
    "live/": Live.as_view(),
    "well/": Well.as_view(),
}
