"""Periodic work of this room (CELERY_BEAT_SCHEDULE)."""

from celery import shared_task

from posts import arriving


@shared_task(ignore_result=True)
def arrive() -> None:
    arriving.arrive_all()
    arriving.sign_out_all()
