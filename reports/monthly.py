"""The monthly report of a place: every indicator with 环比, 同比, the year to date and its 同比."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from indicators import sums
from indicators.catalogue import CATALOGUE, Figure, Indicator
from indicators.formulas.rates import Change
from posts import calendar
from reports import drills
from reports.periods import Place, months_of


@dataclass(frozen=True)
class Line:
    """One indicator of the report."""

    indicator: Indicator
    month: Figure
    on_previous: Change | None
    on_last_year: Change | None
    year: Figure
    year_on_year: Change | None
    month_link: str
    year_link: str


def lines(user: Any, month: date, place: Place) -> list[Line]:
    """The report's lines; comparisons are empty where the earlier period has no figures."""
    rows = months_of(user, place)
    january, before = date(month.year, 1, 1), calendar.shift(month, -12)
    periods = {
        "month": (month, month),
        "previous": (calendar.shift(month, -1),) * 2,
        "last_year": (before, before),
        "year": (january, month),
        "year_before": (date(before.year, 1, 1), before),
    }
    found = {name: sums.total(rows, *period) for name, period in periods.items()}
    return [_line(indicator, found, periods, place, user) for indicator in CATALOGUE]


def _line(indicator: Indicator, found: dict, periods: dict, place: Place, user: Any) -> Line:
    def figure(name: str) -> Figure | None:
        # a year to date counts by the rule of the year, also in January, where it has one month
        return indicator.figure(found[name], months=2 if "year" in name and name != "last_year" else 1)

    def known(name: str) -> Figure | None:
        return figure(name) if found[name]["expected"] else None

    month, year = figure("month"), figure("year")
    return Line(
        indicator=indicator,
        month=month,
        on_previous=month.change_from(known("previous")),
        on_last_year=month.change_from(known("last_year")),
        year=year,
        year_on_year=year.change_from(known("year_before")),
        month_link=drills.link(indicator, *periods["month"], place, user),
        year_link=drills.link(indicator, *periods["year"], place, user),
    )
