"""The periods that figures are of: a month, a quarter, a half-year, a year; each up to a month of it."""

from datetime import date
from enum import Enum

from calendars import calendar


class Span(Enum):
    """A period of the calendar year; its value is how many months it has."""

    MONTH = 1
    QUARTER = 3
    HALF = 6
    YEAR = 12

    def first(self, month: date) -> date:
        """The first month of the period that the month lies in."""
        return date(month.year, (month.month - 1) // self.value * self.value + 1, 1)

    def last(self, month: date) -> date:
        """The last month of the period that the month lies in."""
        return calendar.shift(self.first(month), self.value - 1)


def covering(first: date, last: date) -> Span:
    """The shortest period that both months lie in. Raises ValueError for months of two years."""
    for span in Span:
        if span.first(first) == span.first(last):
            return span
    raise ValueError(f"{first:%Y-%m} and {last:%Y-%m} lie in two years")
