"""Count the rows of several querysets in one statement, for boards that show many numbers side by side."""

from collections.abc import Iterable
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import QuerySet


def counts(querysets: Iterable[QuerySet[Any]]) -> list[int]:
    """How many rows each has, in their order; one statement for all, none where no queryset can have a row."""
    parts: list[str] = []
    values: list[Any] = []
    for rows in querysets:
        try:
            sql, given = rows.order_by().values("pk").query.sql_with_params()
        except EmptyResultSet:  # none(), or a filter that nothing passes
            parts.append("0")
        else:
            parts.append(f"(SELECT COUNT(*) FROM ({sql}) counted)")  # noqa: S608  # the SQL of the ORM
            values.extend(given)
    if not any(part != "0" for part in parts):
        return [0] * len(parts)
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {', '.join(parts)}", values)
        return list(cursor.fetchone())
