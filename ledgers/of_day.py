"""What a village was called on the day of a row, as the database computes it: for the columns of files.

Of villages whose code, name and town never changed, which are nearly all, the present ones are read.
"""

from collections.abc import Callable
from typing import Any

from django.db.models import Case, CharField, F, OuterRef, Q, QuerySet, Subquery, When

from posts.models import TownCode, VillageCode, VillageName

NOW = {"code": "village__code", "name": "village__name", "town": "village__town__name"}


def of_day(part: str, day: str) -> Callable[[Any], Any]:
    """``part``: "code", "name" or "town" of the row's village on the day in the row's field ``day``."""

    def source(reader: Any) -> Any:
        changed = _changed(part)
        if not changed:
            return F(NOW[part])
        then = Subquery(_then(part, day))
        return Case(
            When(Q(village__in=changed) & Q(**{f"{day}__isnull": False}), then=then),
            default=F(NOW[part]),
            output_field=CharField(),
        )

    return source


def _changed(part: str) -> list[int]:
    """The villages that were, or will be, called differently; an abolished one keeps its last code for ever."""
    if part == "name":
        rows: QuerySet[Any] = VillageName.objects.exclude(until=None)
        return sorted(set(rows.values_list("village", flat=True)))
    goes_on = Q(village__closed_on=None) | ~Q(until=F("village__closed_on"))
    found = set(VillageCode.objects.filter(goes_on).exclude(until=None).values_list("village", flat=True))
    if part == "town":
        towns = TownCode.objects.exclude(until=None).values("town")
        found |= set(VillageCode.objects.filter(town__in=towns).values_list("village", flat=True))
    return sorted(found)


def _then(part: str, day: str) -> "QuerySet[Any]":
    """The first value that ends after the day: the one of the day, or the first one there is."""
    after = Q(until=None) | Q(until__gt=OuterRef(day))
    model = VillageName if part == "name" else VillageCode
    rows: QuerySet[Any] = model._default_manager.filter(after, village=OuterRef("village"))
    rows = rows.order_by(F("since").asc(nulls_first=True))
    if part != "town":
        return rows.values(part)[:1]
    names = TownCode.objects.filter(
        Q(until=None) | Q(until__gt=OuterRef(OuterRef(day))), town=OuterRef("town")
    )
    return rows.values(name=Subquery(names.order_by(F("since").asc(nulls_first=True)).values("name")[:1]))[:1]
