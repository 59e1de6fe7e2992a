"""The yearly notices of holidays: those that come with the registry, and those that a county has entered.

A notice that was entered is a dated value (rules/models.py) of the code ``NOTICE``, valid through its year; it goes
before the one that comes with the registry. Counting working days by them: calendars/working_days.py.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from rules.declared.shape import Unit
from rules.reading import ALL_COUNTIES, set_values

NOTICE = "holidays.notice"
UNIT = Unit.DAYS


@dataclass(frozen=True)
class Notice:
    """国务院办公厅关于 … 年部分节假日安排的通知: ``spans`` off, first and last day inside; weekend days ``worked``."""

    year: int
    number: str
    spans: tuple[tuple[date, date], ...]
    worked: frozenset[date]

    @property
    def off(self) -> frozenset[date]:
        return frozenset(
            first + timedelta(days=step)
            for first, last in self.spans
            for step in range((last - first).days + 1)
        )

    def as_value(self) -> dict[str, Any]:
        """What is stored: {"year", "number", "off": [[first, last] ...], "worked": [day ...]}, days as ISO texts."""
        return {
            "year": self.year,
            "number": self.number,
            "off": [[str(first), str(last)] for first, last in self.spans],
            "worked": sorted(map(str, self.worked)),
        }


def from_value(value: Any) -> Notice:
    """The notice that ``as_value`` made."""
    spans = tuple((date.fromisoformat(first), date.fromisoformat(last)) for first, last in value["off"])
    return Notice(value["year"], value["number"], spans, frozenset(map(date.fromisoformat, value["worked"])))


def _notice(year: int, number: str, off: str, worked: str) -> Notice:
    """From texts like "0101-0103 0215-0223" and "0104 0214", days of ``year``."""
    spans = tuple(
        (_day(year, first), _day(year, last or first))
        for first, _, last in (span.partition("-") for span in off.split())
    )
    return Notice(year, number, spans, frozenset(_day(year, day) for day in worked.split()))


def _day(year: int, text: str) -> date:
    return date.fromisoformat(f"{year}{text}")


# Typed from the notices of 2023-10-25, 2024-11-12 and 2025-11-04; a test holds them against chinesecalendar.
WITH_THE_REGISTRY: tuple[Notice, ...] = (
    _notice(
        2024,
        "国办发明电〔2023〕7号",
        "0101 0210-0217 0404-0406 0501-0505 0608-0610 0915-0917 1001-1007",
        "0204 0218 0407 0428 0511 0914 0929 1012",
    ),
    _notice(
        2025,
        "国办发明电〔2024〕12号",
        "0101 0128-0204 0404-0406 0501-0505 0531-0602 1001-1008",
        "0126 0208 0427 0928 1011",
    ),
    _notice(
        2026,
        "国办发明电〔2025〕7号",
        "0101-0103 0215-0223 0404-0406 0501-0505 0619-0621 0925-0927 1001-1007",
        "0104 0214 0228 0509 0920 1010",
    ),
)


def notices(*, county: str = ALL_COUNTIES) -> dict[int, Notice]:
    """Year -> its notice in the county with the division code ``county``; set values are read once a transaction."""
    found = {one.year: one for one in WITH_THE_REGISTRY}
    for where in dict.fromkeys((ALL_COUNTIES, county)):
        found |= {one.year: one for one in map(from_value, set_values(NOTICE, where))}
    return found
