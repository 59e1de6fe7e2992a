"""Sums of counts over villages and months. A station's rate is a ratio of these sums, never a mean of rates.

Read by the month pages, by publication (indicators/publish.py) and by every report. ``Sums`` maps each count field,
and each name of ``REPORTING``, to its sum; a reported count is None where nobody reported; ``hidden`` has the questions
whose answers are hidden of the place in the period (indicators/hiding.py), by its ``level``. Medians do not
add up: of several villages theirs have a middle one, of a village's months as well. The database adds up: it sends one
row a place, for several periods in one statement.
"""

from collections.abc import Iterable, Mapping
from datetime import date
from functools import reduce
from operator import or_
from statistics import median
from typing import Any

from django.contrib.postgres.aggregates import BitOr
from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import (
    Aggregate,
    Case,
    Count,
    DecimalField,
    F,
    Max,
    Q,
    QuerySet,
    Subquery,
    Sum,
    Value,
    When,
)
from django.db.models.functions import Coalesce, Least

from calendars import calendar
from indicators.hiding import PART, hidden_at
from indicators.models.months import COUNT_FIELDS, FIVE_NONE, MEDIANS, REPORTED, STOCKS, Counts, VillageMonth
from indicators.models.publications import PublishedCounts

FLOWS = tuple(name for name in COUNT_FIELDS if name not in {*STOCKS, *REPORTED, *MEDIANS})
EXPECTED = Q(is_expected=True)
ALL_REPORTED = EXPECTED & Q(**{f"{name}__isnull": False for name in FIVE_NONE})
PREVENTABLE_REPORTED = EXPECTED & Q(preventable__isnull=False)
ALL_ZERO = EXPECTED & Q(**dict.fromkeys(FIVE_NONE, 0))
ASKED = EXPECTED & Q(invited__gt=0)
ANY_ABOVE = EXPECTED & reduce(or_, (Q(**{f"{name}__gt": 0}) for name in FIVE_NONE))
# Villages counted at any time, those expected at the end, and how many of these reported their five-none and their
# preventable cases, had none of the five, and are judged: they had none, or one was attested, reported all or not.
# ``surveyed``: expected, and asked in a survey round that counts.
REPORTING = (
    "counted", "expected", "reported", "preventable_reported", "met_five_none", "judged_five_none", "surveyed",
)  # fmt: skip
# What a row says of the months up to its own, in the order of ``REPORTING`` from the third one on.
IN_A_ROW = ("reported_months", "preventable_months", "met_months")
SUMMED = (*STOCKS, *FLOWS, *REPORTED, *MEDIANS, *REPORTING)
# What is no whole number: PostgreSQL adds whole ones up to numeric, which no count is.
FRACTIONS = {field.name for field in Counts._meta.local_fields if isinstance(field, DecimalField)}
OF_ALL = 0  # the key of the sums over all villages

MIDDLE = "percentile_cont(0.5) WITHIN GROUP (ORDER BY %s)"


class Median(Aggregate):
    """The middle one of several values, between two of them their mean; NULL where there is none."""

    template = f"{MIDDLE % '%(expressions)s'}::numeric"
    output_field = DecimalField()


Sums = dict[str, Any]
Period = tuple[date, date]  # its first and its last month, both inside
Villages = QuerySet[
    VillageMonth, tuple[Any, ...]
]  # (part, place, computed_at, month, bits, *SUMMED), a row a village


def total(months: QuerySet[VillageMonth], first: date, last: date, *, level: str) -> Sums:
    """Sums of ``first`` .. ``last`` over all villages of ``months``; ``computed_at`` is the newest count."""
    return totals(months, {"": (first, last)}, level=level)[""]


def totals(months: QuerySet[VillageMonth], periods: Mapping[str, Period], *, level: str) -> dict[str, Sums]:
    """The same for several periods, by their names, in one statement."""
    found = _added([_by_village(months, period, name) for name, period in periods.items()], level)
    return {name: found.get((name, OF_ALL)) or add([], level=level) for name in periods}


