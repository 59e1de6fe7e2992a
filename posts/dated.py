"""Reads and writes the dated values of towns and villages: code, name, town (posts/models/dated.py).

``set_from`` keeps one value a day without gaps; ``bring_up_to_date`` copies what holds today to the rows of the towns
and villages, after each change and every night.
"""

from collections.abc import Iterable, Mapping
from datetime import date
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.db import connection
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from posts.models.dated import Dated, TownCode, VillageCode, VillageName

OWNER: dict[type[Dated], str] = {VillageCode: "village", VillageName: "village", TownCode: "town"}
VALUES: dict[type[Dated], tuple[str, ...]] = {
    VillageCode: ("code", "town_id"),
    VillageName: ("name",),
    TownCode: ("code", "name"),
}
Values = dict[str, Any]
TODAY = Path(__file__).parent / "sql" / "divisions_today.sql"


def values_on(model: type[Dated], owners: Iterable[int], day: date) -> dict[int, Values]:
    """The values of each owner on the day, by key; before its first day the first ones, after its last day none."""
    owner = OWNER[model]
    rows = model._default_manager.filter(**{f"{owner}__in": list(owners)}).filter(
        Q(until=None) | Q(until__gt=day)
    )
    first = rows.order_by(f"{owner}_id", F("since").asc(nulls_first=True)).distinct(f"{owner}_id")
    return {
        getattr(row, f"{owner}_id"): {name: getattr(row, name) for name in VALUES[model]} for row in first
    }


def set_from(
    model: type[Dated],
    changed: Mapping[int, Values],
    since: date,
    *,
    before: Mapping[int, Values] | None = None,
) -> None:
    """From the day on each owner has these values. ``before``: what an owner without a row had until then.

    ValidationError where another value is entered from a later day. What begins on the day itself is corrected.
    """
    owner = f"{OWNER[model]}_id"
    rows = model._default_manager.filter(**{f"{owner}__in": list(changed)})
    _check_nothing_later(model, rows, since)
    known = set(rows.values_list(owner, flat=True))
    rows.filter(since=since).delete()
    former = [row for row in rows if row.until in {None, since}]
    again = {
        getattr(row, owner): row.pk for row in former if _values(model, row) == changed[getattr(row, owner)]
    }
    rows.filter(until=None).exclude(pk__in=again.values()).update(until=since)
    rows.filter(pk__in=again.values()).update(until=None)
    new = [
        model(**{owner: key}, since=since, **values) for key, values in changed.items() if key not in again
    ]
    first = [
        model(**{owner: key}, until=since, **values)
        for key, values in (before or {}).items()
        if key not in known
    ]
    model._default_manager.bulk_create([*new, *first])


def end(model: type[Dated], owners: Iterable[int], day: date) -> None:
    """From the day on the owners have no value: a code may mean another village from then on."""
    owner = OWNER[model]
    rows = model._default_manager.filter(**{f"{owner}__in": list(owners)})
    _check_nothing_later(model, rows, day)
    rows.filter(since=day).delete()
    rows.filter(until=None).update(until=day)


def open_again(model: type[Dated], owners: Iterable[int], day: date) -> None:
    """The last value of each owner holds on as if it had not ended; ``day``: the one on which it had."""
    owner = OWNER[model]
    model._default_manager.filter(**{f"{owner}__in": list(owners)}, until=day).update(until=None)


def bring_up_to_date() -> None:
    """Towns and villages show the code, name and town of today."""
    with connection.cursor() as cursor:
        cursor.execute(TODAY.read_text(encoding="utf-8"), {"today": timezone.localdate()})


def _values(model: type[Dated], row: Dated) -> Values:
    return {name: getattr(row, name) for name in VALUES[model]}


def _check_nothing_later(model: type[Dated], rows: Any, since: date) -> None:
    later = list(rows.filter(since__gt=since).select_related(OWNER[model]).order_by("since")[:10])
    if later:
        named = "、".join(
            _("%(village)s (%(day)s)")
            % {"village": getattr(row, OWNER[model]), "day": f"{row.since:%Y-%m-%d}"}
            for row in later
        )
        raise ValidationError(
            _("A later change is entered already: %(places)s. Choose a later day.") % {"places": named}
        )
