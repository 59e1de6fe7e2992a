"""No villager's word stands in a log: every kind of error is provoked with marked words, and every file is read."""

import logging
import os
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import psycopg2
import pytest
import redis
from django.conf import settings
from django.db import DatabaseError, connection, models, transaction

from config.celery import app as celery
from config.postgres import slow
from config.redaction import RedactingFormatter
from disputes.models import Dispute
from ops import postgres
from patrols.models import Patrol
from policies.server_log import LETS_IN, warnings
from residents.models import Household, Request, Resident, Service, Visit
from tests import objects

MARK = "伏羲祭"  # stands nowhere else
FOLDER = Path(os.environ["INSTANCE_FOLDER"])


def written() -> dict[str, str]:
    """Every file of the instance but the database itself, and what the cache and the broker hold."""
    data = FOLDER / "postgres" / "data"
    files = [path for path in FOLDER.rglob("*") if path.is_file() and data not in path.parents]
    found = {str(path): path.read_text(encoding="utf-8", errors="replace") for path in files}
    store = redis.Redis.from_url(settings.REDIS_URL)
    for key in store.scan_iter("*"):
        found[f"valkey {key!r}"] = repr(key) + (store.dump(key) or b"").decode("utf-8", "replace")
    return found


def places_of(mark: str) -> list[str]:
    return [place for place, text in written().items() if mark in text]


@pytest.fixture
def marked(village, officer, bureau) -> dict[str, models.Model]:
    """A row of every kind with the mark in each of its texts."""
    rows = {
        noun: row for noun, row in objects.one_of_each(village, officer, bureau).items() if is_personal(row)
    }
    for row in rows.values():
        objects.mark_every_text(row, MARK)
    return rows


def is_personal(row: models.Model) -> bool:
    return hasattr(row, "village_id")


@pytest.fixture
def log() -> Iterator[list[str]]:
    """The lines that the application's handler writes meanwhile."""
    lines: list[str] = []

    class Kept(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            lines.append(self.format(record))

    handler = Kept()
    handler.setFormatter(RedactingFormatter())
    logging.getLogger().addHandler(handler)
    yield lines
    logging.getLogger().removeHandler(handler)


PAIRING = "household_id, officer_id, village_id, post_id, station_id, county_id, starts_on"
ERRORS = {
    ("syntax", "42601"): f"SELECT '{MARK}' FRM residents_household WHERE '{MARK}'",
    ("a token", "42601"): f"SELECT 1 {MARK} {MARK} {MARK}",
    ("a number", "22P02"): f"SELECT '{MARK}'::int",
    ("a day", "22007"): f"SELECT '{MARK}'::date",
    ("json", "22P02"): f"""SELECT '{{"{MARK}": {MARK}}}'::json""",
    ("a longer text", "22001"): f"INSERT INTO posts_county (code, name) VALUES ('1', repeat('{MARK}', 99))",
    ("a raised message", "P0001"): f"DO $$ BEGIN RAISE 'refused' USING DETAIL = '{MARK}', HINT = '{MARK}'; END $$",
    ("unique", "23505"): "INSERT INTO residents_household SELECT * FROM residents_household",
    ("check", "23514"): f"UPDATE residents_household SET children_under_14 = 99 WHERE householder LIKE '%{MARK}%'",
    ("not null", "23502"): f"UPDATE residents_household SET number = NULL WHERE householder LIKE '%{MARK}%'",
    ("foreign key", "23503"): "DELETE FROM residents_household; SET CONSTRAINTS ALL IMMEDIATE",
    ("exclusion", "23P01"): f"INSERT INTO residents_pairing ({PAIRING}) SELECT {PAIRING} FROM residents_pairing",
    ("timeout", "57014"): f"SET LOCAL statement_timeout = 20; SELECT pg_sleep(1), '{MARK}'",
}  # fmt: skip


@pytest.mark.turns(4)
@pytest.mark.parametrize(("kind", "code"), ERRORS)
def test_no_error_of_the_database_carries_a_word(kind, code, marked, log):
    with pytest.raises(DatabaseError) as raised, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(ERRORS[kind, code])
    assert raised.value.__cause__.pgcode == code
    logging.getLogger("django.request").error("failed", exc_info=raised.value)
    assert MARK not in "".join(log) and type(raised.value).__name__ in log[-1]
    assert MARK not in f"{raised.value} {raised.value.__cause__}"
    assert places_of(MARK) == []


def test_a_deadlock_writes_neither_statement(db, log):
    """Its detail has the statements of both."""

    def connect() -> "psycopg2.extensions.connection":
        return psycopg2.connect(**connection.get_connection_params())

    both = threading.Barrier(2)
    failed: list[str] = []

    def take(first: int, second: int) -> None:
        with connect() as link, link.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s), %s", [first, MARK])
            both.wait()
            try:
                cursor.execute("SELECT pg_advisory_xact_lock(%s), %s", [second, MARK])
            except psycopg2.Error as error:
                failed.append(type(error).__name__)
        link.close()

    threads = [threading.Thread(target=take, args=pair) for pair in ((71, 72), (72, 71))]
    [thread.start() for thread in threads]
    [thread.join() for thread in threads]
    assert failed == ["DeadlockDetected"] and places_of(MARK) == []


