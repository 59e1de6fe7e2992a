"""Periodic work of this room (CELERY_BEAT_SCHEDULE)."""

from celery import shared_task

from audit import seals


@shared_task(ignore_result=True)
def seal() -> None:
    seals.seal_all()
