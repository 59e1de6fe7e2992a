"""After a history (tests/histories.py): every reader, page, list and file has the same numbers.

For a place and months the county counts rows: its list behind a figure is the figure. Whoever sees less has the same
figure, of the county's rows those that they may open, and is told how many they may not.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import product
from typing import Any

from django.http import QueryDict
from django.urls import reverse
from django.utils import timezone

from access import scope
from access.rights import may
from accounts.models import User
from calendars import calendar
from indicators import compute
from indicators.catalogue import CATALOGUE
from indicators.figure import MEDIAN
from indicators.models import VillageMonth
from ledgers import books
from ledgers.book import Book
from policies.acting import acting
from posts.models import Assignment
from reports import drills, monthly, ranking
from reports.periods import Place, months_of
from teams import coverage
from tests.histories import JANUARY, Year
from tests.page_client import PageClient
from tests.reports.report_lines import lines_of

LEVELS = ("village", "post", "station", "town")
BOOKS = {book.url_name("list"): book for book in books.books()}
DRILLED = {one.drill.url for one in CATALOGUE if one.drill and one.drill.is_then}


@dataclass(frozen=True)
class Number:
    """A figure of a report, and the list behind it as its reader finds it."""

    code: str
    figure: Decimal
    listed: Decimal
    keys: frozenset[int]
    url: str


def count(world: Year) -> list[date]:
    """Everything is counted: first what was touched, after which a count of everything changes nothing."""
    months = calendar.months_between(JANUARY, calendar.this_month())
    compute.fill_touched()
    counted = set(VillageMonth.objects.values_list("month", flat=True))
    for month in months:
        changed = compute.fill_month(month)
        assert month not in counted or not changed, f"{month}: {changed} villages were not touched"
    return months


def readers(world: Year) -> list[User]:
    serving = User.objects.filter(assignments__in=_serving()).order_by("pk").distinct()
    return [User.objects.get(pk=one.pk) for one in serving]


def _serving() -> Any:
    return Assignment.objects.on(timezone.localdate()).exclude(role__in=("grantor", "admin"))


def places_of(user: User) -> list[Place]:
    """All that the person reads, and each place in it at any time."""
    rows = VillageMonth.objects.visible_to(user)
    found = [Place()]
    for level in LEVELS:
        keys = sorted(set(rows.values_list(f"{level}_id", flat=True)))
        found += [Place(level, key, str(key)) for key in keys]
    return found


def numbers(user: User, place: Place, month: date) -> Iterator[Number]:
    """The numbers of the monthly report, of the month and of the year, that lead to a list of rows."""
    for line in monthly.lines(user, month, place):
        drill = line.indicator.drill
        if drill is None or not drill.is_then or line.indicator.shape == MEDIAN:
            continue
        for figure, link in ((line.month, line.month_link), (line.year, line.year_link)):
            if link and not by_village(link):
                yield _number(user, line.indicator.code, drill, figure.numerator, link)
        of_all = line.indicator.drill_of_all
        for figure, link in ((line.month, line.month_of_all), (line.year, line.year_of_all)):
            if link and of_all and of_all.is_then and not by_village(link):
                yield _number(user, f"{line.indicator.code}/all", of_all, figure.denominator, link)


def by_village(link: str) -> bool:
    """Does the number lead to what each village has of it, and to no rows?"""
    return link.startswith(reverse(drills.BY_VILLAGE))


def _number(user: User, code: str, drill: Any, wanted: Any, link: str) -> Number:
    book: Book = BOOKS[drill.url]
    found = book.listing.filtered(user, QueryDict(link.partition("?")[2]))
    assert found.is_valid(), (link, found.form.errors)
    column = book.listing.table.columns[drill.summed].path if drill.summed else "pk"
    rows = dict(found.qs.order_by().values_list("pk", column))
    listed = sum(rows.values()) if drill.summed else len(rows)
    return Number(code, Decimal(wanted or 0), Decimal(listed), frozenset(rows), link)


def agree(world: Year, share: float = 1.0) -> int:
    """Compare a ``share`` of all readers, places and months; returns how many numbers were compared."""
    months = count(world)
    compared, of_county = 0, OfCounty(world)
    for reader in readers(world):
        with acting(scope.acting_as(reader)):
            everywhere = places_of(reader)
            seen = {url: _seen_keys(reader, book) for url, book in BOOKS.items() if url in DRILLED}
        for place, month in product(everywhere, months):
            if world.random.random() <= share:
                compared += agree_on(of_county, reader, place, month, seen)
    agree_on_boards(world, months)
    return compared


class OfCounty:
    """The numbers as the county finds them, read once."""

    def __init__(self, world: Year) -> None:
        self.bureau = world.bureau
        self._numbers: dict[tuple[Place, date], dict[tuple[str, tuple[str, ...]], Number]] = {}

    def numbers(self, place: Place, month: date) -> dict[tuple[str, tuple[str, ...]], Number]:
        if (place, month) not in self._numbers:
            with acting(scope.acting_as(self.bureau)):
                found = {(one.code, _period(one.url)): one for one in numbers(self.bureau, place, month)}
                check_covered(self.bureau, place, month)
            for one in found.values():
                assert one.listed == one.figure, ("the county's list", place, month, one)
            self._numbers[place, month] = found
        return self._numbers[place, month]

    def reads(self, place: Place) -> set[int]:
        with acting(scope.acting_as(self.bureau)):
            return _village_months(self.bureau, place)


def agree_on(
    of_county: OfCounty, reader: User, place: Place, month: date, seen: dict[str, frozenset[int]]
) -> int:
    """Whoever reads the same village-months has the same figure, and of its rows those that they may open."""
    with acting(scope.acting_as(reader)):
        own = list(numbers(reader, place, month))
        reads = _village_months(reader, place)
        there = as_of_county(reader, place)
    county = of_county.numbers(there, month)
    is_whole = reads == of_county.reads(there)
    for one in own:
        where = (reader.username, place, f"{month:%Y-%m}", one.code, one.url)
        whole = county.get((one.code, _period(one.url)))
        if whole is not None and is_whole:
            assert whole.figure == one.figure, ("two readers", whole.figure, one.figure, where)
            openable = whole.keys & seen[_list_of(one.url)]
            assert one.keys == openable, ("rows", openable, one, where)
        assert one.listed <= one.figure, ("more rows than the figure", one, where)
        if one.listed < one.figure:
            check_told(reader, one, where)
    return len(own)


def _list_of(url: str) -> str:
    return next(name for name, book in BOOKS.items() if url.partition("?")[0] == book.url("list"))


def _seen_keys(reader: User, book: Book) -> frozenset[int]:
    """All rows of the book that the person may open."""
    return frozenset(book.listing.rows(reader).values_list("pk", flat=True))


def _village_months(reader: User, place: Place) -> set[int]:
    """Of a town that two stations serve, or a village that has moved, a chief reads a part."""
    return set(months_of(reader, place).values_list("pk", flat=True))


def check_covered(reader: User, place: Place, month: date) -> None:
    """The page of what teams cover, to which two figures lead, adds up to them."""
    lines = coverage.in_month(reader, month, **({place.level: place.key} if place.level else {}))
    wanted = {
        "members_trained": (sum(one.trained for one in lines), sum(one.members for one in lines)),
        "functions_covered": (sum(one.covered for one in lines), sum(one.of for one in lines)),
    }
    for line in monthly.lines(reader, month, place):
        if line.indicator.code in wanted:
            found = (line.month.numerator or 0, line.month.denominator or 0)
            assert found == wanted[line.indicator.code], (line.indicator.code, place, month, lines)


def _period(url: str) -> tuple[str, ...]:
    """What a link asks for beside the place."""
    asked = QueryDict(url.partition("?")[2])
    return tuple(sorted(f"{name}={asked[name]}" for name in asked if name not in LEVELS))


def as_of_county(reader: User, place: Place) -> Place:
    """The same place for somebody who sees the whole county."""
    if place.level:
        return place
    keys = scope.for_user(reader).keys or {}
    level = next((name for name in ("post", "station") if f"{name}_id" in keys), "")
    return Place(level, keys[f"{level}_id"], level) if level else place


def check_told(reader: User, one: Number, where: Any) -> None:
    """The list says how much of the figure lies elsewhere."""
    query = QueryDict(one.url.partition("?")[2])
    with acting(scope.acting_as(reader)):
        behind = drills.number_behind(reader, _list_of(one.url), query)
    assert behind is not None and behind.number == one.figure, ("told", behind, where)


def agree_on_boards(world: Year, months: list[date]) -> None:
    """The comparison of places has the figures of their reports, and whoever sees more finds the same."""
    for month, level in product(months, LEVELS):
        with acting(scope.acting_as(world.bureau)):
            shown = {
                row.place.key: row.figures
                for row in ranking.standings(world.bureau, month, month, level, "patrols")
            }
        for reader in (world.leader, *world.chiefs):
            with acting(scope.acting_as(reader)):
                rows = ranking.standings(reader, month, month, level, "patrols")
            whole = level in ("village", "post", "station") or reader == world.leader
            for row in rows if whole else ():
                there = shown[row.place.key]
                assert {code: said(one) for code, one in row.figures.items()} == {
                    code: said(one) for code, one in there.items()
                }, (reader.username, level, row.place.key, month)


def said(figure: Any) -> tuple[Any, Any]:
    return figure.numerator, figure.denominator


def open_pages(world: Year, monkeypatch: Any) -> int:
    """In the browser's way: reports, the lists behind some of their numbers, and the file of such a list."""
    from tests.reports.test_exports import asked, sheet

    opened = 0
    for reader in readers(world):
        client = PageClient()
        client.force_login(reader)
        month = calendar.this_month()
        lines = lines_of(client.get(f"/reports/monthly/?month={month:%Y-%m}"))
        links = [
            line
            for line in lines
            if line.month_link
            and line.indicator.drill.is_then
            and line.indicator.shape != MEDIAN
            and line.month.numerator
        ]
        for line in world.random.sample(links, min(3, len(links))):
            answer = client.get(line.month_link)
            drill, wanted = line.indicator.drill, line.month.numerator
            sums = dict(answer.context["sums"])
            elsewhere = (answer.context["behind"] or {}).get("elsewhere")
            if not drill.summed and not elsewhere:
                assert answer.context["count"] == wanted, (reader.username, line.month_link)
            if drill.summed and not elsewhere and answer.context["count"]:
                assert f"{wanted:,}" in sums.values(), (reader.username, line.month_link, sums)
            opened += 1
            with acting(scope.acting_as(reader)):
                may_export = may(reader, "export")
            if may_export and answer.context["export_name"]:
                query = line.month_link.partition("?")[2]
                job = asked(
                    client, monkeypatch, list=answer.context["export_name"], query=query, format="xlsx"
                )
                written = [row for row in sheet(job)[1:] if any(row)]
                assert len(written) >= answer.context["count"], (reader.username, line.month_link)
    return opened
