"""Periodic work of this room (CELERY_BEAT_SCHEDULE)."""

from celery import shared_task

from duty.handover.actions import opening


@shared_task(ignore_result=True)
def keep_handovers_up() -> None:
    opening.keep_up()
