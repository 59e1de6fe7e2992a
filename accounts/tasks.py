"""Periodic work of this room (CELERY_BEAT_SCHEDULE)."""

from celery import shared_task
from django.db import transaction

from accounts.sessions import SessionStore


@shared_task(ignore_result=True)
def clear_sessions() -> None:
    with transaction.atomic():
        SessionStore.clear_expired()
