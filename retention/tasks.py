"""Periodic work of this room (CELERY_BEAT_SCHEDULE)."""

from celery import shared_task

from retention import disposal


@shared_task(ignore_result=True)
def dispose() -> None:
    disposal.dispose()
