"""Periodic work of this room (CELERY_BEAT_SCHEDULE)."""

from celery import shared_task
from django.utils import timezone

from officers import digest_actions


@shared_task(ignore_result=True)
def write_digests() -> None:
    digest_actions.write_all(timezone.localdate())
