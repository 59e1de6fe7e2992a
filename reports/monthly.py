"""The monthly report of a place: every indicator with 环比, 同比, the year to date and its 同比.

The running month stands for itself: it is compared with nothing, and is in no longer period.
"""

from collections.abc import Container, Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet
from django.utils.functional import Promise

from accounts.models import User
from calendars import calendar
from calendars.spans import Span
from formulas.rates import Change
from indicators import sums
from indicators.catalogue import PHRASES, in_force
from indicators.figure import Figure, Indicator
from indicators.models import VillageMonth
from reports import drills
from reports.periods import A_YEAR, Place, level_of, months_of

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


@dataclass(frozen=True)
class Section:
    """The lines of one of the four phrases."""

    name: str | Promise
    lines: list[ReportLine]


def by_phrase(lines: Iterable[ReportLine]) -> list[Section]:
    """The lines under their phrases, in the order of the catalogue; a phrase without any is absent."""
    lines = list(lines)
    found = [
        Section(phrase.name, [line for line in lines if line.indicator in phrase.indicators])
        for phrase in PHRASES
    ]
    return [section for section in found if section.lines]


def complete_until(month: date) -> date:
    """The last month up to ``month`` that has ended."""
    return min(month, calendar.shift(calendar.this_month(), -1))


def to_date(month: date, span: Span) -> tuple[date, date] | None:
    """The months of the period that ``month`` lies in, up to it, without the running one; None while there is none."""
    last = complete_until(month)
    first = span.first(month)
    return (first, last) if first <= last else None


def lines(
    user: User, month: date, place: Place, have: Container[date] | None = None, span: Span = Span.YEAR
) -> list[ReportLine]:
    """The report's lines; comparisons are empty where the earlier period has no figures, or not the same months.

    ``span``: the longer period that stands beside the month, up to it.

    ``have``: the months that have figures, where a caller has read them already (``trends.read``).
    """
    rows = months_of(user, place)
    before, previous = calendar.shift(month, -A_YEAR), calendar.shift(month, -1)
    periods: Periods = {
        "month": (month, month),
        "previous": (previous, previous),
        "last_year": (before, before),
    }
    year = to_date(month, span)
    if year is not None:
        first, last = year
        periods |= {
            "year": year,
            "year_before": (calendar.shift(first, -A_YEAR), calendar.shift(last, -A_YEAR)),
        }
    level = level_of(user, place)
    nothing = sums.add([], level=level)
    found = dict.fromkeys(("year", "year_before"), nothing) | sums.totals(rows, periods, level=level)
    if year is not None:
        if have is None:
            have = months_with_figures(rows, periods["year_before"][0], month)
        if not has_same_months(have, year):
            found["year_before"] = nothing
    shown = in_force(span.first(month), month)
    return [_line(indicator, found, periods, place, user, span) for indicator in shown]


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
    indicator: Indicator, found: dict[str, sums.Sums], periods: Periods, place: Place, user: User, span: Span
) -> ReportLine:
    """One line. A year to date counts by the rule of the year, in January too, where it has one month only.

    A month that has not ended is compared with nothing: against whole months it would read as a collapse.
    """

    def known(name: str, span: Span = Span.MONTH) -> Figure | None:
        return indicator.figure(found[name], span) if found[name]["counted"] else None

    month, year = indicator.figure(found["month"]), indicator.figure(found["year"], span)
    has_ended = periods["month"][0] < calendar.this_month()
    return ReportLine(
        indicator=indicator,
        month=month,
        on_previous=month.change_from(known("previous")) if has_ended else None,
        on_last_year=month.change_from(known("last_year")) if has_ended else None,
        year=year,
        year_on_year=year.change_from(known("year_before", span)),
        month_link=drills.link(indicator, periods["month"], place, user),
        year_link=drills.link(indicator, periods["year"], place, user) if "year" in periods else "",
    )
