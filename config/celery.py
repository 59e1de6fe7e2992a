"""The Celery application. A message is only a hint: the promise is the row in jobs.Job."""

import logging.config
import os
from typing import Any

from celery import Celery, Task
from celery.signals import setup_logging, worker_init
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from policies.acting import HOUSEKEEPING, acting

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.dev")


class HousekeepingTask(Task[..., Any]):
    """A task at the level housekeeping, until it takes on the scope of a person (access/job_scope.py)."""

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        with acting(HOUSEKEEPING):
            return super().__call__(*args, **kwargs)


@setup_logging.connect
def log_as_django_does(**options: Any) -> None:
    """Without it Celery puts handlers of its own in place of ours, whose lines nobody redacts."""
    logging.config.dictConfig(settings.LOGGING)


@worker_init.connect
def seals_the_trail(**options: Any) -> None:
    """A worker that could not seal does not begin: work would go on and nothing would be noticed for hours."""
    if not settings.TRAIL_KEY:
        raise ImproperlyConfigured("The worker seals the trail and has no TRAIL_KEY; see docs/operations.md.")


app = Celery("registry", task_cls=HousekeepingTask)
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
# A part of a room has tasks of its own (residents.moving), and is no application that Django would name.
app.autodiscover_tasks(
    lambda: sorted(
        {str(one["task"]).partition(".tasks.")[0] for one in settings.CELERY_BEAT_SCHEDULE.values()}
    )
)
