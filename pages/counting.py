"""Count the rows of several querysets in one statement, for boards that show many numbers side by side."""

import json
from collections.abc import Callable, Hashable, Iterable, Sequence
from functools import partial
from typing import Any

from django.db import connection
from django.db.models import QuerySet

from pages.compiled import Statement, compiled, statement

# A queryset, or how to build it: it is not built while its SQL is remembered.
Asked = QuerySet[Any, Any] | Callable[[], QuerySet[Any, Any]]
NO_ROWS, NO_LIST = "0", "'[]'::jsonb"  # what is asked where no row can be


def counts(querysets: Iterable[QuerySet[Any, Any]]) -> list[int]:
    """How many rows each has, in their order; one statement for all, none where no queryset can have a row."""
    return counts_and_rows(list(querysets), [])[0]


def counts_and_rows(
    querysets: Sequence[Asked],
    reads: Sequence[Asked],
    key: Hashable = None,
) -> tuple[list[int], list[list[dict[str, Any]]]]:
    """The same, and the rows of each of ``reads`` (querysets of ``values``) in one statement, as JSON: days are texts.

    ``key``: all that follows from those that are handed over unbuilt: their SQL is compiled once
    (``pages/compiled.py``). A queryset that is built already may know the hour, and is compiled each time.
    """
    count = partial(_subquery, "COUNT(*)", NO_ROWS)
    asked = [_column(count, one, (key, place)) for place, one in enumerate(querysets)]
    gather = partial(_subquery, "COALESCE(jsonb_agg(to_jsonb(asked)), '[]')", NO_LIST)
    asked += [_column(gather, one, (key, "read", place)) for place, one in enumerate(reads)]
    found: list[Any] = [0] * len(asked)
    if any(sql not in (NO_ROWS, NO_LIST) for sql, _values in asked):
        with connection.cursor() as cursor:
            sql = ", ".join(sql for sql, _values in asked)
            cursor.execute(f"SELECT {sql}", [one for _sql, values in asked for one in values])
            found = list(cursor.fetchone())
    numbers, lists = found[: len(querysets)], found[len(querysets) :]
    return numbers, [json.loads(rows) if isinstance(rows, str) else rows or [] for rows in lists]


def _column(
    subquery: Callable[[QuerySet[Any]], Statement], asked: Asked, key: tuple[Hashable, ...]
) -> Statement:
    if isinstance(asked, QuerySet):
        return subquery(asked)
    if key[0] is None:
        raise ValueError("what is not built needs a key")
    return statement(key, lambda: subquery(asked()))


def _subquery(what: str, otherwise: str, rows: QuerySet[Any]) -> Statement:
    """A column that asks ``what`` of the rows, and its values; ``otherwise`` where no row can be."""
    sql, values = compiled(rows.order_by().values("pk") if what == "COUNT(*)" else rows)
    return (f"(SELECT {what} FROM ({sql}) asked)", values) if sql else (otherwise, ())  # noqa: S608  # SQL of the ORM
