"""A database of our own: made by the owner, migrated and granted as in production, dropped at the end."""

import os
import secrets
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import psycopg2

ROOT = Path(__file__).resolve().parent.parent


@contextmanager
def own_database() -> Iterator[str]:
    """DATABASE_URL and DATABASE_OWNER_URL point at a new database while the block runs."""
    server, name = os.environ["DATABASE_OWNER_URL"], f"bench_{secrets.token_hex(4)}"
    _tell(server, f"CREATE DATABASE {name}")
    try:
        for key in ("DATABASE_URL", "DATABASE_OWNER_URL"):
            os.environ[key] = _named(os.environ[key], name)
        _migrate()
        yield name
    finally:
        _drop(server, name)


def _tell(server: str, statement: str) -> None:
    connection = psycopg2.connect(server)
    connection.autocommit = True
    connection.cursor().execute(statement)
    connection.close()


def _drop(server: str, name: str) -> None:
    """Backends of closed connections take a moment to go; the owner may not end those of the login role."""
    for _try in range(50):
        with suppress(psycopg2.errors.ObjectInUse):
            return _tell(server, f"DROP DATABASE IF EXISTS {name}")
        time.sleep(0.2)
    print(f"{name} is still in use and was left behind", file=sys.stderr)


def _named(url: str, name: str) -> str:
    return urlunsplit(urlsplit(url)._replace(path=f"/{name}"))


def _migrate() -> None:
    """As the owner; afterwards the login role gets its rights and nothing more."""
    role = urlsplit(os.environ["DATABASE_URL"]).username or ""
    as_owner = os.environ | {"DATABASE_URL": os.environ["DATABASE_OWNER_URL"]}
    for command in (["migrate", "--verbosity=0"], ["grant_access", f"--role={role}"]):
        subprocess.run(
            [sys.executable, "manage.py", *command],
            cwd=ROOT, env=as_owner, check=True, stdout=subprocess.DEVNULL,
        )  # fmt: skip
