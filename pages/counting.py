"""Count the rows of several querysets in one statement, for boards that show many numbers side by side."""

import json
from collections.abc import Iterable
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import QuerySet


def counts(querysets: Iterable[QuerySet[Any]]) -> list[int]:
    """How many rows each has, in their order; one statement for all, none where no queryset can have a row."""
    return counts_and_rows(querysets, None)[0]


def counts_and_rows(
    querysets: Iterable[QuerySet[Any]], read: QuerySet[Any, dict[str, Any]] | None
) -> tuple[list[int], list[dict[str, Any]]]:
    """The same, and the rows of ``read`` (a queryset of ``values``) in the same statement, as JSON: days are texts."""
    asked = [_subquery("COUNT(*)", rows.order_by().values("pk"), "0") for rows in querysets]
    if read is not None:
        asked.append(_subquery("COALESCE(jsonb_agg(to_jsonb(asked)), '[]')", read, "'[]'::jsonb"))
    found: list[Any] = [0] * len(asked)
    if any(values is not None for _sql, values in asked):
        with connection.cursor() as cursor:
            sql = ", ".join(sql for sql, _values in asked)
            cursor.execute(f"SELECT {sql}", [one for _sql, values in asked for one in values or ()])
            found = list(cursor.fetchone())
    if read is None:
        return found, []
    *numbers, rows = found
    return numbers, json.loads(rows) if isinstance(rows, str) else rows or []


def _subquery(what: str, rows: QuerySet[Any], otherwise: str) -> tuple[str, tuple[Any, ...] | None]:
    """A column that asks ``what`` of the rows, and its values; ``otherwise`` where no row can be."""
    try:
        sql, values = rows.query.sql_with_params()
    except EmptyResultSet:  # none(), or a filter that nothing passes
        return otherwise, None
    return f"(SELECT {what} FROM ({sql}) asked)", values  # noqa: S608  # the SQL of the ORM
