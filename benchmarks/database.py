"""A database of our own: a copy of one that is migrated and granted as in production, dropped at the end."""

import os
import secrets
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from urllib.parse import urlsplit, urlunsplit

import psycopg2


@contextmanager
def own_database() -> Iterator[str]:
    """DATABASE_URL and DATABASE_OWNER_URL point at a copy of the empty tables that they named, while the block runs."""
    server, name = os.environ["DATABASE_OWNER_URL"], f"bench_{secrets.token_hex(4)}"
    _tell(server, f"CREATE DATABASE {name} TEMPLATE {urlsplit(server).path.lstrip('/')}")
    try:
        for key in ("DATABASE_URL", "DATABASE_OWNER_URL"):
            os.environ[key] = _named(os.environ[key], name)
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
