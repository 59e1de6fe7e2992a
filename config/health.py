"""Health check for monitoring: database, broker, whether a worker consumes, and the version. Nothing else."""

from datetime import timedelta

from django.contrib.auth.decorators import login_not_required
from django.core.cache import cache
from django.db import connection
from django.http import HttpRequest, JsonResponse
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.views.generic import View

from config import version
from jobs.models import Heartbeat

WORKER_SILENT = timedelta(minutes=3)


@method_decorator(login_not_required, name="dispatch")
class Health(View):
    """200 while the database and the broker answer; ``worker``: jobs are done; ``version``: the code."""

    def get(self, request: HttpRequest) -> JsonResponse:
        state = {"database": _database(), "broker": _broker()}
        well = all(state.values())
        state["worker"] = state["database"] and _worker()
        return JsonResponse(state | {"version": version.current()}, status=200 if well else 503)


def _database() -> bool:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
            return bool(cursor.fetchone() == (1,))
    except Exception:  # whatever is wrong with it, it is not well
        return False


def _broker() -> bool:
    try:
        cache.set("health", "1", 10)
        return bool(cache.get("health") == "1")
    except Exception:  # whatever is wrong with it, it is not well
        return False


def _worker() -> bool:
    return Heartbeat.objects.filter(at__gt=timezone.now() - WORKER_SILENT).exists()
