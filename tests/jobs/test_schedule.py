"""Every task of the schedule does its work as the worker starts it: in transactions of its own, with its own rights."""

from importlib import import_module

import pytest
from django.conf import settings
from django.db import connection

from config.celery import app
from tests import databases


@pytest.fixture(scope="module")
def alone(django_db_setup, django_db_blocker):
    """An empty database, whose connection has outside of a transaction the rights of the level anonymous alone."""
    with databases.of_its_own(django_db_blocker, "scheduled"):
        with connection.cursor() as cursor:
            cursor.execute("SET ROLE registry_anonymous")
        yield


@pytest.mark.parametrize("name", sorted({one["task"] for one in settings.CELERY_BEAT_SCHEDULE.values()}))
def test_it_runs_outside_of_any_transaction(alone, name):
    import_module(name.rpartition(".")[0])
    app.tasks[name]()
