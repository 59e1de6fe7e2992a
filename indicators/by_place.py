"""The figures of every place of a county for one month, as a publication holds them.

Called when a month is published or restated (indicators/publish.py), and to see where the year differs today
(indicators/published.py). Rates are ratios of sums (indicators/sums.py); a year is counted as a whole from the counts
of all its months, never glued together from months that were published at different moments.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import QuerySet

from calendars import calendar
from formulas.rates import Number, ratio
from indicators import sums, suppression
from indicators.catalogue import BY_CODE, figures
from indicators.figure import NOT_MET, NOT_REPORTED, PARTIAL, SUPPRESSED, Figure, fewest_answers
from indicators.models import PublishedPlace, VillageMonth
from indicators.suppression import Group, Node
from posts.models import County, Post, Station, Town, Village

Level = PublishedPlace.Level
BELOW = (
    Level.STATION.value,
    Level.TOWN.value,
    Level.POST.value,
    Level.VILLAGE.value,
)  # in the order of a file
MONTH, YEAR = "month", "year"
A_YEAR, A_QUARTER = 12, 3  # months
SURVEYS = ("satisfaction", "visibility_survey")  # what villagers answered
Row = list[Any]  # code, numerator, denominator, state: whole numbers or text, as JSON keeps them


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
    hidden = _hidden(county, first, month, belongs, added)
    of_all: Node = (Level.COUNTY.value, county.pk)
    places = [
        PublishedPlace(county=county, level=Level.COUNTY, key=county.pk, code=county.code, name=county.name)
    ]
    places += _places(county, belongs, {node for found in added.values() for node in found if node != of_all})
    for place in places:
        node = (str(place.level), place.key)
        place.figures = {
            name: [
                stored(_shown(figure, node, hidden[name]))
                for figure in figures(
                    added[name].get(node) or sums.add([]), months=1 if name == MONTH else A_YEAR
                )
            ]
            for name in periods
        }
    return places


def stored(figure: Figure) -> Row:
    """A figure as a publication has it; a hidden one without any number."""
    code, state = figure.indicator.code, figure.state
    if state == SUPPRESSED:
        return [code, None, None, state]
    return [code, plain(figure.numerator), plain(figure.denominator), state]


def read(row: Row) -> Figure | None:
    """The figure of a row; None for an indicator that the registry does not know any more."""
    code, top, bottom, state = row
    if code not in BY_CODE:
        return None
    numerator, denominator = _number(top), _number(bottom)
    return Figure(
        BY_CODE[code],
        numerator,
        denominator,
        None if state == NOT_REPORTED and numerator is None else ratio(numerator, denominator),
        is_hidden=state == SUPPRESSED,
        is_whole=state not in (NOT_REPORTED, PARTIAL),
        is_missed=state == NOT_MET,
    )


def read_all(rows: Iterable[Row]) -> dict[str, Figure]:
    """Figures by the codes of their indicators."""
    read_rows = (read(row) for row in rows)
    found = {figure.indicator.code: figure for figure in read_rows if figure is not None}
    met, reported = found.get("five_none"), found.get("five_none_reported")
    if (
        met and reported and reported.numerator != reported.denominator
    ):  # one that is not met may be incomplete, too
        found["five_none"] = replace(met, is_whole=False)
    return found


def plain(value: Number | None) -> int | str | None:
    """A part of a figure as JSON keeps it."""
    if value is None:
        return None
    return int(value) if value == int(value) else f"{value:f}"


def _number(value: int | str | None) -> Number | None:
    return Decimal(value) if isinstance(value, str) else value


def _added(county: County, period: tuple[date, date]) -> dict[Node, sums.Sums]:
    rows = months_of(county)
    found: dict[Node, sums.Sums] = {(Level.COUNTY.value, county.pk): sums.total(rows, *period)}
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


def _shown(figure: Figure, node: Node, hidden: Mapping[str, set[Node]]) -> Figure:
    if node in hidden.get(figure.indicator.code, ()):
        return Figure(figure.indicator, None, is_hidden=True)
    return figure


def answers(code: str, added: sums.Sums) -> int:
    """How many people gave an answer that the figure ``code`` counts."""
    if code == "visibility_survey":
        return int(added["saw_officer"] + added["saw_no_officer"])
    figure = BY_CODE[code].figure(added)
    return int(figure.denominator or 0)


def _hidden(
    county: County,
    first: date,
    month: date,
    belongs: Where,
    added: Mapping[str, Mapping[Node, sums.Sums]],
) -> dict[str, dict[str, set[Node]]]:
    """Period -> indicator -> places whose answers are hidden. What is hidden in any month is hidden in the year."""
    by_month = {code: _hidden_by_month(code, county, first, month, belongs) for code in SURVEYS}
    return {
        MONTH: {code: found.get(month, set()) for code, found in by_month.items()},
        YEAR: {
            code: hidden_answers(code, added[YEAR], belongs, county, set().union(*found.values()))
            for code, found in by_month.items()
        },
    }


def _hidden_by_month(
    code: str, county: County, first: date, last: date, belongs: Where
) -> dict[date, set[Node]]:
    asked = months_of(county).filter(month__gte=first, month__lte=last, invited__gt=0).order_by()
    return {
        one: hidden_answers(code, _added(county, (one, one)), belongs, county)
        for one in asked.values_list("month", flat=True).distinct()
    }


def figures_of(
    county: County, node: Node, first: date, last: date, rows: QuerySet[VillageMonth]
) -> dict[str, Figure]:
    """Today's figures of one place over any months, by code, from its ``rows``; hidden as a publication hides them.

    A distinct count of a year is none of other periods: it is undefined there, never added up from months.
    """
    length = len(calendar.months_between(first, last))
    level = None if node[0] == Level.COUNTY else node[0]
    of_place = (
        sums.by_place(rows, level, first, last).get(node[1]) if level else sums.total(rows, first, last)
    )
    is_year = length == 1 or first.month == 1
    found = {one.indicator.code: one for one in figures(of_place or sums.add([]), months=length)}
    belongs, added = where(county, first, last), _added(county, (first, last))
    for code in SURVEYS:
        also = (
            set().union(*_hidden_by_month(code, county, first, last, belongs).values()) if length > 1 else ()
        )
        found[code] = _shown(found[code], node, {code: hidden_answers(code, added, belongs, county, also)})
    for code, figure in found.items():
        if figure.indicator.numerator_of_year and not is_year:
            found[code] = Figure(figure.indicator, 0, 0)
    return found


def hidden_answers(
    code: str, added: Mapping[Node, sums.Sums], belongs: Where, county: County, also: Iterable[Node] = ()
) -> set[Node]:
    """The places whose figure ``code`` is hidden, among all places of the county for one period."""
    numbers = {node: answers(code, one) for node, one in added.items()}
    if not any(numbers.values()):
        return set()
    villages = {node: belongs.villages[node] for node in numbers}
    return suppression.hidden(numbers, _groups(belongs, county), villages, fewest_answers(), also)


def _groups(belongs: Where, county: County) -> list[Group]:
    """County by stations, stations by posts, posts by villages; county by towns, towns by villages."""
    whole: Node = (Level.COUNTY.value, county.pk)
    found = []
    for upper, lower in (("station", "post"), ("post", "village"), ("town", "village")):
        parts: dict[int, set[Node]] = defaultdict(set)
        for places in belongs.of_village.values():
            parts[places[upper]].add((lower, places[lower]))
        found += [Group((upper, key), tuple(sorted(nodes))) for key, nodes in parts.items()]
    for level in ("station", "town"):
        nodes = {(level, places[level]) for places in belongs.of_village.values()}
        found.append(Group(whole, tuple(sorted(nodes))))
    return found


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
