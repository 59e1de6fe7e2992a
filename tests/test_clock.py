"""The trial clock: one distance from real time for Python and SQL, for development and demonstration only."""

import os
import re
import subprocess
import sys
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from django.db import connection, transaction
from django.utils import timezone
from django_otp.oath import TOTP

from accounts import factors
from audit.models import Entry, Seal
from ops import clock
from ops.trouble import Trouble
from tests import build
from tests.settings_of import ENVIRONMENT

ROOT = Path(__file__).resolve().parents[1]
DEV = "config.settings.dev"
FORTY_DAYS = timedelta(days=40)
TOOLS = {"tests", "benchmarks", "ops"}
# What reads the system's clock, past django.utils.timezone; config/clock.py has the reason.
REAL_TIME = {"accounts/factors.py", "audit/seals.py"}
DIRECT = re.compile(r"\b(?:datetime\.now|date\.today|datetime\.utcnow|time\.time)\(")
OTHER_SQL = re.compile(
    r"(?<![.\w])(?:CURRENT_(?:DATE|TIME|TIMESTAMP)|LOCALTIME(?:STAMP)?|timeofday)\b", re.IGNORECASE
)


@pytest.mark.parametrize("text", ["2026-12-31T23:50", "2026-12-31 23:50", "2026-12-31T15:50+00:00"])
def test_now_is_a_local_moment(time_machine, text):
    time_machine.move_to("2026-12-30T23:50:00+08:00", tick=False)
    assert clock.ahead_by(text, DEV) == timedelta(days=1)


def test_now_may_lie_back(time_machine):
    time_machine.move_to("2026-12-31T23:50:00+08:00", tick=False)
    assert clock.ahead_by("2026-12-01", DEV) == timedelta(days=-31, minutes=10)


def test_without_now_there_is_no_distance():
    assert clock.ahead_by("", "config.settings.prod") == timedelta()


def test_what_is_no_moment_is_refused():
    with pytest.raises(Trouble, match="write it like"):
        clock.ahead_by("tomorrow", DEV)


def test_make_run_refuses_it_under_production_settings():
    with pytest.raises(Trouble, match="real time"):
        clock.ahead_by("2026-12-31T23:50", "config.settings.prod")


def started(settings: str, program: str) -> subprocess.CompletedProcess:
    """A process of the application whose clock is forty days ahead."""
    env = os.environ | ENVIRONMENT | {"DJANGO_SETTINGS_MODULE": settings, "CLOCK_OFFSET": str(40 * 86_400)}
    return subprocess.run([sys.executable, "-c", program], env=env, capture_output=True, text=True)


def test_production_does_not_start_with_it():
    done = started("config.settings.prod", "import django; django.setup()")
    assert done.returncode != 0 and "production runs by real time" in done.stderr


def test_python_follows_it_down_to_the_defaults_of_models():
    done = started(
        DEV,
        "import django; django.setup()\n"
        "from django.utils import timezone; from residents.models import Visit\n"
        "print(timezone.localdate(), Visit._meta.get_field('recorded_at').get_default().isoformat())",
    )
    today, recorded = done.stdout.split()
    assert today == f"{datetime.now(clock.ZONE) + FORTY_DAYS:%Y-%m-%d}"
    assert datetime.fromisoformat(recorded) - datetime.now(UTC) > FORTY_DAYS - timedelta(minutes=1)


def sources(*suffixes: str) -> dict[str, str]:
    """The text of the application's own files by their place."""
    rooms = [
        folder for folder in ROOT.iterdir() if (folder / "__init__.py").exists() and folder.name not in TOOLS
    ]
    files = [path for room in rooms for path in room.rglob("*") if path.suffix in suffixes]
    return {str(path.relative_to(ROOT)): path.read_text("utf-8") for path in files}


def test_no_code_reads_another_clock():
    assert {name for name, text in sources(".py").items() if DIRECT.search(text)} == REAL_TIME


def test_no_sql_reads_a_clock_that_can_not_be_set():
    """The keywords of standard SQL are no functions: a search path does not reach them."""
    assert [name for name, text in sources(".py", ".sql").items() if OTHER_SQL.search(text)] == []


@pytest.fixture
def ahead(db):
    """A session of the owner whose database is forty days ahead; all of it is rolled back."""
    with connection.cursor() as cursor:
        clock.set_ahead(cursor, FORTY_DAYS)
        cursor.execute(f"SET LOCAL search_path = {clock.PATH}")
        yield cursor


