"""One copy of the demo county for all tests of this folder."""

from collections.abc import Iterator
from contextlib import contextmanager

import environ
import pytest
from django.db import connection
from django.db.models import Sum
from django.test import override_settings

from config.settings import base
from indicators.models import VillageMonth
from ops import snapshots
from tests.demo.days import TODAY, YEAR


@contextmanager
def connected_to(url: str) -> Iterator[None]:
    """Django's connection leads to another server while the block runs."""
    settings, before = connection.settings_dict, dict(connection.settings_dict)
    connection.close()
    settings.update(
        {key: environ.Env.db_url_config(url)[key] for key in ("HOST", "PORT", "NAME", "USER", "PASSWORD")}
    )
    try:
        yield
    finally:
        connection.close()
        settings.update(before)


@pytest.fixture(scope="package", autouse=True)
def password(django_db_setup, django_db_blocker) -> Iterator[str]:
    """Every test of this folder reads one copy of the demo county, as its owner; the password of its accounts."""
    with snapshots.running_copy(snapshots.demo(TODAY)) as (instance, stores):
        own = instance.secrets()
        with (
            override_settings(FIELD_KEYS=own["field_keys"], PASSWORD_HASHERS=base.PASSWORD_HASHERS),
            connected_to(stores.owner_url),
            django_db_blocker.unblock(),
        ):
            yield own["demo"]


@pytest.fixture(scope="package")
def year(password) -> dict:
    """The sums of the full year, as every page works them out."""
    fields = [
        "households_met", "households_met_first", "talks", "good_deeds", "documents", "bulletins", "donations",
        "disputes_handled", "disputes_accepted", "patrols", "people_caught", "preventable", "criminal", "visit_target",
    ]  # fmt: skip
    months = VillageMonth.objects.filter(month__year=YEAR)
    return months.aggregate(**{name: Sum(name) for name in fields})
