"""Sealing the trail in blocks, and reading it out again as an export (its format: audit/blocks.py).

A block is a window of transactions: all below the oldest one that still runs in this database. A cursor over numbers
would miss rows, for a transaction may commit after another one that took later numbers.
"""

from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from typing import Any

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.db import connection, models, transaction
from psycopg2 import sql

from audit import blocks, history
from audit.models import Entry, HistoryRemoval, RowState, Seal, TrailDisposal
from config.lock_order import Advisory

MOST = 5_000  # rows of a block, unless one transaction alone wrote more
AT_ONCE = 200  # blocks that an export reads together
# The oldest running transaction, and the next to come. Those of other databases of the same server write nothing here
# and are left out; one that can not be assigned to a database is taken for our own.
OLDEST = """
    WITH now AS MATERIALIZED (SELECT pg_current_snapshot() AS seen)
    SELECT least(
        coalesce(min(x.running::text::bigint), min(pg_snapshot_xmax(seen)::text::bigint)),
        pg_current_xact_id_if_assigned()::text::bigint), min(pg_snapshot_xmax(seen)::text::bigint)
    FROM now LEFT JOIN LATERAL pg_snapshot_xip(seen) AS x (running) ON NOT EXISTS (
        SELECT FROM pg_stat_activity a
        WHERE a.datname <> current_database()
          AND a.backend_xid::text::bigint = x.running::text::bigint & 4294967295
    )
"""


class CounterBehind(Exception):
    """The database counts transactions from a lower number than the last seal: it was restored from a dump."""


def key() -> bytes:
    """The key of the seals. ImproperlyConfigured where there is none: a seal under an empty key proves nothing."""
    if not settings.TRAIL_KEY:
        raise ImproperlyConfigured("TRAIL_KEY is not set: nothing is sealed or verified without it.")
    return str(settings.TRAIL_KEY).encode()


def sealed_models() -> list[type[models.Model]]:
    """The tables of the trail."""
    return sorted(
        [Entry, HistoryRemoval, RowState, *history.tables()], key=lambda model: model._meta.db_table
    )


def shape_of(model: type[models.Model]) -> list[str]:
    """The columns that a seal covers, today; a column that comes later is covered from then on."""
    meta = model._meta
    columns = [str(one.column) for one in meta.concrete_fields]
    return [column for column in columns if column not in ("tx", meta.pk.column)]


def seal_all() -> int:
    """Seal everything that is over; returns the number of blocks."""
    count = 0
    while seal():
        count += 1
    return count


@transaction.atomic
def seal() -> Seal | None:
    """Seal the next block; None when nothing new is over, or another one is sealing."""
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL TimeZone = 'UTC'")
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s, 0)", [Advisory.SEAL])
        if not cursor.fetchone()[0]:
            return None
        last = Seal.objects.defer("rows", "shape").order_by("-number").first()
        start = last.to_tx if last else 0
        stop = _stop(cursor, start)
        shape = {model._meta.db_table: shape_of(model) for model in sealed_models()}
        found = _rows(cursor, shape, start, stop) if stop else []
        if not found:
            return None
        written = {table for table, _tx, _number, _text in found}
        fields = {
            "block": last.number + 1 if last else 1,
            "from": start,
            "to": stop,
            "count": len(found),
            "root": blocks.root([blocks.leaf(text) for *_place, text in found]),
            "rows": [[*place, blocks.leaf(text).hex()[: blocks.SHORT]] for *place, text in found],
            "shape": {table: columns for table, columns in shape.items() if table in written},
            "previous": last.mac if last else blocks.BEGINNING,
            "sealed_at": _now(cursor).isoformat(),
        }
        return Seal.objects.create(**_columns(fields | {"mac": blocks.mac(fields, key())}))


def _now(cursor: Any) -> datetime:
    """The time by the database's own clock."""
    cursor.execute("SELECT pg_catalog.now()")  # real time, not the trial clock (ops/clock.py)
    now: datetime = cursor.fetchone()[0]
    return now.astimezone(UTC)


def _stop(cursor: Any, start: int) -> int:
    """The transaction before which the block ends; 0 when nothing new is over.

    One of another database that ends just now may be taken for our own, so the oldest may lie before the last seal.
    """
    cursor.execute(OLDEST)
    oldest, coming = cursor.fetchone()
    if coming < start:
        raise CounterBehind(
            f"The next transaction is {coming}, sealed is up to {start}. See docs/operations.md."
        )
    if oldest < start:
        return 0
    parts = [
        sql.SQL("(SELECT tx FROM {} WHERE tx >= {} AND tx < {} ORDER BY tx LIMIT {})").format(
            sql.Identifier(model._meta.db_table), *map(sql.Literal, (start, oldest, MOST + 1))
        )
        for model in sealed_models()
    ]
    cursor.execute(sql.SQL(" UNION ALL ").join(parts))
    numbers = sorted(number for (number,) in cursor.fetchall())
    if len(numbers) <= MOST:
        return int(oldest) if numbers else 0
    return int(max(numbers[MOST], numbers[0] + 1))


def _rows(cursor: Any, shape: dict[str, list[str]], start: int, stop: int) -> list[tuple[str, int, int, str]]:
    """Table, transaction, number and sealed text of the rows of a window, in the order of a block."""
    by_table = {model._meta.db_table: model for model in sealed_models()}
    parts = [
        _select(by_table[table], columns, start, stop)
        for table, columns in shape.items()
        if table in by_table
    ]
    if not parts:
        return []
    cursor.execute(sql.SQL(" UNION ALL ").join(parts))
    return sorted(cursor.fetchall(), key=lambda row: (row[1], row[0], row[2]))


