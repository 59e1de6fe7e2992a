"""Celery tasks of the counts: by schedule (config/settings/base.py), and on demand by the page ``MonthCompute``."""

from celery import shared_task

from indicators import compute, signing
from jobs import run


@shared_task(ignore_result=True)
def fill_running() -> None:
    compute.fill_running()


@shared_task(ignore_result=True)
def fill_touched() -> None:
    compute.fill_touched_months()


@shared_task(ignore_result=True)
def fill_past() -> None:
    compute.fill_past()


@shared_task(ignore_result=True)
def fill_on_demand(key: str) -> None:
    run.perform(key, compute.fill_on_demand)


@shared_task(ignore_result=True)
def sign() -> None:
    signing.sign_all()
