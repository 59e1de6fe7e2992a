from datetime import timedelta

from celery import shared_task
from django.db import transaction
from django.utils import timezone

from ledgers.models import Draft

DRAFT_KEPT = timedelta(days=30)


@shared_task(ignore_result=True)
def clear() -> None:
    with transaction.atomic():
        Draft.objects.filter(saved_at__lt=timezone.now() - DRAFT_KEPT).delete()
