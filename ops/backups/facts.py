"""What a database holds, counted: written into a backup, and compared with what a restore brought back."""

from dataclasses import asdict, dataclass
from typing import Any

import psycopg2
from psycopg2 import sql

EPOCH = 2**32  # transaction numbers of one epoch of PostgreSQL's counter
TABLES = """
    SELECT relname FROM pg_class
    WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p') AND NOT relispartition
    ORDER BY relname
"""

# Files that can be fetched for some days and made again: they fill a dump, and are neither in it nor counted.
LEFT_OUT = ("jobs_jobfile",)


@dataclass(frozen=True)
class Facts:
    """``counts``: table -> rows. ``transaction``: the next of the counter, 64 bit. ``seal_number``, ``seal_mac``,
    ``sealed_to``: of the newest seal of the trail (audit/seals.py), 0 and empty before the first.
    ``roles``: the group roles that policies and grants name."""

    server: int
    counts: dict[str, int]
    migrations: list[str]
    transaction: int
    seal_number: int
    seal_mac: str
    sealed_to: int
    roles: list[str]

    @property
    def anchor(self) -> str:
        """As `verify_trail --anchor` takes it; empty without a seal."""
        return f"{self.seal_number}:{self.seal_mac}" if self.seal_number else ""

    def as_dict(self) -> dict[str, Any]:
        return asdict(self)


def connect(url: str) -> "psycopg2.extensions.connection":
    return psycopg2.connect(url.replace("postgres://", "postgresql://", 1), connect_timeout=10)


def read(cursor: Any) -> Facts:
    """In the caller's transaction, as the owner of the tables."""
    cursor.execute("SELECT current_setting('server_version_num')::int / 10000")
    server = int(cursor.fetchone()[0])
    cursor.execute(TABLES)
    counts = {}
    for (table,) in cursor.fetchall():
        if table in LEFT_OUT:
            continue
        cursor.execute(sql.SQL("SELECT count(*) FROM {}").format(sql.Identifier(table)))
        counts[table] = int(cursor.fetchone()[0])
    migrations = []
    if "django_migrations" in counts:
        cursor.execute("SELECT app || '.' || name FROM django_migrations ORDER BY id")
        migrations = [name for (name,) in cursor.fetchall()]
    number, mac, sealed_to = newest_seal(cursor) if "audit_seal" in counts else (0, "", 0)
    cursor.execute(
        "SELECT rolname FROM pg_roles WHERE rolname LIKE 'registry\\_%' AND NOT rolcanlogin ORDER BY 1"
    )
    roles = [name for (name,) in cursor.fetchall()]
    return Facts(server, counts, migrations, next_transaction(cursor), number, mac, sealed_to, roles)


def newest_seal(cursor: Any) -> tuple[int, str, int]:
    cursor.execute("SELECT number, mac, to_tx FROM audit_seal ORDER BY number DESC LIMIT 1")
    row = cursor.fetchone()
    return (int(row[0]), str(row[1]), int(row[2])) if row else (0, "", 0)


def next_transaction(cursor: Any) -> int:
    """The number that the next transaction gets, without taking it."""
    cursor.execute("SELECT pg_snapshot_xmax(pg_current_snapshot())::text::bigint")
    return int(cursor.fetchone()[0])


def differences(before: dict[str, int], now: dict[str, int]) -> list[str]:
    """A line for each table that has not as many rows as before."""
    return [
        f"{table}: {before.get(table, 'no table')} rows in the backup, {now.get(table, 'no table')} restored"
        for table in sorted(before.keys() | now.keys())
        if before.get(table) != now.get(table)
    ]
