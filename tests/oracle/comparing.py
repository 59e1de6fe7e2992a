"""The figures of the registry beside those of the oracle, cell by cell."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from calendars.spans import Span
from indicators import sums
from indicators.catalogue import figures
from indicators.models import VillageMonth
from tests.oracle.counting import Oracle, same

LEVELS = ("village", "post", "station", "town")


@dataclass(frozen=True)
class Cell:
    """A figure as the registry has it, and as it should be."""

    code: str
    level: str
    key: int
    first: date
    last: date
    found: tuple[Any, Any]
    wanted: tuple[Any, Any]

    @property
    def is_same(self) -> bool:
        return same(self.found, self.wanted)


def cells(oracle: Oracle, month: date, span: Span) -> Iterator[Cell]:
    """Every indicator of every place, in the period up to the month."""
    rows = VillageMonth.objects.all()
    period = (span.first(month), month)
    for level in LEVELS:
        for key, added in sums.by_place(rows, level, *period).items():
            if key is not None:
                yield from _of_place(oracle, added, level, key, period, span)
    for county in sorted(set(rows.values_list("county_id", flat=True))):
        added = sums.total(rows.filter(county=county), *period, level="county")
        yield from _of_place(oracle, added, "county", county, period, span)


def _of_place(
    oracle: Oracle, added: sums.Sums, level: str, key: int, period: tuple[date, date], span: Span
) -> Iterator[Cell]:
    wanted = oracle.figures(level, key, *period)
    for figure in figures(added, span):
        code = figure.indicator.code
        if not figure.is_hidden:  # what is hidden is the business of tests/reports/test_attacker.py
            yield Cell(code, level, key, *period, (figure.numerator, figure.denominator), wanted[code])


def faults(oracle: Oracle, periods: Iterable[tuple[date, Span]]) -> tuple[int, list[Cell]]:
    """How many cells were compared in the periods up to these months, and those that differ."""
    compared, found = 0, []
    for month, span in periods:
        for cell in cells(oracle, month, span):
            compared += 1
            if not cell.is_same:
                found.append(cell)
    return compared, found