def ask(cursor, query: str):
    cursor.execute(query)
    return cursor.fetchone()[0]


@pytest.mark.parametrize("name", clock.NAMES)
def test_sql_follows_it(ahead, name):
    distance = ask(ahead, f"SELECT {name}() - pg_catalog.{name}()")
    assert abs(distance - FORTY_DAYS) < timedelta(seconds=1)


def test_every_function_that_asks_for_the_time_follows_but_those_of_the_seals(ahead):
    ahead.execute(
        "SELECT proname, proconfig IS NOT NULL, proconfig::text LIKE '%clock, pg_catalog%' FROM pg_proc "
        "WHERE pronamespace = 'public'::regnamespace AND prosrc ~* '\\mnow\\(\\)'"
    )
    found = ahead.fetchall()
    real = {name for name, has_path, follows in found if has_path and not follows}
    assert len(found) > 20
    assert {name if "dated" not in name else "dated" for name in real} == {"audit_dispose", "dated"}


def test_a_change_is_dated_by_it_and_a_seal_by_real_time(ahead, village, officer):
    visit = build.make_visit(village, by=officer)
    type(visit).objects.filter(pk=visit.pk).update(note="anders")
    assert ask(
        ahead, "SELECT max(pgh_created_at) > pg_catalog.now() + interval '39 days' FROM residents_visitchange"
    )
    Seal.objects.create(
        number=1, from_tx=1, to_tx=2, count=0, root="", rows=[], shape={}, previous="", mac="",
        sealed_at=timezone.now() + timedelta(days=400),
    )  # fmt: skip
    assert ask(ahead, "SELECT sealed_at = pg_catalog.now() FROM audit_seal")


def test_a_new_table_still_lies_in_public(ahead):
    ahead.execute("CREATE TABLE made_meanwhile ()")
    assert (
        ask(ahead, "SELECT relnamespace::regnamespace::text FROM pg_class WHERE relname = 'made_meanwhile'")
        == "public"
    )


def test_the_login_role_may_ask_for_it(ahead):
    ahead.execute("SET LOCAL ROLE registry_post")
    assert ask(ahead, "SELECT now() > pg_catalog.now()")


def state(cursor) -> list:
    cursor.execute(
        "SELECT oid, proconfig FROM pg_proc WHERE pronamespace = 'public'::regnamespace ORDER BY oid"
    )
    functions = cursor.fetchall()
    cursor.execute("SELECT setconfig FROM pg_db_role_setting s JOIN pg_database d ON d.oid = s.setdatabase "
                   "WHERE datname = current_catalog")  # fmt: skip
    return [functions, cursor.fetchall(), ask(cursor, "SELECT to_regnamespace('clock')")]


def test_the_database_goes_back_to_what_it_was(db):
    with connection.cursor() as cursor:
        before = state(cursor)
        clock.set_ahead(cursor, FORTY_DAYS)
        clock.set_ahead(cursor, -FORTY_DAYS)
        assert state(cursor) != before
        clock.set_back(cursor)
        assert state(cursor) == before
        clock.set_back(cursor)


def test_what_was_bound_to_it_meanwhile_does_not_vanish(ahead):
    from django.db.utils import InternalError

    ahead.execute("CREATE TABLE bound (at timestamptz DEFAULT now())")
    with pytest.raises(InternalError, match="depend"), transaction.atomic():
        clock.set_back(ahead)


def test_every_page_shows_it(client, db, settings, officer, sign_in):
    pages = ("/account/sign-in/", "/nowhere/")
    assert all("trial-clock" not in client.get(page).content.decode() for page in pages)
    settings.CLOCK_OFFSET = FORTY_DAYS
    shown = f"试用时钟 {timezone.localtime():%Y-%m-%d}"
    assert all(shown in client.get(page).content.decode() for page in pages)
    assert shown in sign_in(officer).get("/").content.decode()


def test_a_one_time_code_is_told_by_real_time(monkeypatch):
    monkeypatch.setattr(timezone, "now", lambda: datetime.now(UTC) + FORTY_DAYS)
    code = TOTP(b"0" * 20)
    code.time = time.time()
    assert factors.step_of((b"0" * 20).hex(), f"{code.token():06d}", after=-1) == code.t()


def test_the_trail_is_kept_by_real_time(db, monkeypatch):
    from audit import seals

    Entry.objects.create(action="read")
    monkeypatch.setattr(timezone, "now", lambda: datetime.now(UTC) + timedelta(days=4_000))
    assert seals.dispose_trail(timezone.now()) == 0
