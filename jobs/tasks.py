"""Periodic work of this room (CELERY_BEAT_SCHEDULE)."""

from celery import shared_task

from jobs import run
from jobs.models import Heartbeat


@shared_task(ignore_result=True)
def sweep() -> None:
    run.sweep()


@shared_task(ignore_result=True)
def beat() -> None:
    Heartbeat.objects.update_or_create(name="worker")
