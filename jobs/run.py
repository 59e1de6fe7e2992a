"""Background work: start it, perform it in a worker, send it again when nobody took it."""

import hashlib
import logging
from collections.abc import Callable
from datetime import timedelta
from typing import Any

from celery import Task, current_app
from django.contrib.auth.base_user import AbstractBaseUser
from django.core.cache import cache
from django.db import transaction
from django.db.models import Q
from django.utils import timezone, translation

from audit.origin import address_of_request, asked_from
from jobs.models import Job, JobFile
from policies.acting import HOUSEKEEPING, acting, now

log = logging.getLogger(__name__)

MOST_ATTEMPTS = 3  # that end in an error
MOST_STARTS = (
    10  # a job that ends its worker each time is given up, one that was under way in some restarts is not
)
ADDRESS = (
    "asked_from"  # the parameter with the address of the person who asked: the trail of the work names it
)
POST = "asked_at_post"  # the parameter with the post where the person worked who asked, of two perhaps
FILE_LIFETIME = timedelta(days=7)
HINT_AGAIN_AFTER = timedelta(seconds=10)
AHEAD = timedelta(seconds=5)  # a hint from further in the future: the clock was put back since

Progress = Callable[[int, int, str], None]


class Refused(Exception):
    """The work can not be done; the text is the reason in the user's language. Not tried again."""


def start(task: Task[..., Any], *, by: AbstractBaseUser | None, title: str, **params: Any) -> Job:
    """Insert the job in the caller's transaction; the message to Celery goes out when that commits."""
    who = now()
    job = Job.objects.create(
        task=task.name,
        by_id=by.pk if by else None,
        title=title,
        params=params | {ADDRESS: address_of_request.get(), POST: who.post if who else None},
        language=translation.get_language() or "zh-hans",
    )
    transaction.on_commit(lambda: hint(job))
    return job


def hint(job: Job) -> None:
    """Send the job to the workers. A broker that is down is no error: the sweeper sends the hint again."""
    try:
        current_app.send_task(job.task, [str(job.pk)], retry=False)
    except Exception as fault:  # the broker client raises errors of many libraries
        log.warning("hint for job %s not sent: %s", job.pk, type(fault).__name__)


def perform(key: str, work: Callable[..., dict[str, Any] | None]) -> None:
    """Do a job once: ``work(job, progress=...)`` and DONE are written in one transaction.

    ``work`` takes on the scope of whoever asked (access/job_scope.py: ``@with_scope_of_requester``).

    The row lock is with the worker that does it; a killed worker's lock falls with its connection and the sweeper hands
    the job to another one.
    """
    with acting(HOUSEKEEPING):
        if _claim(key):
            _work(key, work)


def _work(key: str, work: Callable[..., dict[str, Any] | None]) -> None:
    try:
        with transaction.atomic():
            job = Job.objects.select_for_update(skip_locked=True).filter(pk=key).first()
            if job is None or job.is_over:
                return
            with translation.override(job.language), asked_from(job.params.get(ADDRESS)):
                job.result = work(job, progress=progress_reporter(key)) or {}
            job.state, job.done_at, job.error = Job.State.DONE, timezone.now(), ""
            job.save(update_fields=["state", "done_at", "error", "result"])
    except Refused as reason:
        with transaction.atomic():
            Job.objects.filter(pk=key).update(
                state=Job.State.FAILED, error=str(reason), done_at=timezone.now()
            )
    except Exception:  # whatever a job raises, its row records it and the worker goes on
        log.exception("job %s failed", key)
        _note_failure(key)
    finally:
        cache.delete(f"job:{key}")


def _claim(key: str) -> bool:
    """Count the start and commit RUNNING; False if another worker holds the job, it is over, or it is given up.

    Counted before the work and not after it, because a worker that is killed counts nothing any more. An error counts
    as an attempt where it is noted; a worker that was stopped meanwhile counts none.
    """
    with transaction.atomic():
        job = Job.objects.select_for_update(skip_locked=True).filter(pk=key).first()
        if job is None or job.is_over:
            return False
        if job.attempts >= MOST_ATTEMPTS or job.starts >= MOST_STARTS:
            _give_up(job)
            return False
        job.state, job.started_at, job.starts = Job.State.RUNNING, timezone.now(), job.starts + 1
        job.save(update_fields=["state", "started_at", "starts"])
    return True


def _note_failure(key: str) -> None:
    """The job waits for the sweeper, or is given up after the last attempt."""
    with transaction.atomic():
        job = Job.objects.select_for_update().get(pk=key)
        job.attempts += 1
        if job.attempts >= MOST_ATTEMPTS:
            _give_up(job)
            return
        job.state, job.hinted_at = Job.State.QUEUED, timezone.now()
        job.save(update_fields=["state", "hinted_at", "attempts"])


def _give_up(job: Job) -> None:
    with translation.override(job.language):
        job.error = translation.gettext(
            "The work failed %(times)s times and was stopped. Administrators find the cause in the log."
        ) % {"times": max(job.attempts, job.starts)}
    job.state, job.done_at = Job.State.FAILED, timezone.now()
    job.save(update_fields=["state", "error", "done_at", "attempts"])


def progress_reporter(key: str) -> Progress:
    """What a plain function calls to report how far it is: ``progress(step, steps, message)``."""

    def report(step: int, steps: int, message: str = "") -> None:
        cache.set(f"job:{key}", {"step": step, "steps": steps, "message": str(message)}, 3_600)

    return report


def attach(job: Job, name: str, content_type: str, content: bytes, *, place: str) -> JobFile:
    """Store the file that a job made; only the person who asked can fetch it, in the role and scope ``place``."""
    return JobFile.objects.create(
        job=job,
        name=name,
        place=place,
        content_type=content_type,
        content=content,
        size=len(content),
        sha256=hashlib.sha256(content).hexdigest(),
        expires_at=timezone.now() + FILE_LIFETIME,
    )


def sweep() -> int:
    """Send the hint again for every job that is neither over nor being worked on. Returns how many."""
    stale = Q(hinted_at__lt=timezone.now() - HINT_AGAIN_AFTER) | Q(hinted_at__gt=timezone.now() + AHEAD)
    with acting(HOUSEKEEPING), transaction.atomic():
        waiting = list(
            Job.objects.select_for_update(skip_locked=True).filter(
                stale, state__in=[Job.State.QUEUED, Job.State.RUNNING]
            )[:200]
        )
        Job.objects.filter(pk__in=[job.pk for job in waiting]).update(hinted_at=timezone.now())
    for job in waiting:
        hint(job)
    return len(waiting)
