"""Celery tasks of the exports; started by ``reports.views.Export`` through jobs/run.py."""

from celery import shared_task

from jobs import run
from oversight import trail_file
from reports import exports


@shared_task(ignore_result=True)
def write_list(key: str) -> None:
    run.perform(key, exports.write_list)


@shared_task(ignore_result=True)
def write_month(key: str) -> None:
    run.perform(key, exports.write_month)


@shared_task(ignore_result=True)
def write_publication(key: str) -> None:
    run.perform(key, exports.write_publication)


@shared_task(ignore_result=True)
def write_trail(key: str) -> None:
    run.perform(key, trail_file.write_trail)
