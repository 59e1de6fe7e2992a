"""Which village counts what a row says of a day (posts/models/carried.py)."""

from datetime import date
from typing import Any

from django.db import models
from django.db.models import BigIntegerField, F, Func, Value

from posts.models import CarriedRow
from posts.models.placed import Placed


def village_on(model: type[models.Model], key: int | None, village: int, day: date | None) -> int:
    """The key of the village in which the row, now of ``village``, lay on the day (posts/sql/village_on.sql)."""
    if key is None or day is None:
        return village
    rows = CarriedRow.objects.filter(table_name=model._meta.db_table, row_key=key).order_by("day")
    ways = list(rows.values_list("day", "village", "succession__successor"))
    if not ways or ways[-1][2] != village:
        return village
    return next((was for until, was, _next in ways if day < until), village)


def expression(model: type[Placed], day: str) -> Any:
    """The same of each row of a query, by its column ``day``."""
    return Func(
        Value(model._meta.db_table),
        F("pk"),
        F("village_id"),
        F(day),
        function="posts_village_on",
        output_field=BigIntegerField(),
    )
