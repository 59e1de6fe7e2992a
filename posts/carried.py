"""Which village counts what a row says of a day (posts/models/carried.py)."""

from collections.abc import Collection
from datetime import date
from typing import Any

from django.db import models
from django.db.models import BigIntegerField, Case, DateField, Exists, F, Func, OuterRef, Value, When
from django.db.models.expressions import Combinable

from posts.models import CarriedRow, Succession
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


def left_from(model: type[models.Model], villages: Collection[int]) -> dict[int, int]:
    """The rows that went on from the villages: the key of each, and the village that it left."""
    rows = CarriedRow.objects.filter(table_name=model._meta.db_table, village__in=villages)
    return dict(rows.order_by("-day").values_list("row_key", "village"))


def expression(model: type[Placed], day: str | date, *, key: str = "pk") -> Any:
    """The same of each row of a query, by its column ``day`` or on one day. ``model``, ``key``: of what the row is a
    part of, where that is another one."""
    on = F(day) if isinstance(day, str) else Value(day, output_field=DateField())
    return Func(
        Value(model._meta.db_table),
        F(key),
        F("village_id"),
        on,
        function="posts_village_on",
        output_field=BigIntegerField(),
    )


def successor_on(village: int, day: date | None) -> int:
    """The key of the village that has on the day what the village had (posts/sql/successor_on.sql)."""
    if day is None:
        return village
    merged = Succession.objects.filter(kind=Succession.Kind.MERGED, day__lte=day)
    while (further := merged.filter(village=village).values_list("successor", flat=True).first()) is not None:
        village = further
    return village


def successor(village: Combinable, day: str, merged: Any) -> Any:
    """The same of each row of a query, by its column ``day``. ``merged``: the condition under which ``village`` may
    have been merged at all, so that the function is called for few rows."""
    then = Func(village, F(day), function="posts_successor_on", output_field=BigIntegerField())
    return Case(When(merged, then=then), default=village, output_field=BigIntegerField())


def was_merged(village: str) -> Exists:
    """Rows whose ``village``, the name of a column, has been merged into another one, or will be."""
    return Exists(Succession.objects.filter(village=OuterRef(village), kind=Succession.Kind.MERGED))