def by_place(
    months: QuerySet[VillageMonth], level: str, first: date, last: date, *, are_parts: bool = False
) -> dict[int | None, Sums]:
    """Sums of ``first`` .. ``last`` for each town, station, post or village: ``{key: sums}``.

    ``are_parts``: the person may see some villages of the place alone.
    """
    found = _added([_by_village(months, (first, last), level=level)], PART if are_parts else level)
    return {key: sums for (_part, key), sums in found.items()}


def in_newest(
    months: QuerySet[VillageMonth], level: str, having: Q
) -> tuple[date | None, dict[int | None, Sums]]:
    """The newest month in which ``having`` holds of a village, and the sums of each place in it."""
    newest = months.filter(having).order_by("-month").values("month")[:1]
    found = _added([_of_month(months, Subquery(newest), level=level)], level)
    month = next((sums["month"] for sums in found.values()), None)
    return month, {key: sums for (_part, key), sums in found.items()}


def by_month(months: QuerySet[VillageMonth], first: date, last: date, *, level: str) -> dict[date, Sums]:
    """Sums of each month ``first`` .. ``last`` over all villages of ``months``; months without rows are absent."""
    rows = (
        months.filter(month__gte=first, month__lte=last)
        .order_by()
        .values("month")
        .annotate(
            **{f"sum_{name}": (Median if name in MEDIANS else Sum)(name) for name in COUNT_FIELDS},
            sum_computed_at=Max("computed_at"),
            counted=Count("pk"),
            expected=Count("pk", filter=EXPECTED),
            reported=Count("pk", filter=ALL_REPORTED),
            preventable_reported=Count("pk", filter=PREVENTABLE_REPORTED),
            met_five_none=Count("pk", filter=ALL_ZERO),
            judged_five_none=Count("pk", filter=ALL_ZERO | ANY_ABOVE),
            surveyed=Count("pk", filter=ASKED),
            bits=BitOr("hidden_answers"),
        )
    )
    return {
        row["month"]: {name.removeprefix("sum_"): value for name, value in row.items()}
        | {"hidden": hidden_at(level, row["bits"])}
        for row in rows
    }


def five_none(
    months: QuerySet[VillageMonth], level: str, first: date, last: date
) -> dict[tuple[int | None, date], Sums]:
    """Villages expected, reported and met of each place and month ``first`` .. ``last``, with its name (``place``)."""
    rows = (
        months.filter(month__gte=first, month__lte=last)
        .order_by()
        .values(f"{level}_id", "month", place=F(f"{level}__name"))
        .annotate(
            expected=Count("pk", filter=EXPECTED),
            reported=Count("pk", filter=ALL_REPORTED),
            met_five_none=Count("pk", filter=ALL_ZERO),
            judged_five_none=Count("pk", filter=ALL_ZERO | ANY_ABOVE),
        )
    )
    return {(row[f"{level}_id"], row["month"]): row for row in rows}


def of_row(row: VillageMonth | PublishedCounts) -> Sums:
    """The sums of one stored row of counts: of a village."""
    sums = {name: getattr(row, name) for name in COUNT_FIELDS}
    five = [sums[name] for name in FIVE_NONE]
    return sums | {
        "hidden_answers": row.hidden_answers,
        "hidden": hidden_at("village", row.hidden_answers),
        "counted": 1,
        "expected": int(row.is_expected),
        "reported": int(row.is_expected and None not in five),
        "preventable_reported": int(row.is_expected and sums["preventable"] is not None),
        "met_five_none": int(row.is_expected and five == [0] * 5),
        "judged_five_none": int(row.is_expected and (five == [0] * 5 or any(five))),
        "surveyed": int(row.is_expected and row.invited > 0),
    }


def add(rows: Iterable[Sums], *, level: str) -> Sums:
    """Add sums up to those of a place of the ``level``, as the database does. A reported count is None where nobody
    reported."""
    rows = list(rows)
    bits = reduce(or_, (row["hidden_answers"] for row in rows), 0)
    added: Sums = {name: sum(row[name] for row in rows) for name in (*STOCKS, *FLOWS)}
    for name in REPORTED:
        reported = [row[name] for row in rows if row[name] is not None]
        added[name] = sum(reported) if reported else None
    for name in MEDIANS:
        known = [row[name] for row in rows if row[name] is not None]
        added[name] = median(known) if known else None
    newest = max((row["computed_at"] for row in rows if row.get("computed_at")), default=None)
    added |= {name: sum(row[name] for row in rows) for name in REPORTING}
    return added | {"computed_at": newest, "hidden_answers": bits, "hidden": hidden_at(level, bits)}


