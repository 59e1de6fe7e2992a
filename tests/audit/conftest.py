from collections.abc import Callable, Iterator
from typing import Any

import environ
import psycopg2
import pytest
from django.db import connection, connections

from audit import seals
from audit.models import Seal, TrailDisposal


def link_to(variable: str) -> Any:
    url = environ.Env().db_url(variable)
    link = psycopg2.connect(
        host=url["HOST"], port=url["PORT"], user=url["USER"], password=url["PASSWORD"] or None,
        dbname=connection.settings_dict["NAME"],
    )  # fmt: skip
    link.autocommit = True
    return link


@pytest.fixture
def owner_cursor(db) -> Iterator[Any]:
    """A cursor of the owner of the tables, each statement a transaction of its own."""
    link = link_to("DATABASE_OWNER_URL")
    yield link.cursor()
    link.close()


@pytest.fixture
def committed(db) -> Iterator[None]:
    """Rows of the trail that are really committed, for only those are sealed; the owner clears them away, and what
    other tests have left.

    The test gets a connection of its own, beside the one whose transaction is rolled back.
    """
    clear_trail()
    original = connections["default"]
    connections["default"] = original.copy()
    try:
        yield
    finally:
        connections["default"].close()
        connections["default"] = original
        clear_trail()


def clear_trail() -> None:
    link = link_to("DATABASE_OWNER_URL")
    for model in [Seal, TrailDisposal, *seals.sealed_models()]:
        table = model._meta.db_table
        link.cursor().execute(f"ALTER TABLE {table} DISABLE TRIGGER USER; DELETE FROM {table}; "
                              f"ALTER TABLE {table} ENABLE TRIGGER USER")  # fmt: skip
    link.close()


@pytest.fixture
def owner(committed) -> Iterator[Any]:
    link = link_to("DATABASE_OWNER_URL")
    yield link.cursor()
    link.close()


@pytest.fixture
def connect(committed) -> Callable[[], Any]:
    """``connect()``: another connection of the login role."""
    return lambda: link_to("DATABASE_URL")


@pytest.fixture
def other(connect) -> Iterator[Any]:
    link = connect()
    yield link.cursor()
    link.close()
