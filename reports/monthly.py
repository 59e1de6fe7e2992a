"""The monthly report of a place: every indicator with 环比, 同比, the year to date and its 同比.

A published month has the published figures, and its year to date is the one that was published with it; where today's
counts make another one, the line says so. Everything else is counted live, the year to date as a whole.
"""

from collections.abc import Container, Mapping
from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet

from accounts.models import User
from calendars import calendar
from formulas.rates import Change
from indicators import by_place, published_places, sums
from indicators.catalogue import CATALOGUE
from indicators.figure import Figure, Indicator
from indicators.models import VillageMonth
from indicators.published_places import OfPlace
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
    is_published: bool = False
    differs: bool = False  # the month: today's counts make another figure than was published
    year_differs: bool = False


def lines(
    user: User,
    month: date,
    place: Place,
    have: Container[date] | None = None,
    out: Mapping[date, OfPlace] | None = None,
) -> list[ReportLine]:
    """The report's lines; comparisons are empty where the earlier period has no figures, or not the same months.

    ``have``: the months that have figures, where a caller has read them already (``trends.read``); ``out``: the
    published figures of the months of ``compared_with``, as well.
    """
    rows = months_of(user, place)
    _month, previous, before = compared_with(month)
    january = date(month.year, 1, 1)
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
    same_months = has_same_months(have, periods["year"])
    if not same_months:
        found["year_before"] = sums.add([])
    published = _published(periods, published_of(user, month, place) if out is None else out)
    if not same_months:
        published["year_before"] = {}
    return [_line(indicator, found, published, periods, place, user) for indicator in CATALOGUE]


def compared_with(month: date) -> tuple[date, date, date]:
    """The month itself, the one before, and the same one of last year."""
    return month, calendar.shift(month, -1), calendar.shift(month, -A_YEAR)


def published_of(user: User, month: date, place: Place) -> dict[date, OfPlace]:
    """The published figures of the place in these months."""
    level, key = (place.level, place.key) if place.level else published_places.own(user)
    found = published_places.newest_of(user, compared_with(month), level, [key])
    return {one: figures for (one, _key), figures in found.items()}


def _published(periods: Periods, out: Mapping[date, OfPlace]) -> dict[str, dict[str, Figure]]:
    """The published figures by period and indicator; none of a period that is not published."""
    found = {name: out.get(last) for name, (_first, last) in periods.items()}
    return {
        name: {} if one is None else one.year if name.startswith("year") else one.month
        for name, one in found.items()
    }


def differs(published: Figure, today: Figure) -> bool:
    """Is today's figure another one than was published? Households follow the register and make no difference."""
    if published.is_hidden:
        return False
    was, now = by_place.stored(published), by_place.stored(today)
    if published.indicator.denominator == "households":
        return was[1] != now[1]
    return was[1:3] != now[1:3]


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
    indicator: Indicator,
    found: dict[str, sums.Sums],
    out: dict[str, dict[str, Figure]],
    periods: Periods,
    place: Place,
    user: User,
) -> ReportLine:
    """One line. A year to date counts by the rule of the year, in January too, where it has one month only.

    A month that has not ended is compared with nothing: against whole months it would read as a collapse.
    """

    def live(name: str) -> Figure:
        return indicator.figure(found[name], months=A_YEAR if name.startswith("year") else 1)

    def figure(name: str) -> Figure:
        return out[name].get(indicator.code) or live(name)

    def known(name: str) -> Figure | None:
        return figure(name) if found[name]["counted"] or indicator.code in out[name] else None

    month, year = figure("month"), figure("year")
    has_ended = periods["month"][0] < calendar.this_month()
    published = out["month"].get(indicator.code), out["year"].get(indicator.code)
    return ReportLine(
        indicator=indicator,
        month=month,
        on_previous=month.change_from(known("previous")) if has_ended else None,
        on_last_year=month.change_from(known("last_year")) if has_ended else None,
        year=year,
        year_on_year=year.change_from(known("year_before")) if has_ended else None,
        month_link=drills.link(indicator, periods["month"], place, user),
        year_link=drills.link(indicator, periods["year"], place, user),
        is_published=published[0] is not None,
        differs=published[0] is not None and differs(published[0], live("month")),
        year_differs=published[1] is not None and differs(published[1], live("year")),
    )
