"""A transaction opens together with its first statement, with the role, the scope and the limits of who acts."""

import io
from contextlib import closing
from dataclasses import replace

import psycopg2
import pytest
from django.conf import settings
from django.db import connection, transaction
from django.db.utils import OperationalError, ProgrammingError
from psycopg2.extensions import TRANSACTION_STATUS_IDLE, TRANSACTION_STATUS_INTRANS

from policies.acting import ANONYMOUS, COMPUTE, ERASER, HOUSEKEEPING, Acting, acting
from rules.models import DatedValue

AN_OFFICER = Acting("post", user=7, post=3, station=2, county=1)
WHO = "SELECT current_user, current_setting('app.post'), current_setting('app.county')"
LIMITS = """SELECT current_setting('statement_timeout'), current_setting('max_parallel_workers_per_gather'),
                   current_setting('enable_memoize'),
                   current_setting('lock_timeout'), current_setting('idle_in_transaction_session_timeout')"""


@pytest.fixture(autouse=True)
def committing(django_db_setup, django_db_blocker):
    """Transactions of their own, not inside the one of a test; they write nothing that stays."""
    with django_db_blocker.unblock():
        connection.ensure_connection()
        yield
        assert not DatedValue.objects.exists()


def ask(sql: str) -> tuple:
    with connection.cursor() as cursor:
        cursor.execute(sql)
        return cursor.fetchone()


def status() -> int:
    return connection.connection.get_transaction_status()


def test_nothing_is_sent_before_the_first_statement_which_finds_role_and_scope():
    with acting(AN_OFFICER), transaction.atomic():
        assert status() == TRANSACTION_STATUS_IDLE
        assert ask(WHO) == ("registry_post", "3", "1")
        assert status() == TRANSACTION_STATUS_INTRANS
    assert (status(), ask(WHO)[0]) == (TRANSACTION_STATUS_IDLE, connection.settings_dict["USER"])


def test_the_first_statement_may_have_parameters_percent_signs_and_bytes():
    with acting(AN_OFFICER), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT %s || '%%', current_user", ["50"])
        assert cursor.fetchone() == ("50%", "registry_post")
    with acting(AN_OFFICER), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(b"SELECT current_user")
        assert cursor.fetchone() == ("registry_post",)


def test_a_copy_and_a_server_side_cursor_open_it_as_well():
    with acting(AN_OFFICER), transaction.atomic(), connection.cursor() as cursor:
        cursor.copy_expert("COPY (SELECT current_user) TO STDOUT", found := io.StringIO())
    assert found.getvalue() == "registry_post\n"
    with acting(AN_OFFICER), transaction.atomic(), connection.chunked_cursor() as cursor:
        cursor.execute("SELECT current_user")
        assert cursor.fetchall() == [("registry_post",)]


def test_what_is_taken_back_leaves_nothing_and_an_empty_transaction_asks_nothing():
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        DatedValue.objects.create(code="duty.days_a_week", value=3, unit="days", valid_from="2026-03-02")
        raise ZeroDivisionError
    with transaction.atomic():
        pass
    assert (status(), connection.connection.opening) == (TRANSACTION_STATUS_IDLE, "")


def test_a_failed_statement_ends_its_transaction_and_the_next_one_has_its_own_role():
    with pytest.raises(ProgrammingError), acting(AN_OFFICER), transaction.atomic():
        ask("SELECT nothing_of_this_name")
    with acting(HOUSEKEEPING), transaction.atomic():
        assert ask(WHO)[0] == "registry_housekeeping"


@pytest.mark.parametrize("who", [AN_OFFICER, ANONYMOUS, Acting("county"), Acting("auditor")])
def test_a_page_has_five_seconds_one_core_and_no_memoize(who):
    with acting(who), transaction.atomic():
        assert ask(LIMITS) == ("5s", "0", "off", "4s", "30s")


@pytest.mark.parametrize("who", [COMPUTE, HOUSEKEEPING, ERASER, replace(AN_OFFICER, in_background=True)])
def test_work_in_the_background_has_its_time_below_the_limit_of_its_task(who):
    with acting(who), transaction.atomic():
        assert ask(LIMITS) == ("29min", "2", "on", "0", "29min")
        (milliseconds,) = ask("SELECT setting::int FROM pg_settings WHERE name = 'statement_timeout'")
    assert milliseconds / 1_000 <= settings.CELERY_TASK_SOFT_TIME_LIMIT


def test_the_limits_end_with_whoever_acts_in_a_longer_transaction():
    with transaction.atomic():
        with acting(AN_OFFICER):
            assert ask(LIMITS)[0] == "5s"
        assert ask(LIMITS)[0] == "0"


def test_a_connection_that_the_server_closed_is_not_usable():
    assert connection.is_usable()
    with closing(
        psycopg2.connect(connection.connection.dsn, password=connection.settings_dict["PASSWORD"])
    ) as other:
        other.autocommit = True
        other.cursor().execute(
            "SELECT pg_terminate_backend(%s, 5000)", [connection.connection.info.backend_pid]
        )
    assert not connection.is_usable()
    with pytest.raises(OperationalError):
        ask("SELECT 1")
    connection.close()
    assert ask("SELECT 1") == (1,)
