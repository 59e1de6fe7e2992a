"""The figures of every place of a county for one month, as a publication holds them.

Called when a month is published or restated (indicators/publish.py), and to see where the year differs today
(indicators/published.py). Rates are ratios of sums (indicators/sums.py); a year is counted as a whole from the counts
of all its months, never glued together from months that were published at different moments.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import QuerySet

from calendars import calendar
from calendars.spans import Span, covering
from formulas.rates import Number, ratio
from formulas.suppression import Node
from indicators import sums
from indicators.catalogue import BY_CODE, figures, in_force
from indicators.figure import NOT_REPORTED, SUPPRESSED, Figure
from indicators.models import PublishedPlace, VillageMonth
from posts.models import County, Post, Station, Town, Village

Level = PublishedPlace.Level
BELOW = (
    Level.STATION.value,
    Level.TOWN.value,
    Level.POST.value,
    Level.VILLAGE.value,
)  # in the order of a file
MONTH, YEAR = "month", "year"
A_QUARTER = 3  # months
# code, numerator, denominator, state, villages reported of expected (or None): numbers or text, as JSON keeps them; and
# how many are left out of the denominator, where the indicator leaves some out
Row = list[Any]


@dataclass(frozen=True)
class Where:
    """To which places each village belonged at last, and which villages each place has or had."""

    of_village: dict[int, dict[str, int]]
    villages: dict[Node, set[int]] = field(default_factory=lambda: defaultdict(set))


def months_of(county: County | int) -> QuerySet[VillageMonth]:
    return VillageMonth.objects.filter(county=county)


def work_out(county: County, month: date) -> list[PublishedPlace]:
    """The places of the county, not saved: the county, its stations, towns, posts and villages, each in order.

    A place stands in it that had a village in any month of the year so far: it has figures of the year.
    """
    first = date(month.year, 1, 1)
    belongs = where(county, first, month)
    periods = {MONTH: (month, month), YEAR: (first, month)}
    added = {name: _added(county, period) for name, period in periods.items()}
    of_all: Node = (Level.COUNTY.value, county.pk)
    places = [
        PublishedPlace(county=county, level=Level.COUNTY, key=county.pk, code=county.code, name=county.name)
    ]
    places += _places(county, belongs, {node for found in added.values() for node in found if node != of_all})
    for place in places:
        node = (str(place.level), place.key)
        place.figures = {
            name: [
                stored(figure)
                for figure in figures(
                    added[name].get(node) or sums.add([], level=str(place.level)),
                    Span.MONTH if name == MONTH else Span.YEAR,
                    in_force(*periods[name], county.code),
                )
            ]
            for name in periods
        }
    return places


def stored(figure: Figure) -> Row:
    """A figure as a publication has it; a hidden one without any number."""
    code, state = figure.indicator.code, figure.state
    if state == SUPPRESSED:
        return [code, None, None, state, None]
    reported = None if figure.reported is None else list(figure.reported)
    row = [code, plain(figure.numerator), plain(figure.denominator), state, reported]
    return row if figure.left_out is None else [*row, plain(figure.left_out)]


def read(row: Row) -> Figure | None:
    """The figure of a row; None for an indicator that the registry does not know any more."""
    code, top, bottom, state, reported, *left_out = row
    if code not in BY_CODE:
        return None
    numerator, denominator = _number(top), _number(bottom)
    return Figure(
        BY_CODE[code],
        numerator,
        denominator,
        None if state == NOT_REPORTED and numerator is None else ratio(numerator, denominator),
        reported=None if reported is None else (reported[0], reported[1]),
        is_hidden=state == SUPPRESSED,
        left_out=_number(left_out[0]) if left_out else None,
    )


def read_all(rows: Iterable[Row]) -> dict[str, Figure]:
    """Figures by the codes of their indicators."""
    found = (read(row) for row in rows)
    return {figure.indicator.code: figure for figure in found if figure is not None}


def plain(value: Number | None) -> int | str | None:
    """A part of a figure as JSON keeps it."""
    if value is None:
        return None
    return int(value) if value == int(value) else f"{value:f}"


def _number(value: int | str | None) -> Number | None:
    return Decimal(value) if isinstance(value, str) else value


def _added(county: County, period: tuple[date, date]) -> dict[Node, sums.Sums]:
    rows = months_of(county)
    of_all = sums.total(rows, *period, level=Level.COUNTY.value)
    found: dict[Node, sums.Sums] = {(Level.COUNTY.value, county.pk): of_all}
    for level in BELOW:
        found |= {
            (level, key): one for key, one in sums.by_place(rows, level, *period).items() if key is not None
        }
    return found


def where(county: County, first: date, last: date) -> Where:
    rows = months_of(county).filter(month__gte=first, month__lte=last).order_by("month")
    found = Where({})
    for village, town, post, station in rows.values_list("village_id", "town_id", "post_id", "station_id"):
        places = {"town": town, "post": post, "station": station, "village": village}
        found.of_village[village] = places
        for level, key in places.items():
            found.villages[level, key].add(village)
        found.villages[Level.COUNTY.value, county.pk].add(village)
    return found


def _places(county: County, belongs: Where, nodes: set[Node]) -> list[PublishedPlace]:
    found = []
    for level, model in (("station", Station), ("town", Town), ("post", Post), ("village", Village)):
        rows: Any = model._default_manager.filter(pk__in=[key for one, key in nodes if one == level])
        for row in rows.select_related("town") if level == "village" else rows:
            found.append(_place(county, level, row, belongs))
    return found


def _place(county: County, level: str, row: Any, belongs: Where) -> PublishedPlace:
    stations = {belongs.of_village[village]["station"] for village in belongs.villages[level, row.pk]}
    place = PublishedPlace(
        county=county, level=level, key=row.pk, code=getattr(row, "code", ""), name=row.name,
        town_name=row.town.name if level == "village" else "",
    )  # fmt: skip
    if level == "village":
        place.post_id, place.station_id = (belongs.of_village[row.pk][name] for name in ("post", "station"))
    elif level == "post":
        place.post_id, place.station_id = row.pk, row.station_id
    elif level == "station":
        place.station_id = row.pk
    elif len(stations) == 1:
        place.station_id = stations.pop()  # a town of two stations is read by the county alone
    return place


def figures_of(
    node: Node, first: date, last: date, rows: QuerySet[VillageMonth], *, is_year: bool = False
) -> dict[str, Figure]:
    """Today's figures of one place over the months ``first`` .. ``last``, by code, from its ``rows``."""
    level, key = node
    span = Span.YEAR if is_year else covering(first, last)
    if level == Level.COUNTY:
        added = sums.total(rows, first, last, level=level)
    else:
        added = sums.by_place(rows, level, first, last).get(key) or sums.add([], level=level)
    return {one.indicator.code: one for one in figures(added, span)}


def changed(published: Iterable[PublishedPlace], now: Iterable[PublishedPlace], period: str) -> set[Node]:
    """The places whose figures of the period are others now; households and people of the register aside."""
    rows = {(one.level, one.key): _compared(one, period) for one in published}
    return {
        (one.level, one.key)
        for one in now
        if (one.level, one.key) in rows and rows[one.level, one.key] != _compared(one, period)
    }


def _compared(place: PublishedPlace, period: str) -> list[Row]:
    """Without what has the register as its denominator, which changes without any late entry."""
    return [row[:2] if BY_CODE[row[0]].denominator == "households" else row for row in place.figures.get(period, [])
            if row[0] in BY_CODE]  # fmt: skip


def quarter_of(month: date) -> tuple[date, date] | None:
    """The first and last month of the quarter that ends with ``month``; None for a month within one."""
    return (calendar.shift(month, 1 - A_QUARTER), month) if month.month % A_QUARTER == 0 else None
