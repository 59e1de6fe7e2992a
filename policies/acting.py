"""As whom the database is asked: its role and the scope that its policies compare rows with.

``with acting(who):`` holds for every transaction that opens inside it (config/postgres sets role and scope where a
transaction opens), and at once for the one that is open already. Outside any transaction a connection has the
rights of the level anonymous alone, so a forgotten path fails instead of seeing too much.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Any

from django.db import connection
from psycopg2.extensions import TRANSACTION_STATUS_INERROR

ROLE_PREFIX = "registry_"


@dataclass(frozen=True)
class Acting:
    """A level of policies/guards.py, the person, and the keys of the place where the person serves."""

    level: str
    user: int | None = None
    post: int | None = None
    station: int | None = None
    county: int | None = None


ANONYMOUS = Acting("anonymous")  # nobody has signed in yet, or serves nowhere today
COMPUTE = Acting("compute")  # counts the months, writes no book
ERASER = Acting("eraser")  # lets the history of erased words go, and reads no row of anybody
HOUSEKEEPING = Acting("housekeeping")  # background tasks, until they take on another level

_now: ContextVar[Acting | None] = ContextVar("acting", default=None)
SET = (
    "SELECT set_config('role', %s, true), set_config('app.user', %s, true), set_config('app.post', %s, true), "
    "set_config('app.station', %s, true), set_config('app.county', %s, true)"
)
LOGIN_ROLE = ("none", "", "", "", "")  # SET ROLE NONE: the login role itself, as when the transaction began


def now() -> Acting | None:
    """Who is acting; None outside any ``with acting``."""
    return _now.get()


@contextmanager
def acting(who: Acting) -> Iterator[None]:
    """Ask the database as ``who``; what was before comes back at the end."""
    token = _now.set(who)
    try:
        if connection.in_atomic_block:
            apply(connection)
        yield
    finally:
        _now.reset(token)
        if connection.in_atomic_block and not _is_lost(connection):
            apply(connection)


def apply(wrapper: Any) -> None:
    """Set role and scope for the rest of the transaction of ``wrapper``, a database connection of Django."""
    with wrapper.cursor() as cursor:
        cursor.execute(SET, values(now()))


def values(who: Acting | None) -> tuple[str, ...]:
    """The parameters of ``SET``."""
    if who is None:
        return LOGIN_ROLE
    keys = (who.user, who.post, who.station, who.county)
    return (ROLE_PREFIX + who.level, *("" if key is None else str(key) for key in keys))


def _is_lost(wrapper: Any) -> bool:
    """Will the transaction be rolled back whatever happens? Then role and scope go back with it."""
    raw = wrapper.connection
    return (
        wrapper.needs_rollback
        or raw is None
        or raw.closed
        or raw.get_transaction_status() == TRANSACTION_STATUS_INERROR
    )
