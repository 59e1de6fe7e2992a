"""The monthly report of a place: every indicator with 环比, 同比, the year to date and its 同比.

The running month stands for itself: it is compared with nothing, and is in no longer period.

A published month has the published figures, and its year to date is the one that was published with it; where today's
counts make another one, the line says so. Everything else is counted live, a longer period as a whole.
"""

from collections.abc import Container, Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from access import scope
from accounts.models import User
from calendars import calendar
from calendars.spans import Span
from documents import headings
from formulas.rates import Change
from indicators import by_place, published_places, sums
from indicators.catalogue import PHRASES, in_force
from indicators.figure import Figure, Indicator
from indicators.models import VillageMonth
from indicators.published_places import OfPlace
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
    month_link: str  # to the rows of the numerator
    month_of_all: str  # and of the denominator
    year_link: str
    year_of_all: str
    why_month: str = ""  # the pages that say why the figure changed
    why_year: str = ""
    is_published: bool = False
    is_year_published: bool = False
    differs: bool = False  # today's counts make another figure of the month than was published
    year_differs: bool = False


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


def by_duty(lines: Iterable[ReportLine]) -> list[Section]:
    """The lines under the five duties, by the book whose rows make them; what no book makes comes last."""
    of: dict[str, list[ReportLine]] = {duty: [] for duty in (*headings.Duty.values, "")}
    for line in lines:
        drill = line.indicator.drill
        heading = headings.of_url(drill.url) if drill else None
        of[heading.duty if heading else ""].append(line)
    names: dict[str, str | Promise] = {**dict(headings.Duty.choices), "": _("Results and other figures")}
    return [Section(names[duty], found) for duty, found in of.items() if found]


def complete_until(month: date) -> date:
    """The last month up to ``month`` that has ended."""
    return min(month, calendar.shift(calendar.this_month(), -1))


def to_date(month: date, span: Span) -> tuple[date, date] | None:
    """The months of the period that ``month`` lies in, up to it, without the running one; None while there is none."""
    last = complete_until(month)
    first = span.first(month)
    return (first, last) if first <= last else None


def lines(
    user: User,
    month: date,
    place: Place,
    have: Container[date] | None = None,
    span: Span = Span.YEAR,
    out: Mapping[date, OfPlace] | None = None,
) -> list[ReportLine]:
    """The report's lines; comparisons are empty where the earlier period has no figures, or not the same months.

    ``span``: the longer period that stands beside the month, up to it.

    ``have``: the months that have figures, where a caller has read them already (``trends.read``); ``out``: the
    published figures of the months of ``compared_with``, as well.
    """
    rows = months_of(user, place)
    _month, previous, before = compared_with(month)
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
    published = _published(periods, published_of(user, month, place) if out is None else out, span)
    if not found["year_before"]["counted"]:
        published["year_before"] = {}
    shown = in_force(span.first(month), month, scope.for_user(user).county)
    return [_line(indicator, found, published, periods, place, user, span) for indicator in shown]


def compared_with(month: date) -> tuple[date, date, date]:
    """The month itself, the one before, and the same one of last year."""
    return month, calendar.shift(month, -1), calendar.shift(month, -A_YEAR)


def published_of(user: User, month: date, place: Place) -> dict[date, OfPlace]:
    """The published figures of the place in these months."""
    level, key = (place.level, place.key) if place.level else published_places.own(user)
    found = published_places.newest_of(user, compared_with(month), level, [key])
    return {one: figures for (one, _key), figures in found.items()}


def _published(periods: Periods, out: Mapping[date, OfPlace], span: Span) -> dict[str, dict[str, Figure]]:
    """The published figures by period and indicator; none of a period that is not published. Of longer periods the
    year up to the month is published alone."""
    found: dict[str, dict[str, Figure]] = {"year": {}, "year_before": {}}
    for name, (_first, last) in periods.items():
        figures = out.get(last)
        is_year = name.startswith("year")
        if figures is None or (is_year and span != Span.YEAR):
            found[name] = {}
        else:
            found[name] = figures.year if is_year else figures.month
    return found


def differs(published: Figure, today: Figure) -> bool:
    """Is today's figure another one than was published? Households follow the register and make no difference."""
    if published.is_hidden:
        return False
    was, now = by_place.stored(published), by_place.stored(today)
    if published.indicator.denominator == "households":
        return bool(was[1] != now[1])
    return bool(was[1:3] != now[1:3])


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
    span: Span,
) -> ReportLine:
    """One line. A year to date counts by the rule of the year, in January too, where it has one month only.

    A month that has not ended is compared with nothing: against whole months it would read as a collapse.
    """

    def live(name: str) -> Figure:
        return indicator.figure(found[name], span if name.startswith("year") else Span.MONTH)

    def shown(name: str) -> Figure:
        return out[name].get(indicator.code) or live(name)

    def known(name: str) -> Figure | None:
        return shown(name) if found[name]["counted"] or indicator.code in out[name] else None

    month, year = shown("month"), shown("year")
    of_month, of_year = out["month"].get(indicator.code), out["year"].get(indicator.code)
    has_ended = periods["month"][0] < calendar.this_month()
    month_link, month_of_all = drills.links(indicator, periods["month"], place, user)
    year_link, year_of_all = (
        drills.links(indicator, periods["year"], place, user) if "year" in periods else ("", "")
    )
    return ReportLine(
        indicator=indicator,
        month=month,
        on_previous=month.change_from(known("previous")) if has_ended else None,
        on_last_year=month.change_from(known("last_year")) if has_ended else None,
        year=year,
        year_on_year=year.change_from(known("year_before")),
        month_link=month_link,
        month_of_all=month_of_all,
        year_link=year_link,
        year_of_all=year_of_all,
        why_month=drills.why(indicator, periods["month"], place),
        why_year=drills.why(indicator, periods["year"], place) if "year" in periods else "",
        is_published=of_month is not None,
        is_year_published=of_year is not None,
        differs=of_month is not None and differs(of_month, live("month")),
        year_differs=of_year is not None and differs(of_year, live("year")),
    )
