"""What has to be true before the application may start: tables, grants, demonstration data, static files."""

import os
import sys
from datetime import date
from pathlib import Path
from urllib.parse import urlsplit

import psycopg2

from ops import assets, clock, cluster, postgres, stamps, translations
from ops.environment import ROOT
from ops.instance import Instance
from ops.services import Services
from ops.steps import Step
from ops.tables import OTHER_TABLES
from ops.trouble import Trouble, explain

CODE = (".py", ".json", ".csv", ".sql", ".lock")


def prepare(instance: Instance, services: Services, settings: str) -> None:
    """Bring everything up to date, database and static files side by side; what did not change is skipped."""
    assets.build_changed()
    translations.compile_changed()
    owner = services.environment(instance, settings, owner=True)
    database = begin_database(instance, services, owner)
    static = begin_static(owner)
    if database:
        finish_database(instance, database)
        stamps.remember("database", database_digest(services, owner))
    if static:
        static.finish("The static files could not be collected:")
        stamps.remember("static", static_digest())
    if services.ahead:
        clock.set_database(services.owner_url, services.ahead)


def begin_database(instance: Instance, services: Services, owner: dict[str, str]) -> Step | None:
    if stamps.unchanged("database", database_digest(services, owner)) and logins_file(instance).exists():
        return None
    print("Preparing the database; filling a new one takes about half a minute ...", flush=True)
    login = urlsplit(services.database_url).username or ""
    return Step("database", [sys.executable, "-m", "ops.tables", login, str(logins_file(instance))], owner)


def finish_database(instance: Instance, step: Step) -> None:
    code, text = step.wait()
    if code == OTHER_TABLES:
        own = not os.environ.get("DATABASE_URL")
        data = cluster.find(instance, postgres.WHEEL).data if own else None
        raise Trouble(other_tables(data, text.strip().splitlines()[-1].split(", ")))
    if code != 0:
        raise explain(text, "The database could not be prepared:")


def other_tables(data: Path | None, migrations: list[str]) -> str:
    """One sentence: what is wrong with the database, and how to go on without losing it.

    ``data`` is the folder of our own server; None when DATABASE_URL names another one.
    """
    more = f" and {len(migrations) - 1} more" if len(migrations) > 1 else ""
    what = f"was made by another version of this code (migration {migrations[0]}{more})"
    if data is None:
        return f"The database named by DATABASE_URL {what}; name an empty one, or the code that made it."
    aside = f"{data}.before-{date.today():%Y%m%d}"
    return f"The database in {data} {what}; set it aside with `mv {data} {aside}` and start again with a new one."


def collect_static(owner: dict[str, str]) -> None:
    """At once, for what asks pages without a start of the registry."""
    if static := begin_static(owner):
        static.finish("The static files could not be collected:")
        stamps.remember("static", static_digest())


def begin_static(owner: dict[str, str]) -> Step | None:
    if stamps.unchanged("static", static_digest()) and Path(owner["STATIC_ROOT"]).exists():
        return None
    print("Collecting static files ...", flush=True)
    command = [sys.executable, "manage.py", "collectstatic", "--noinput", "--clear", "--verbosity=0"]
    return Step("static", command, owner)


def database_digest(services: Services, owner: dict[str, str]) -> str:
    """Of the code, which decides the tables, and of the database itself: neither may have changed."""
    connection = psycopg2.connect(services.owner_url.replace("postgres://", "postgresql://", 1))
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT to_regclass('django_migrations'), oid FROM pg_database WHERE datname = current_catalog"
        )
        [(table, identity)] = cursor.fetchall()
        applied = []
        if table:
            cursor.execute("SELECT app, name, applied FROM django_migrations ORDER BY id")
            applied = cursor.fetchall()
    connection.close()
    return stamps.digest(
        stamps.files_below(ROOT, CODE),
        f"{identity} {applied}",
        os.environ.get("LOAD_DEMO", ""),
        owner["DEMO_PASSWORD"],
    )


def static_digest() -> str:
    folders = [ROOT / "static", assets.VENDOR]
    files = [file for folder in folders for file in stamps.files_below(folder)]
    return stamps.digest([*files, ROOT / "requirements.lock", *stamps.files_below(ROOT / "config", (".py",))])


def logins(instance: Instance) -> str:
    """Stored by the last preparation, since asking Django again would take seconds."""
    return logins_file(instance).read_text().strip()


def logins_file(instance: Instance) -> Path:
    return instance.folder / "logins.txt"
