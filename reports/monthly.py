"""The monthly report of a place: every indicator with 环比, 同比, the year to date and its 同比."""

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
from reports.periods import Place, months_of

Periods = dict[str, tuple[date, date]]
A_YEAR = 12


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


def lines(user: User, month: date, place: Place) -> list[ReportLine]:
    """The report's lines; comparisons are empty where the earlier period has no figures, or not the same months."""
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
    found = {name: sums.total(rows, *period) for name, period in periods.items()}
    if not has_same_months(rows, periods["year"], periods["year_before"]):
        found["year_before"] = sums.add([])
    return [_line(indicator, found, periods, place, user) for indicator in CATALOGUE]


def has_same_months(rows: QuerySet[VillageMonth], year: tuple[date, date], before: tuple[date, date]) -> bool:
    """Both years have figures of the same months; nine months are not compared with twelve."""
    first, last = before[0], year[1]
    present = set(
        rows.filter(month__gte=first, month__lte=last).order_by().values_list("month", flat=True).distinct()
    )
    return all(
        (month in present) == (calendar.shift(month, -A_YEAR) in present)
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
        return figure(name, months) if found[name]["expected"] else None

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