def test_the_servers_log_is_written_and_read():
    """Else the tests above would find nothing for another reason."""
    with pytest.raises(psycopg2.OperationalError):
        psycopg2.connect(**connection.get_connection_params() | {"password": "wrong"})
    assert any("password authentication failed" in text for text in written().values())


def test_every_book_and_register_is_marked(marked):
    assert {Household, Resident, Visit, Request, Service, Patrol, Dispute} <= {
        type(row) for row in marked.values()
    }


@pytest.mark.parametrize("fault", [ValueError(MARK), KeyError(MARK), TypeError(MARK), AssertionError(MARK)])
def test_the_words_of_an_exception_stay_out_of_the_log(fault, log):
    try:
        try:
            raise fault
        except Exception as error:
            raise RuntimeError(MARK) from error
    except RuntimeError:
        logging.getLogger("django.request").exception("Internal Server Error: /")
    assert (
        MARK not in log[-1] and f"{type(fault).__name__}: ***" in log[-1] and "RuntimeError: ***" in log[-1]
    )


def test_a_failed_task_says_what_failed_and_no_word(log):
    """The line that Celery writes of it."""
    words = "Task %(name)s[%(id)s] %(description)s: %(exc)s"
    try:
        raise ValueError(MARK)
    except ValueError:
        given = {
            "name": "jobs.run",
            "id": "1",
            "description": "raised unexpected",
            "exc": f"ValueError('{MARK}')",
        }
        logging.getLogger("celery.app.trace").error(words, given, exc_info=sys.exc_info())
    assert "jobs.run" in log[-1] and "ValueError: ***" in log[-1] and MARK not in log[-1]


def test_the_worker_logs_as_the_web_does(monkeypatch):
    """Celery would put a handler of its own in place of the redacting one."""
    asked: list[object] = []
    monkeypatch.setattr(logging.config, "dictConfig", asked.append)
    celery.log.setup_logging_subsystem()
    assert asked == [settings.LOGGING]


def test_no_page_that_searches_refuses_or_breaks_leaves_a_word(village, officer, sign_in, monkeypatch, log):
    """What is typed into a search, into a form that is refused, and into one whose page breaks."""
    client = sign_in(officer)
    client.raise_request_exception = False

    def breaks(*_given: object) -> None:
        raise ValueError(MARK)

    assert client.post("/residents/households/", {"q": MARK}, follow=True).status_code == 200
    assert client.post("/residents/households/pick/", {"q": MARK}).status_code == 200
    assert client.post("/residents/visits/new/", {"note": MARK, "client_key": MARK}).status_code == 422
    monkeypatch.setattr("residents.views.households.choices", breaks)
    assert client.post("/residents/households/pick/", {"q": MARK}).status_code == 500
    assert any("ValueError: ***" in line for line in log)
    assert MARK not in "".join(log) and places_of(MARK) == []


def test_a_slow_statement_is_logged_with_placeholders(db, monkeypatch, log):
    monkeypatch.setattr(slow, "SLOW", 0.0)
    list(Household.objects.filter(householder=MARK).values_list("pk"))
    assert "residents_household" in log[-1] and "%s" in log[-1] and MARK not in log[-1]


def test_the_embedded_server_lets_no_word_into_its_log(db):
    with connection.cursor() as cursor:
        cursor.execute("SELECT name, setting FROM pg_settings WHERE name = ANY (%s)", [list(LETS_IN)])
        assert warnings(dict(cursor.fetchall())) == []


def test_a_server_that_logs_statements_is_warned_of():
    usual = {
        "log_statement": "mod", "log_min_duration_statement": "2000", "log_min_error_statement": "error",
        "log_min_messages": "warning", "log_error_verbosity": "default", "log_parameter_max_length": "-1",
        "shared_preload_libraries": "pg_stat_statements,auto_explain",
    }  # fmt: skip
    assert len(warnings(usual)) == len(usual)
    assert warnings(postgres.WORDLESS) == []
