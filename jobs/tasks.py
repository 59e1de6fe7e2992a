from celery import shared_task
from django.db import transaction
from django.utils import timezone

from jobs import run
from jobs.models import Heartbeat, JobFile


@shared_task(ignore_result=True)
def sweep() -> None:
    run.sweep()


@shared_task(ignore_result=True)
def beat() -> None:
    Heartbeat.objects.update_or_create(name="worker")


@shared_task(ignore_result=True)
def clear() -> None:
    with transaction.atomic():
        JobFile.objects.filter(expires_at__lt=timezone.now()).delete()
