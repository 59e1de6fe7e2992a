"""The month switch above a page of figures: the month, its neighbours, and a list to choose from."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode

from calendars import calendar

FIRST_MONTH = date(2000, 1, 1)  # earlier ones have no address
KEPT_MONTHS = 13


def recent_months() -> list[date]:
    """The running month and the twelve before it, newest first."""
    return [calendar.shift(calendar.this_month(), -step) for step in range(KEPT_MONTHS)]


@dataclass(frozen=True)
class MonthSwitch:
    """What templates/pages/_month_switch.html shows.

    ``other_fields`` are carried along in the query string when the month changes. Without ``choices`` there is
    no list to choose from, for a page that has the month in its path.
    """

    month: date
    address: Callable[[date], str]
    other_fields: tuple[tuple[str, str], ...] = ()
    choices: tuple[date, ...] = ()

    @property
    def earlier(self) -> date:
        return max(calendar.shift(self.month, -1), FIRST_MONTH)

    @property
    def later(self) -> date | None:
        """Nobody is led into a month that has not begun."""
        return calendar.shift(self.month, 1) if self.month < calendar.this_month() else None

    @property
    def earlier_url(self) -> str:
        return self.address(self.earlier)

    @property
    def later_url(self) -> str:
        return self.address(self.later) if self.later else ""

    @property
    def is_running(self) -> bool:
        return self.month == calendar.this_month()


def in_query(month: date, query: Mapping[str, str], *other_fields: str) -> MonthSwitch:
    """The switch of a page that has its month in the query string; the fields ``other_fields`` stay with it."""
    fields = tuple((name, query[name]) for name in other_fields if query.get(name))
    choices = recent_months()
    if month not in choices:
        choices = sorted([*choices, month], reverse=True)
    return MonthSwitch(
        month, lambda one: "?" + urlencode([*fields, ("month", f"{one:%Y-%m}")]), fields, tuple(choices)
    )


def in_path(month: date, address: Callable[[date], str]) -> MonthSwitch:
    """The switch of a page that has its month in the path."""
    return MonthSwitch(month, address)
