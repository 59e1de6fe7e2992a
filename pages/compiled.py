"""SQL that Django has compiled once for a key: boards ask sixty querysets in one statement, and to build and compile
them takes several times as long as to answer.

A key names everything that the SQL and its values follow from: who asks with which scope, the day, the rules that are
set. What stands in tables is not among it: a query that is built after a look into a table must not be remembered.
"""

import sys
import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable
from dataclasses import dataclass
from typing import Any, TypeVar

from django.core.exceptions import EmptyResultSet
from django.db import DEFAULT_DB_ALIAS, connection
from django.db.models import QuerySet

MOST = (
    20_000  # some twenty a person and day; those of one role share their text, so that one takes a kilobyte
)
Statement = tuple[str, tuple[Any, ...]]
FoundT = TypeVar("FoundT")


@dataclass(frozen=True)
class Shape:
    """The names of the columns of a statement, and Django's converters by their place."""

    names: tuple[str, ...]
    converters: dict[int, tuple[list[Callable[..., Any]], Any]]


_found: OrderedDict[Hashable, Any] = OrderedDict()
_shapes: dict[tuple[Hashable, str], Shape] = {}
_lock = threading.Lock()  # the threads of a web process share them


def statement(key: Hashable, compile_: Callable[[], Statement]) -> Statement:
    """SQL and values of the key; of a new one what ``compile_`` gives."""

    def compile_new() -> Statement:
        sql, values = compile_()
        return sys.intern(sql), tuple(values)

    return remembered(key, compile_new)


def remembered(key: Hashable, make: Callable[[], FoundT]) -> FoundT:
    """What follows from the key, made once. The key used longest ago makes room."""
    with _lock:
        if key in _found:
            _found.move_to_end(key)
            known: FoundT = _found[key]
            return known
    found = make()  # two threads may both do it
    with _lock:
        _found[key] = found
        if len(_found) > MOST:
            _found.popitem(last=False)
    return found


def rows(key: Hashable, make: Callable[[], QuerySet[Any, Any]]) -> list[tuple[Any, ...]]:
    """The rows of a queryset of ``values_list`` as the database gives them: its columns need no converter."""
    sql, values = statement(key, lambda: compiled(make()))
    if not sql:
        return []
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        found: list[tuple[Any, ...]] = cursor.fetchall()
        return found


def dicts(
    what: Hashable, key: Hashable, make: Callable[[], QuerySet[Any, dict[str, Any]]]
) -> list[dict[str, Any]]:
    """The rows of a queryset of ``values``, as Django gives them.

    ``what``: whose querysets these are; where two of them have the same SQL they have the same names in it.
    """
    sql, values = statement((what, key), lambda: _with_shape(what, make()))
    if not sql:
        return []
    shape = _shapes[what, sql]
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        found = [list(row) for row in cursor.fetchall()]
    for place, (convert, column) in shape.converters.items():
        for row in found:
            for converter in convert:
                row[place] = converter(row[place], column, connection)
    return [dict(zip(shape.names, row, strict=True)) for row in found]


def _with_shape(what: Hashable, queryset: QuerySet[Any, dict[str, Any]]) -> Statement:
    query: Any = queryset.query
    compiler = query.get_compiler(DEFAULT_DB_ALIAS)
    try:
        sql, values = compiler.as_sql()
    except EmptyResultSet:
        return "", ()
    columns = [column for column, _sql, _alias in compiler.select[: compiler.col_count]]
    _shapes[what, sql] = Shape(tuple(query.selected), compiler.get_converters(columns))
    return sql, tuple(values)


def compiled(queryset: QuerySet[Any, Any]) -> Statement:
    """SQL and values; empty SQL where no row can be: ``none()``, or a filter that nothing passes."""
    try:
        sql, values = queryset.query.sql_with_params()
    except EmptyResultSet:
        return "", ()
    return sql, tuple(values)


def forget() -> None:
    """For tests that compile under other settings."""
    _found.clear()
    _shapes.clear()
