"""New rows of a model, inserted a batch a statement; the model's own fields say what is stored of each value.

``bulk_create`` does the same through an instance and a compiled expression for each cell, at three times the cost.
"""

import json
from collections.abc import Callable, Sequence
from typing import Any

from django.db import connection, models

from encryption.fields import BlindIndex, EncryptedField, encrypt
from folding.fields import FoldedKey

Facts = dict[str, Any]
Writer = Callable[[Facts, int], Any]
NEW = "new"  # the set of rows in the statement


class Inserting:
    """``Inserting(Household).insert([(key, facts)])``; ``facts``: attname -> value, of any of the columns.

    A column that no row has a fact for takes the default of its field. Keys, blind indexes and encrypted values follow
    from the facts as they do when a row is saved.
    """

    def __init__(self, model: type[models.Model]):
        self.model = model
        self.columns = [one for one in model._meta.concrete_fields if not one.primary_key]

    def insert(self, rows: Sequence[tuple[int, Facts]]) -> None:
        if not rows:
            return
        given = set().union(*(facts.keys() for _key, facts in rows))
        written = [
            (column, self._writer(column)) for column in self.columns if self._is_written(column, given)
        ]
        constants = [
            (column, self._default(column))
            for column in self.columns
            if not self._is_written(column, given) and not self._has_database_default(column)
        ]
        content = [
            {"id": key} | {str(column.column): write(facts, key) for column, write in written}
            for key, facts in rows
        ]
        with connection.cursor() as cursor:
            cursor.execute(
                self._statement(
                    [column for column, _write in written], [column for column, _value in constants]
                ),
                [
                    *(value for _column, value in constants),
                    json.dumps(content, default=str, ensure_ascii=False),
                ],
            )

    @staticmethod
    def _is_written(column: Any, given: set[str]) -> bool:
        return column.attname in given or getattr(column, "of", "") in given

    @staticmethod
    def _has_database_default(column: Any) -> bool:
        return bool(column.has_db_default() and not column.has_default())

    @staticmethod
    def _default(column: Any) -> Any:
        return column.get_db_prep_save(column.get_default(), connection)

    def _writer(self, column: Any) -> Writer:
        """What is stored of a row's facts: text of binary columns in hexadecimal digits."""
        name = column.attname
        if isinstance(column, FoldedKey):
            source, fold, longest = column.of, column.fold, column.max_length
            return lambda facts, _key: fold(facts[source] or "")[:longest]
        if isinstance(column, BlindIndex):
            source = column.of
            return lambda facts, _key: _hex(column.value_of(facts.get(source) or ""))
        if isinstance(column, EncryptedField):
            return lambda facts, key: (
                _hex(encrypt(column.fold(facts[name]), column.place((key,)))) if facts.get(name) else None
            )
        prepared: Callable[[Any], Any] = column.get_prep_value
        default = prepared(column.get_default())
        return lambda facts, _key: prepared(facts[name]) if name in facts else default

    def _statement(self, written: list[Any], constants: list[Any]) -> str:
        quote = connection.ops.quote_name
        table = quote(self.model._meta.db_table)
        columns = ", ".join(quote(one.column) for one in [*written, *constants])
        values = [
            f"decode({NEW}.{quote(one.column)}, 'hex')" if _is_binary(one) else f"{NEW}.{quote(one.column)}"
            for one in written
        ]
        kinds = ", ".join(
            f"{quote(one.column)} {'text' if _is_binary(one) else one.db_type(connection)}" for one in written
        )
        values += [f"%s::{one.db_type(connection)}" for one in constants]
        return (
            f"INSERT INTO {table} (id, {columns}) SELECT {NEW}.id, {', '.join(values)} "  # noqa: S608  # our own names
            f"FROM jsonb_to_recordset(%s::jsonb) AS {NEW} (id bigint, {kinds})"
        )


def _is_binary(column: Any) -> bool:
    return isinstance(column, models.BinaryField)


def _hex(raw: bytes | None) -> str | None:
    return raw.hex() if raw else None
