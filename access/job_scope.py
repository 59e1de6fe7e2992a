"""The scope of a background job: that of the person who asked for it.

For jobs that read or write on behalf of a person, such as exports; all others stay at the level housekeeping
(config/celery.py).
"""

from collections.abc import Callable
from dataclasses import replace
from functools import wraps
from typing import Any

from access import scope
from jobs import run
from jobs.models import Job
from policies.acting import acting

Work = Callable[..., dict[str, Any]]


def with_scope_of_requester(work: Work) -> Work:
    """``work(job, ...)`` asks the database as ``job.by`` does, with the scope at the time when the job runs.

    Of somebody with two posts it is that of the post where the job was asked for (``run.POST``).
    """

    @wraps(work)
    def scoped(job: Job, **params: Any) -> dict[str, Any]:
        if job.by is None:
            raise ValueError(f"job {job.pk} was started by nobody and has no scope")
        with (
            scope.at_post(job.by, job.params.get(run.POST)),
            acting(replace(scope.acting_as(job.by), in_background=True)),
        ):
            return work(job, **params)

    return scoped
