from celery import shared_task
from django.utils import timezone

from oversight.actions import outliers


@shared_task(ignore_result=True)
def find_outliers() -> None:
    outliers.find(outliers.week_before(timezone.localdate()))
