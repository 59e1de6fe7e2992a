"""The monthly report of a place: every indicator with 环比, 同比, the year to date and its 同比."""

from collections.abc import Container
from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet

from accounts.models import User
from calendars import calendar
from formulas.rates import Change
from indicators import sums
from indicators.catalogue import CATALOGUE
from indicators.figure import Figure, Indicator
from indicators.models import VillageMonth
from reports import drills
from reports.periods import A_YEAR, Place, months_of

Periods = dict[str, tuple[date, date]]


@dataclass(frozen=True)
class ReportLine:
    """One indicator of the report."""

    indicator: Indicator
    month: Figure
    on_previous: Change | None
    on_last_year: Change | None
    year: Figure
    year_on_year: Change | None
    month_link: str
    year_link: str


def lines(user: User, month: date, place: Place, have: Container[date] | None = None) -> list[ReportLine]:
    """The report's lines; comparisons are empty where the earlier period has no figures, or not the same months.

    ``have``: the months that have figures, where a caller has read them already (``trends.read``).
    """
    rows = months_of(user, place)
    january, before = date(month.year, 1, 1), calendar.shift(month, -12)
    previous = calendar.shift(month, -1)
    periods: Periods = {
        "month": (month, month),
        "previous": (previous, previous),
        "last_year": (before, before),
        "year": (january, month),
        "year_before": (date(before.year, 1, 1), before),
    }
    found = sums.totals(rows, periods)
    if have is None:
        have = months_with_figures(rows, periods["year_before"][0], month)
    if not has_same_months(have, periods["year"]):
        found["year_before"] = sums.add([])
    return [_line(indicator, found, periods, place, user) for indicator in CATALOGUE]


def months_with_figures(rows: QuerySet[VillageMonth], first: date, last: date) -> set[date]:
    within = rows.filter(month__gte=first, month__lte=last)
    return set(within.order_by().values_list("month", flat=True).distinct())


def has_same_months(have: Container[date], year: tuple[date, date]) -> bool:
    """Both years have figures of the same months; nine months are not compared with twelve."""
    return all(
        (month in have) == (calendar.shift(month, -A_YEAR) in have)
        for month in calendar.months_between(*year)
    )


def _line(
    indicator: Indicator, found: dict[str, sums.Sums], periods: Periods, place: Place, user: User
) -> ReportLine:
    """One line. A year to date counts by the rule of the year, in January too, where it has one month only.

    A month that has not ended is compared with nothing: against whole months it would read as a collapse.
    """

    def figure(name: str, months: int = 1) -> Figure:
        return indicator.figure(found[name], months=months)

    def known(name: str, months: int = 1) -> Figure | None:
        return figure(name, months) if found[name]["counted"] else None

    month, year = figure("month"), figure("year", A_YEAR)
    has_ended = periods["month"][0] < calendar.this_month()
    return ReportLine(
        indicator=indicator,
        month=month,
        on_previous=month.change_from(known("previous")) if has_ended else None,
        on_last_year=month.change_from(known("last_year")) if has_ended else None,
        year=year,
        year_on_year=year.change_from(known("year_before", A_YEAR)) if has_ended else None,
        month_link=drills.link(indicator, periods["month"], place, user),
        year_link=drills.link(indicator, periods["year"], place, user),
    )