def _select(model: type[models.Model], columns: list[str], start: int, stop: int) -> sql.Composed:
    table, number = model._meta.db_table, model._meta.pk.column
    known = {one.column for one in model._meta.concrete_fields}
    values = [sql.Identifier(one) if one in known else sql.SQL("NULL") for one in columns]
    return sql.SQL(
        "SELECT {name}, tx, {number}, json_build_array({name}, tx, {number}, {values})::text FROM {table} "
        "WHERE tx >= {start} AND tx < {stop}"
    ).format(
        name=sql.Literal(table),
        number=sql.Identifier(number),
        values=sql.SQL(", ").join(values),
        table=sql.Identifier(table),
        start=sql.Literal(start),
        stop=sql.Literal(stop),
    )


def _columns(fields: dict[str, Any]) -> dict[str, Any]:
    """A seal as its table has it."""
    renamed = {"block": "number", "from": "from_tx", "to": "to_tx"}
    columns = {renamed.get(name, name): value for name, value in fields.items()}
    return columns | {"sealed_at": datetime.fromisoformat(fields["sealed_at"])}


def _exported(seal: Seal) -> dict[str, Any]:
    """A seal as an export has it."""
    return {
        "block": seal.number,
        "from": seal.from_tx,
        "to": seal.to_tx,
        "count": seal.count,
        "root": seal.root,
        "rows": seal.rows,
        "shape": seal.shape,
        "previous": seal.previous,
        "sealed_at": seal.sealed_at.astimezone(UTC).isoformat(),
        "mac": seal.mac,
    }


def anchor() -> str:
    """The newest seal, to be written down outside the machine; empty before the first."""
    last = Seal.objects.order_by("-number").first()
    return blocks.anchor_of(_exported(last)) if last else ""


def export() -> Iterator[str]:
    """The sealed trail, line by line, as it stands at one moment."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL TimeZone = 'UTC'")
        yield from _export(cursor)


def _export(cursor: Any) -> Iterator[str]:
    newest = Seal.objects.order_by("-number").first()
    disposals = [*map(_disposed, TrailDisposal.objects.order_by("first", "pk")), *_removed()]
    head = {
        "trail": 1,
        "blocks": Seal.objects.filter(number__lte=newest.number).count() if newest else 0,
        "disposals": len(disposals),
        "last": newest.mac if newest else blocks.BEGINNING,
    }
    yield blocks.dumps(head | {"mac": blocks.mac(head, key())})
    yield from map(blocks.dumps, disposals)
    if newest:
        for some in _batches(
            Seal.objects.filter(number__lte=newest.number).order_by("number").iterator(AT_ONCE)
        ):
            yield from _lines(cursor, some)


def _batches(seals: Iterable[Seal]) -> Iterator[list[Seal]]:
    """Seals whose rows can be read together: their tables had the same columns."""
    some: list[Seal] = []
    shape: dict[str, list[str]] = {}
    for seal in seals:
        agrees = all(shape.get(table, columns) == columns for table, columns in seal.shape.items())
        if some and (not agrees or len(some) >= AT_ONCE or sum(one.count for one in some) > 2 * MOST):
            yield some
            some, shape = [], {}
        some.append(seal)
        shape |= seal.shape
    if some:
        yield some


def _lines(cursor: Any, some: list[Seal]) -> Iterator[str]:
    """Seals with their rows; a row of a table that the block's seal does not know is exported as well, and is found."""
    shape = {model._meta.db_table: shape_of(model) for model in sealed_models()}
    for seal in some:
        shape |= seal.shape
    rows = _rows(cursor, shape, some[0].from_tx, some[-1].to_tx)
    at = 0
    for seal in some:
        yield blocks.dumps(_exported(seal))
        while at < len(rows) and rows[at][1] < seal.to_tx:
            yield rows[at][3]
            at += 1


def _disposed(one: TrailDisposal) -> dict[str, Any]:
    at = one.at.astimezone(UTC).isoformat()
    return {"disposed": [one.first, one.last], "at": at, "mac": one.mac}


def _removed() -> Iterator[dict[str, Any]]:
    """What was taken out of histories, as an export says it in front, under the key; its rows are sealed besides."""
    for one in HistoryRemoval.objects.order_by("pk").iterator(AT_ONCE):
        entry = {"removed": one.of_table, "rows": one.changes}
        yield entry | {"mac": blocks.mac(entry, key())}


def _note(first: int, last: int) -> None:
    """What goes is written down under the key, so that its absence is not taken for a forgery."""
    at = datetime.now(UTC)  # real time, as in the seals
    note = {"disposed": [first, last], "at": at.isoformat()}
    TrailDisposal.objects.create(first=first, last=last, at=at, mac=blocks.mac(note, key()))


@transaction.atomic
def dispose_trail(before: datetime) -> int:
    """Delete the rows of whole blocks sealed before ``before``, and never younger than 184 days; returns the rows.

    The seals stay, with root and count, so that what remains is verified as before. Entries are stored for three
    years by default; 184 days are the least, six calendar months of any year (网络安全法 23(3)).
    """
    limit = min(before, datetime.now(UTC) - blocks.LEAST_PERIOD)
    done = TrailDisposal.objects.order_by("-last").first()
    first = done.last + 1 if done else 1
    young = Seal.objects.filter(number__gte=first, sealed_at__gte=limit).order_by("number").first()
    old = Seal.objects.filter(number__gte=first, **({"number__lt": young.number} if young else {}))
    last = old.order_by("-number").values_list("number", flat=True).first()
    if last is None:
        return 0
    _note(first, last)
    with connection.cursor() as cursor:
        cursor.execute("SELECT audit_dispose(%s, %s)", [first, last])
        return int(cursor.fetchone()[0])
