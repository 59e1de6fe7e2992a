"""Periodic work of this room (CELERY_BEAT_SCHEDULE)."""

from celery import shared_task

from patrols.actions import planning


@shared_task(ignore_result=True)
def keep_rounds_up() -> None:
    planning.keep_up()
