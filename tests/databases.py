"""The databases that tests ask: copies of the one of the snapshot from which the test server has started."""

import os
from collections.abc import Iterator
from contextlib import closing, contextmanager
from typing import Any

import psycopg2
from django.db import connection, transaction

PREPARED = "registry"  # migrated and granted, without rows; nobody connects to it, or it could not be copied


def copy_for_this_process(prefix: str = "test") -> str:
    """Make a database of this process of pytest (gw0, gw1, ... when several share the tests); return its name."""
    name = f"{prefix}_{os.environ.get('PYTEST_XDIST_WORKER', 'alone')}"
    with closing(psycopg2.connect(address_of("postgres"))) as link, link.cursor() as cursor:
        link.autocommit = True
        cursor.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")
        cursor.execute(f"CREATE DATABASE {name} TEMPLATE {PREPARED}")
    return name


@contextmanager
def of_its_own(django_db_blocker: Any, name: str) -> Iterator[None]:
    """Another database than that of the other tests, for rows that are committed; gone with them afterwards."""
    with connected(django_db_blocker, copy_for_this_process(name)):
        yield


@contextmanager
def connected(django_db_blocker: Any, name: str) -> Iterator[None]:
    with django_db_blocker.unblock():
        connection.close()
        usual = connection.settings_dict["NAME"]
        connection.settings_dict["NAME"] = name
        try:
            yield
        finally:
            connection.close()
            connection.settings_dict["NAME"] = usual


@contextmanager
def rows_for_a_module(django_db_blocker: Any) -> Iterator[None]:
    """What is made in the block is visible to every test of a module, which takes back only its own rows.

    Whoever makes it calls ``connection.check_constraints``: foreign keys left pending are checked again after
    every test.
    """
    with django_db_blocker.unblock(), transaction.atomic():
        yield
        transaction.set_rollback(True)


def address_of(database: str) -> str:
    return os.environ["DATABASE_OWNER_URL"].rpartition("/")[0] + f"/{database}"
