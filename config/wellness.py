"""What has to be done meanwhile, and for how long it may be behind: facts for ``/health/well/`` (config/health.py).

Ages are seconds by real time; None where nothing was ever done. Each fact has its limit below; monitoring gets both the
facts and the names of those beyond it.
"""

import shutil
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.core.cache import cache
from django.db import connection, transaction
from django.db.models import Count, Max, Min, Q
from django.utils import timezone

from administration import offices
from audit.models import Entry, Seal
from indicators.models import TouchedMonth
from jobs.models import Heartbeat, Job
from policies.acting import COMPUTE, HOUSEKEEPING, acting
from posts.models import County

WORKER_SILENT = timedelta(minutes=3)
A_DAY = timedelta(days=1)
MEGABYTE = 1024**2
# Seconds, or a number. The trail is sealed every 10 s, touched months are counted every 10 s, the worker shows itself
# every 30 s, a job is sent again after 15 s; a backup is made each night.
MOST = {
    "seal_age": 300,
    "worker_age": WORKER_SILENT.total_seconds(),
    "oldest_job_age": 3_600,
    "failed_jobs_of_a_day": 0,
    "touched_months": 5_000,
    "backup_age": 26 * 3_600,
    "empty_offices": 0,
    "messages_waiting": 1_000,
}
LEAST = {"free_megabytes": 1_024, "writes": 1}
# A registry that has just begun: nothing was sealed or backed up yet. An empty trail has nothing to seal.
MAY_BE_MISSING = {"oldest_job_age", "messages_waiting"}


def since(age: timedelta) -> Any:
    return timezone.now() - age


def facts() -> dict[str, Any]:
    """All of it in a few statements, as the level housekeeping, which reads no villager."""
    with acting(HOUSEKEEPING), transaction.atomic():
        beats = dict(Heartbeat.objects.values_list("name", "at"))
        jobs = Job.objects.aggregate(
            oldest=Min("asked_at", filter=Q(state__in=[Job.State.QUEUED, Job.State.RUNNING])),
            failed=Count("pk", filter=Q(state=Job.State.FAILED, done_at__gt=since(A_DAY))),
        )
        sealed = Seal.objects.aggregate(at=Max("sealed_at"))["at"]
        is_empty = sealed is None and not _has_entries()
        writes = Heartbeat.objects.update_or_create(name="monitoring")[0].pk is not None
    return {
        "writes": int(writes),
        "seal_age": 0.0 if is_empty else _age(sealed, _real_now()),
        "worker_age": _age(beats.get("worker"), timezone.now()),
        "backup_age": _age(beats.get("backup"), timezone.now()),
        "oldest_job_age": _age(jobs["oldest"], timezone.now()),
        "failed_jobs_of_a_day": jobs["failed"],
        "touched_months": _touched(),
        "messages_waiting": _messages(),
        "empty_offices": _empty_offices(),
        "free_megabytes": shutil.disk_usage(settings.ROOT).free // MEGABYTE,
    }


def wrong(found: dict[str, Any]) -> list[str]:
    """The facts that are beyond their limits, or missing where they must not be."""
    missing = [name for name, value in found.items() if value is None and name not in MAY_BE_MISSING]
    known = {name: value for name, value in found.items() if value is not None}
    above = [name for name, limit in MOST.items() if known.get(name, limit) > limit]
    below = [name for name, limit in LEAST.items() if known.get(name, limit) < limit]
    return sorted({*missing, *above, *below})


def _age(moment: Any, now: Any) -> float | None:
    return None if moment is None else round((now - moment).total_seconds(), 1)


def _real_now() -> Any:
    """Seals bear real time, whatever a trial clock says."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_catalog.now()")
        return cursor.fetchone()[0]


def _has_entries() -> bool:
    return Entry.objects.exists()


def _touched() -> int:
    with acting(COMPUTE), transaction.atomic():
        return TouchedMonth.objects.count()


def _empty_offices() -> int:
    """A county without an administrator of either kind or auditor, a station without a chief."""
    with acting(HOUSEKEEPING), transaction.atomic():
        return sum(len(offices.read(offices.rows(pk))) for pk in County.objects.values_list("pk", flat=True))


def _messages() -> int | None:
    """Of Celery's queue in the broker; with a worker that hangs it grows, without a beat it stays empty."""
    client = getattr(getattr(cache, "_cache", None), "get_client", None)
    return None if client is None else int(client().llen(settings.CELERY_TASK_DEFAULT_QUEUE))
