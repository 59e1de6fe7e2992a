"""As whom the database is asked: its role and the scope that its policies compare rows with.

``with acting(who):`` holds for every transaction that opens inside it (config/postgres sends role and scope together
with BEGIN), and at once for the one that is open already. Outside any transaction a connection has the
rights of the level anonymous alone, so a forgotten path fails instead of seeing too much.

The limits of a statement follow from who acts as well: SET ROLE does not bring what ALTER ROLE .. SET says of a role.
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
    sees_protected: bool = False  # rows that are kept from most of those who see the place
    in_background: bool = False  # a job: nobody waits for it in a browser


ANONYMOUS = Acting("anonymous")  # nobody has signed in yet, or serves nowhere today
COMPUTE = Acting("compute", in_background=True)  # counts the months, writes no book
ERASER = Acting(
    "eraser", in_background=True
)  # lets the history of erased words go, and reads no row of anybody
HOUSEKEEPING = Acting(
    "housekeeping", in_background=True
)  # background tasks, until they take on another level

_now: ContextVar[Acting | None] = ContextVar("acting", default=None)
# What each settings entry of a transaction is called, in the order of ``values``.
NAMES = (
    "role", "app.user", "app.post", "app.station", "app.county", "app.protected",
    "statement_timeout", "lock_timeout", "idle_in_transaction_session_timeout",
    "max_parallel_workers_per_gather", "enable_memoize",
)  # fmt: skip
SET = "SELECT " + ", ".join(f"set_config('{name}', %s, true)" for name in NAMES)
# A page answers or gives up: it takes no second core from the pages beside it, and a plan that remembers inner rows
# costs a list of 50 rows 30 times its time (22.7 ms against 0.7). A job may take its time, below the time limit of
# its task (CELERY_TASK_SOFT_TIME_LIMIT), and the cores that are free.
# A page that stands still inside its transaction gives its locks back (idle_in_transaction_session_timeout).
# Who waits for a row of somebody else is told so before the statement is stopped (config/given_up.py).
PAGE_LIMITS = ("5s", "4s", "30s", "0", "off")
BACKGROUND_LIMITS = ("29min", "0", "29min", "2", "on")
# SET ROLE NONE: the login role itself, with the limits of a server as it is installed, as when the transaction began.
LOGIN_ROLE = ("none", "", "", "", "", "", "0", "0", "0", "2", "on")


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


def opening() -> str:
    """What a transaction that opens now says first, in front of its first statement; empty where nobody acts.

    Its values are words of this project and whole numbers: there is nothing in them to quote.
    """
    who = now()
    return "" if who is None else SET % tuple(f"'{value}'" for value in values(who)) + "; "


def values(who: Acting | None) -> tuple[str, ...]:
    """The parameters of ``SET``."""
    if who is None:
        return LOGIN_ROLE
    keys = (who.user, who.post, who.station, who.county)
    limits = BACKGROUND_LIMITS if who.in_background else PAGE_LIMITS
    protected = "on" if who.sees_protected else ""
    return (ROLE_PREFIX + who.level, *("" if key is None else str(key) for key in keys), protected, *limits)


def _is_lost(wrapper: Any) -> bool:
    """Will the transaction be rolled back whatever happens? Then role and scope go back with it."""
    raw = wrapper.connection
    return (
        wrapper.needs_rollback
        or raw is None
        or raw.closed
        or raw.get_transaction_status() == TRANSACTION_STATUS_INERROR
    )
