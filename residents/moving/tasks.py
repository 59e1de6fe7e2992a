"""Periodic work of this room (CELERY_BEAT_SCHEDULE)."""

import logging

from celery import shared_task
from django.db import transaction

from ledgers import going_on_actions
from posts import dated
from residents.moving import villages

log = logging.getLogger(__name__)


@shared_task(ignore_result=True)
def follow_divisions() -> None:
    """What divisions are called from today on, and the households and open work of villages that are merged from today
    on, or end without a successor.

    After a time in which nothing ran, by the next run. One transaction a merger: one that fails is logged and tried
    again, and the others happen all the same.
    """
    with transaction.atomic():
        dated.bring_up_to_date()
    with transaction.atomic():
        waiting = list(villages.waiting())
    for succession in waiting:
        try:
            with transaction.atomic():
                villages.carry(succession, by=None)
        except Exception:  # whatever it is, it must not hold up the villages after it
            log.exception("succession %s is not carried out", succession.pk)
    going_on_actions.follow()
