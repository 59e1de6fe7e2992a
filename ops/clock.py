"""`make run NOW=2026-12-31T23:50`: the trial clock of config/clock.py, worked out once, and the same clock for SQL.

A schema `clock` has functions of the names of PostgreSQL's own; it stands before `pg_catalog` in the search path of the
database and of the functions of `public` that set a path themselves. No migration knows of it, and production has none.
Column defaults in SQL were bound when the table was made: they use real time, and Django gives these columns a value.
"""

from contextlib import closing
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import psycopg2

from ops.trouble import Trouble

ZONE = ZoneInfo("Asia/Shanghai")
PRODUCTION = "config.settings.prod"
NAMES = ("now", "transaction_timestamp", "statement_timestamp", "clock_timestamp")
PATH = '"$user", public, clock, pg_catalog'
# Paths of functions that set one: as in the migrations, and while the clock is set.
OWN_PATHS = {
    "public, pg_temp": "public, clock, pg_catalog, pg_temp",
    "pg_catalog, public, pg_temp": "clock, pg_catalog, public, pg_temp",
}
# Triggers of the seals and the function that takes sealed blocks away use real time: a seal proves an order.
FOLLOWING = """
    SELECT p.oid::regprocedure::text FROM pg_proc p
    WHERE p.pronamespace = 'public'::regnamespace AND p.proconfig @> ARRAY['search_path=' || %s]
      AND p.proname <> 'audit_dispose'
      AND NOT EXISTS (SELECT FROM pg_trigger t WHERE t.tgfoid = p.oid AND t.tgrelid = to_regclass('audit_seal'))
"""


def ahead_by(text: str, settings: str) -> timedelta:
    """How far the moment ``text`` (local time of the county) lies ahead of real time, in whole seconds; empty is 0."""
    if not text:
        return timedelta()
    if settings == PRODUCTION:
        raise Trouble(f"NOW= sets a trial clock; {PRODUCTION} runs by real time. Leave NOW out.")
    try:
        wanted = datetime.fromisoformat(text)
    except ValueError as error:
        raise Trouble(f"NOW={text} is no moment; write it like NOW=2026-12-31T23:50.") from error
    local = wanted if wanted.tzinfo else wanted.replace(tzinfo=ZONE)
    return timedelta(seconds=round((local - datetime.now(UTC)).total_seconds()))


def shown(ahead: timedelta) -> str:
    """The moment of the trial clock, for the terminal."""
    return f"{datetime.now(ZONE) + ahead:%Y-%m-%d %H:%M}"


def set_database(owner_url: str, ahead: timedelta) -> None:
    """New sessions of the database, and its functions, take ``ahead`` for now; without a distance they go back."""
    url = owner_url.replace("postgres://", "postgresql://", 1)
    with closing(psycopg2.connect(url)) as connection, connection, connection.cursor() as cursor:
        if ahead:
            set_ahead(cursor, ahead)
        else:
            set_back(cursor)


def set_ahead(cursor: Any, ahead: timedelta) -> None:
    """As the owner of the database; may be repeated, and has to be after a migration made a function."""
    cursor.execute("CREATE SCHEMA IF NOT EXISTS clock")
    for name in NAMES:
        cursor.execute(
            f"CREATE OR REPLACE FUNCTION clock.{name}() RETURNS timestamptz "
            f"LANGUAGE sql STABLE PARALLEL SAFE AS $$ SELECT pg_catalog.{name}() "
            f"+ interval '{int(ahead.total_seconds())} seconds' $$"
        )
    cursor.execute("GRANT USAGE ON SCHEMA clock TO PUBLIC")
    cursor.execute(f"ALTER DATABASE {current(cursor)} SET search_path = {PATH}")
    for own, own_ahead in OWN_PATHS.items():
        move_functions(cursor, own, own_ahead)


def set_back(cursor: Any) -> None:
    """Back to real time. Without CASCADE: a column default that was bound meanwhile must not vanish unseen."""
    cursor.execute("SELECT to_regnamespace('clock')")
    if cursor.fetchone() == (None,):
        return
    cursor.execute(f"ALTER DATABASE {current(cursor)} RESET search_path")
    for own, own_ahead in OWN_PATHS.items():
        move_functions(cursor, own_ahead, own)
    for name in NAMES:
        cursor.execute(f"DROP FUNCTION IF EXISTS clock.{name}()")
    cursor.execute("DROP SCHEMA clock")


def move_functions(cursor: Any, before: str, after: str) -> None:
    cursor.execute(FOLLOWING, [before])
    for (name,) in cursor.fetchall():
        cursor.execute(f"ALTER FUNCTION {name} SET search_path = {after}")


def current(cursor: Any) -> str:
    cursor.execute("SELECT quote_ident(current_catalog)")
    return str(cursor.fetchone()[0])
