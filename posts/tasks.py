from celery import shared_task
from django.utils import timezone

from posts import outliers, unused


@shared_task(ignore_result=True)
def close_unused() -> None:
    unused.close_unused()


@shared_task(ignore_result=True)
def find_outliers() -> None:
    outliers.find(outliers.week_before(timezone.localdate()))
