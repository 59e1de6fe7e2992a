"""Sealing everything anew under the current key, while the registry serves.

Rows are taken in small batches, each in a transaction of its own; a row that somebody is changing is passed over and
taken in the next round, for whoever changes it encrypts it under the current key anyway. Nothing is remembered between
runs: what is left to do is what does not begin with today's header, so that an ended run is simply started again.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.db import connection, models, transaction
from psycopg2 import sql
from psycopg2.extras import execute_values

from encryption import keyring
from encryption.fields import BlindIndex, CanNotDecrypt, EncryptedField, decrypt, encrypt

BATCH = 200
SHOWN = 20  # rows that are named when their values do not open


@dataclass(frozen=True)
class Column:
    """One encrypted column, with the blind indexes beside it."""

    model: type[models.Model]
    field: EncryptedField
    indexes: tuple[BlindIndex, ...]

    def __str__(self) -> str:
        return f"{self.model._meta.db_table}.{self.field.column}"

    @property
    def bound(self) -> list[str]:
        """The columns that identify the row to which a value is bound."""
        fields: list[Any] = [
            self.model._meta.get_field(_key(self.model, name)) for name in self.field.bound_to
        ]
        return [str(field.column) for field in fields]

    def statement(self, text: str) -> str:
        """SQL on the table; ``{column}`` is encrypted, ``{pk}`` the row's key, ``{found}`` its blind indexes."""
        pk = self.model._meta.pk
        assert pk is not None
        composed = sql.SQL(text).format(
            table=sql.Identifier(self.model._meta.db_table),
            column=sql.Identifier(str(self.field.column)),
            found=sql.SQL("").join(
                sql.SQL(", {} = v.{}::bytea").format(
                    sql.Identifier(str(one.column)), sql.Identifier(f"i{place}")
                )
                for place, one in enumerate(self.indexes)
            ),
            names=sql.SQL("").join(
                sql.SQL(", {}").format(sql.Identifier(f"i{place}")) for place in range(len(self.indexes))
            ),
            pk=sql.Identifier(str(pk.column)),
            bound=sql.SQL(", ").join(map(sql.Identifier, self.bound)),
        )
        connection.ensure_connection()
        return str(composed.as_string(connection.connection))


def _key(model: type[models.Model], name: str) -> str:
    assert model._meta.pk is not None
    return str(model._meta.pk.attname) if name == "pk" else name


def columns() -> list[Column]:
    """Every encrypted column of the registry."""
    found = []
    for model in apps.get_models():
        indexes = [field for field in model._meta.local_fields if isinstance(field, BlindIndex)]
        for field in model._meta.local_fields:
            if isinstance(field, EncryptedField):
                found.append(Column(model, field, tuple(one for one in indexes if one.of == field.name)))
    return found


def left(column: Column) -> int:
    """How many values are not encrypted with today's key and cipher."""
    text = "SELECT count(*) FROM {table} WHERE substr({column}, 1, 3) <> %s"
    with connection.cursor() as cursor:
        cursor.execute(column.statement(text), [keyring.current().header])
        return int(cursor.fetchone()[0])


def rotate(
    column: Column, *, everything: bool = False, progress: Callable[[int], None] = lambda done: None
) -> int:
    """Seal what is left of a column; ``everything`` takes each value, to make its blind index anew.

    Returns the number of values. Those that no key opens stay as they are: CanNotDecrypt at the end names their rows.
    """
    done, shut = 0, dict[int, str]()
    for batch in _batches(column, everything, shut):
        done += batch
        progress(done)
    if shut:
        rows = ", ".join(map(str, sorted(shut)[:SHOWN])) + (" ..." if len(shut) > SHOWN else "")
        raise CanNotDecrypt(
            f"{len(shut)} values did not open, rows {rows}. {' '.join(sorted(set(shut.values())))}"
        )
    return done


def _batches(column: Column, everything: bool, shut: dict[int, str]) -> Iterator[int]:
    """Rounds through the table until one encrypts nothing; with ``everything`` there is one round. ``shut`` collects
    the rows whose values do not open, and why."""
    while True:
        after, found = None, 0
        while True:
            with transaction.atomic():
                rows = _take(column, after, everything)
                encrypted = _encrypt(column, rows, shut)
            if not rows:
                break
            after, found = rows[-1][0], found + encrypted
            yield encrypted
        if everything or not found:
            return


TAKE = """
    SELECT {pk}, {column}, {bound} FROM {table}
     WHERE {column} IS NOT NULL AND (%(after)s::bigint IS NULL OR {pk} > %(after)s)
       AND (%(everything)s OR substr({column}, 1, 3) <> %(header)s)
     ORDER BY {pk} LIMIT %(batch)s FOR NO KEY UPDATE SKIP LOCKED
"""
PUT = """
    UPDATE {table} t SET {column} = v.ciphertext{found} FROM (VALUES %s) v (pk, ciphertext{names}) WHERE t.{pk} = v.pk
"""


def _take(column: Column, after: int | None, everything: bool) -> list[tuple[Any, ...]]:
    """The next values and their rows, locked; rows that somebody else has locked are passed over."""
    header = keyring.current().header
    with connection.cursor() as cursor:
        given = {"after": after, "everything": everything, "header": header, "batch": BATCH}
        cursor.execute(column.statement(TAKE), given)
        return list(cursor.fetchall())


def _encrypt(column: Column, rows: list[tuple[Any, ...]], shut: dict[int, str]) -> int:
    """How many of the values were encrypted anew."""
    encrypted: list[tuple[Any, ...]] = []
    for pk, raw, *bound in rows:
        place = column.field.place(tuple(bound))
        try:
            text = decrypt(bytes(raw), place)
        except CanNotDecrypt as fault:
            shut[pk] = str(fault)
            continue
        encrypted.append((pk, encrypt(text, place), *(one.value_of(text) for one in column.indexes)))
    if encrypted:
        with connection.cursor() as cursor:
            execute_values(cursor, column.statement(PUT), encrypted)
    return len(encrypted)
