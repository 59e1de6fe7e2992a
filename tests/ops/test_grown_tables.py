"""Tables that got their newest migrations later are those that are made at once, whatever rights were given before.

So is a server brought up to date, and so are prepared databases made (ops/snapshots.py). ``make tables`` asks it.
"""

import difflib
import os
import subprocess
import sys
from collections import defaultdict
from contextlib import closing

import psycopg2
import pytest
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.loader import MigrationLoader

from ops import postgres
from ops.environment import ROOT
from policies import guards
from policies.acting import ROLE_PREFIX
from tests import databases

SERVER = os.environ.get("DATABASE_OWNER_URL", "").rpartition("/")[0]
ROWS = (
    "SELECT app, name FROM django_migrations",
    "SELECT app_label, model FROM django_content_type",
    "SELECT app_label, model, codename, name FROM auth_permission "
    "JOIN django_content_type ON django_content_type.id = content_type_id",
)


@pytest.fixture(autouse=True)
def asked_for(request):
    if not request.config.getoption("--tables"):
        pytest.skip("a minute long: make tables")


def run(database: str, statement: str) -> list[tuple[str, ...]]:
    with closing(psycopg2.connect(f"{SERVER}/{database}")) as link, link.cursor() as cursor:
        link.autocommit = True
        cursor.execute(statement)
        return sorted(cursor.fetchall()) if cursor.description else []


def manage(database: str, *arguments: str) -> None:
    env = os.environ | {"DATABASE_URL": f"{SERVER}/{database}"}
    subprocess.run(
        [sys.executable, "manage.py", *arguments], cwd=ROOT, env=env, check=True, capture_output=True
    )


def finish(database: str) -> None:
    manage(database, "migrate")
    manage(database, "grant_access")


def migrate_partly() -> None:
    """To the last migration but one of each room, or further where another room asks for more."""
    names = defaultdict(list)
    for app, name in MigrationLoader(None).disk_migrations:
        names[app].append(name)
    earlier = [(app, sorted(found)[-2]) for app, found in names.items() if len(found) > 1]
    for target in sorted(earlier):
        executor = MigrationExecutor(connection)
        if target not in executor.loader.applied_migrations:
            executor.migrate([target])


def contents(database: str) -> list[str]:
    """Lines: the tables with all that belongs to them, then the rows that migrations write."""
    command = [str(postgres.WHEEL / "bin" / "pg_dump"), "--schema-only", f"{SERVER}/{database}"]
    dump = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    # The two lines that fence a dump in hold a word made up by each run.
    lines = [line for line in dump.splitlines() if not line.startswith(("\\restrict", "\\unrestrict"))]
    return lines + [f"{row}" for statement in ROWS for row in run(database, statement)]


def test_tables_that_grew_are_those_made_at_once(django_db_setup, django_db_blocker):
    everyone = ", ".join(f"{ROLE_PREFIX}{level}" for level in guards.LEVELS)
    for database in ("tables_at_once", "tables_grown"):
        run("postgres", f"CREATE DATABASE {database}")
    with databases.connected(django_db_blocker, "tables_grown"):
        migrate_partly()
    for what in ("TABLES", "SEQUENCES", "FUNCTIONS"):
        run("tables_grown", f"GRANT ALL ON ALL {what} IN SCHEMA public TO {everyone}")
    run("tables_grown", "CREATE POLICY everybody ON posts_village USING (true)")
    for database in ("tables_at_once", "tables_grown"):
        finish(database)
    grown, at_once = contents("tables_grown"), contents("tables_at_once")
    difference = "\n".join(difflib.unified_diff(grown, at_once, "grown", "at once", lineterm="", n=1))
    assert grown == at_once, difference
