from celery import shared_task

from administration import unused


@shared_task(ignore_result=True)
def close_unused() -> None:
    unused.close_unused()
