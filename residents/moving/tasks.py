"""Periodic work of this room (CELERY_BEAT_SCHEDULE)."""

from celery import shared_task
from django.db import transaction

from posts import dated
from residents.moving import villages


@shared_task(ignore_result=True)
def follow_divisions() -> None:
    """What divisions are called from today on, and the households of villages that are merged from today on.

    One transaction a merger: one that fails is tried again in the next night.
    """
    with transaction.atomic():
        dated.bring_up_to_date()
    for succession in villages.waiting():
        with transaction.atomic():
            villages.carry(succession, by=None)