def _added(parts: list[Villages], level: str) -> dict[tuple[str, int | None], Sums]:
    """The villages added up by part and place of the ``level``; a place without villages is absent."""
    try:
        sql, values = parts[0].union(*parts[1:], all=True).query.sql_with_params()
    except EmptyResultSet:  # of somebody who sees no village
        return {}
    columns = ", ".join(("part", "place", "computed_at", "month", "bits", *SUMMED))
    sums = ", ".join(_summed(name) for name in SUMMED)
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT part, place, MAX(computed_at), MAX(month), bit_or(bits), {sums} "  # noqa: S608  # the ORM's SQL, our own names
            f"FROM ({sql}) AS villages ({columns}) GROUP BY part, place",
            values,
        )
        return {
            (part, place): {
                "computed_at": counted_at,
                "month": month,
                "hidden_answers": bits,
                "hidden": hidden_at(level, bits),
                **dict(zip(SUMMED, row, strict=True)),
            }
            for part, place, counted_at, month, bits, *row in cursor.fetchall()
        }


def _summed(name: str) -> str:
    """SQL of what becomes of a column of several villages."""
    if name in MEDIANS:
        return f"{MIDDLE % name}::numeric"
    return f"SUM({name}){'' if name in FRACTIONS else '::bigint'}"


def _by_village(
    months: QuerySet[VillageMonth], period: Period, part: str = "", level: str | None = None
) -> Villages:
    """Flows where the village belonged in each month; stocks and judgements where it belongs in the last month that has
    figures, over every month of the period: a village that moved in brings its months along.
    """
    first, last = period
    if first == last:
        return _of_month(months, first, part, level)
    rows = months.filter(month__gte=first, month__lte=last).order_by()
    # Of all places that one sees: a place that has no village any more has no stocks.
    newest = (
        VillageMonth.objects.filter(month__gte=first, month__lte=last).order_by("-month").values("month")[:1]
    )
    at_end = EXPECTED & Q(month=Subquery(newest))
    length = len(calendar.months_between(first, last))
    return rows.values("village", place=_key(level)).values_list(
        Value(part),
        "place",
        Max("computed_at"),
        Max("month"),
        BitOr("hidden_answers"),
        *(Coalesce(Max(name, filter=at_end), 0) for name in STOCKS),
        *(Sum(name) for name in (*FLOWS, *REPORTED)),
        *(Median(name) for name in MEDIANS),
        Value(1),
        _one_if(at_end),
        *(_one_if(at_end & Q(**{f"{name}__gte": length})) for name in IN_A_ROW),
        _one_if(at_end & (Q(met_months__gte=length) | Q(months_since_case__lt=length))),
        Least(_one_if(at_end), _one_if(Q(invited__gt=0))),
    )


def _of_month(
    months: QuerySet[VillageMonth], month: date | Subquery, part: str = "", level: str | None = None
) -> Villages:
    """A month has one row a village already: grouping it would cost more than reading the rows."""
    return (
        months.filter(month=month)
        .order_by()
        .values_list(
            Value(part),
            _key(level),
            "computed_at",
            "month",
            "hidden_answers",
            *(*STOCKS, *FLOWS, *REPORTED, *MEDIANS),
            Value(1),
            *(
                Case(When(met, then=1), default=0)
                for met in (
                    EXPECTED,
                    ALL_REPORTED,
                    PREVENTABLE_REPORTED,
                    ALL_ZERO,
                    ALL_ZERO | ANY_ABOVE,
                    ASKED,
                )
            ),
        )
    )


def _key(level: str | None) -> Value | F:
    return Value(OF_ALL) if level is None else F(f"{level}_id")


def _one_if(holds: Q) -> Coalesce:
    """1 where it holds of a row of the group, else 0."""
    return Coalesce(Max(Case(When(holds, then=1))), 0)
