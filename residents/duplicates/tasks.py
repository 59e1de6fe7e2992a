"""Periodic work of this room (CELERY_BEAT_SCHEDULE)."""

from celery import shared_task
from django.db import transaction

from posts.models import County, Village
from residents.duplicates import finding


@shared_task(ignore_result=True)
def find_duplicates() -> None:
    """One transaction a county: what is found stays when a later one fails."""
    for county in County.objects.order_by("pk"):
        with transaction.atomic():
            finding.find(
                villages=Village.objects.filter(town__county=county).values_list("pk", flat=True),
                county=county.code,
            )
    with transaction.atomic():
        finding.forget_unlike()
