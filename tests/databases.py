"""The databases that tests ask: copies of the one of the snapshot from which the test server has started."""

import os
from contextlib import closing

import psycopg2

PREPARED = "registry"  # migrated and granted, without rows; nobody connects to it, or it could not be copied


def copy_for_this_process() -> str:
    """Make the database of this process of pytest (gw0, gw1, ... when several share the tests); return its name."""
    name = f"test_{os.environ.get('PYTEST_XDIST_WORKER', 'alone')}"
    with closing(psycopg2.connect(_address("postgres"))) as link, link.cursor() as cursor:
        link.autocommit = True
        cursor.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")
        cursor.execute(f"CREATE DATABASE {name} TEMPLATE {PREPARED}")
    return name


def _address(database: str) -> str:
    return os.environ["DATABASE_OWNER_URL"].rpartition("/")[0] + f"/{database}"
