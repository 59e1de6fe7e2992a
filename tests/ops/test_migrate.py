"""A change of a table beside people who work: it waits a little, lets them go first, and comes through afterwards."""

import psycopg2
import pytest
from django.db import ProgrammingError, connection, transaction

from ops import migrate
from ops.trouble import Trouble

LOCK = 734_002  # an advisory lock that nobody else takes


@pytest.fixture
def holder(rows):
    with psycopg2.connect(connection.connection.dsn, password=connection.settings_dict["PASSWORD"]) as other:
        other.cursor().execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])
        yield other
        other.rollback()
    other.close()


@pytest.fixture
def lock(monkeypatch):
    """The change, and how often it was tried."""
    monkeypatch.setattr(migrate, "LOCK_TIMEOUT", "50ms")
    tries = []

    def change():
        tries.append(1)
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])

    change.tries = tries
    return change


def limit() -> str:
    with connection.cursor() as cursor:
        cursor.execute("SHOW lock_timeout")
        return cursor.fetchone()[0]


def test_it_tries_again_until_the_table_is_free(holder, lock, capsys, monkeypatch):
    monkeypatch.setattr(migrate.time, "sleep", lambda seconds: len(lock.tries) == 2 and holder.rollback())
    migrate.patiently(lock)
    assert len(lock.tries) == 3 and capsys.readouterr().out.count("in use") == 2 and limit() == "0"


def test_who_never_lets_go_ends_it_in_a_sentence(holder, lock):
    with pytest.raises(Trouble, match="holds a table"):
        migrate.patiently(lock, pause=0, tries=3)
    assert len(lock.tries) == 3 and limit() == "0"


def test_another_error_is_not_tried_again(rows):
    tries = []

    def change():
        tries.append(1)
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SELECT nothing_of_this_name")

    with pytest.raises(ProgrammingError):
        migrate.patiently(change)
    assert len(tries) == 1
