"""Sums of counts over villages and months. A station's rate is a ratio of these sums, never a mean of rates.

Read by the month pages, by publication (indicators/publish.py) and by every report. ``Sums`` maps each count field, and
each name of ``REPORTING``, to its sum; a reported count is None where nobody reported.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from django.db.models import Case, Count, F, Max, Q, QuerySet, Sum, When
from django.db.models.functions import Coalesce

from calendars import calendar
from indicators.models.months import COUNT_FIELDS, FIVE_NONE, REPORTED, STOCKS, Counts, VillageMonth

FLOWS = tuple(name for name in COUNT_FIELDS if name not in {*STOCKS, *REPORTED})
ALL_REPORTED = Q(**{f"{name}__isnull": False for name in FIVE_NONE})
ALL_ZERO = Q(**dict.fromkeys(FIVE_NONE, 0))
REPORTING = (
    "expected",
    "reported",
    "preventable_reported",
    "met_five_none",
)  # villages, and how many of them reported
LEVELS = ("town", "station", "post", "village")

Sums = dict[str, Any]


def by_place(months: QuerySet[VillageMonth], level: str, first: date, last: date) -> dict[int | None, Sums]:
    """Sums of ``first`` .. ``last`` for each town, station, post or village: ``{key: sums}``."""
    grouped: dict[int | None, list[Sums]] = defaultdict(list)
    for row in _by_village(months, first, last):
        grouped[row["village"] if level == "village" else row[f"at_{level}"]].append(row)
    return {key: add(rows) for key, rows in grouped.items()}


def total(months: QuerySet[VillageMonth], first: date, last: date) -> Sums:
    """Sums of ``first`` .. ``last`` over all villages of ``months``."""
    return add(_by_village(months, first, last))


def by_month(months: QuerySet[VillageMonth], first: date, last: date) -> dict[date, Sums]:
    """Sums of each month ``first`` .. ``last`` over all villages of ``months``; months without rows are absent."""
    rows = (
        months.filter(month__gte=first, month__lte=last)
        .values("month")
        .annotate(
            **{f"sum_{name}": Sum(name) for name in COUNT_FIELDS},
            expected=Count("pk"),
            reported=Count("pk", filter=ALL_REPORTED),
            preventable_reported=Count("preventable"),
            met_five_none=Count("pk", filter=ALL_ZERO),
        )
    )
    return {row["month"]: _plain(row) for row in rows}


def five_none(
    months: QuerySet[VillageMonth], level: str, first: date, last: date
) -> dict[tuple[int | None, date], Sums]:
    """Villages expected, reported and met of each place and month ``first`` .. ``last``, in one query."""
    rows = (
        months.filter(month__gte=first, month__lte=last)
        .order_by()
        .values(f"{level}_id", "month")
        .annotate(
            expected=Count("pk"),
            reported=Count("pk", filter=ALL_REPORTED),
            met_five_none=Count("pk", filter=ALL_ZERO),
        )
    )
    return {(row[f"{level}_id"], row["month"]): row for row in rows}


def of_row(row: Counts) -> Sums:
    """The sums of one stored row of counts (a VillageMonth or PublishedCounts)."""
    sums = {name: getattr(row, name) for name in COUNT_FIELDS}
    return sums | _reporting(sums)


def add(rows: Iterable[Sums]) -> Sums:
    """Add sums of places up. A reported count is None where nobody reported."""
    rows = list(rows)
    added: Sums = {name: sum(row[name] for row in rows) for name in (*STOCKS, *FLOWS)}
    for name in REPORTED:
        reported = [row[name] for row in rows if row[name] is not None]
        added[name] = sum(reported) if reported else None
    return added | {name: sum(row[name] for row in rows) for name in REPORTING}


def _by_village(months: QuerySet[VillageMonth], first: date, last: date) -> list[Sums]:
    """One row a village: flows added up, stocks of the last month, five-none over every month of the period."""
    if first == last:
        return _of_month(months, first)
    length = len(calendar.months_between(first, last))
    newest = months.filter(month__gte=first, month__lte=last).aggregate(newest=Max("month"))["newest"] or last
    at_end = {f"sum_{name}": Coalesce(Max(Case(When(month=newest, then=F(name)))), 0) for name in STOCKS}
    places = {f"at_{level}": Max(Case(When(month=newest, then=F(f"{level}_id")))) for level in LEVELS[:-1]}
    rows = (
        months.filter(month__gte=first, month__lte=last)
        .values("village")
        .annotate(
            **at_end,
            **places,
            **{f"sum_{name}": Sum(name) for name in (*FLOWS, *REPORTED)},
            months_reported=Count("pk", filter=ALL_REPORTED),
            months_preventable=Count("preventable"),
            months_zero=Count("pk", filter=ALL_ZERO),
        )
    )
    return [
        _plain(row)
        | {
            "expected": 1,
            "reported": int(row["months_reported"] == length),
            "preventable_reported": int(row["months_preventable"] == length),
            "met_five_none": int(row["months_zero"] == length),
        }
        for row in rows
    ]


def _of_month(months: QuerySet[VillageMonth], month: date) -> list[Sums]:
    """A month has one row a village already: grouping it would cost more than reading the rows."""
    places = {f"at_{level}": F(f"{level}_id") for level in LEVELS[:-1]}
    rows = months.filter(month=month).order_by().values("village", *COUNT_FIELDS, **places)
    return [row | _reporting(row) for row in rows]


def _reporting(sums: Sums) -> Sums:
    """Whether one village reported its five-none and its preventable cases in one month, and whether all were zero."""
    five = [sums[name] for name in FIVE_NONE]
    return {
        "expected": 1,
        "reported": int(None not in five),
        "preventable_reported": int(sums["preventable"] is not None),
        "met_five_none": int(five == [0] * 5),
    }


def _plain(row: Mapping[str, object]) -> Sums:
    return {name.removeprefix("sum_"): value for name, value in row.items()}
