"""Quarters. One is the date of its first day; written in addresses as 2026-1, and ranges are half-open."""

import re
from datetime import date

from calendars import calendar

_TEXT = re.compile(r"(20\d\d)-([1-4])")


def quarter_of(day: date) -> date:
    return day.replace(month=day.month - (day.month - 1) % 3, day=1)


def shift(quarter: date, by: int) -> date:
    return calendar.shift(quarter, 3 * by)


def end_of(quarter: date) -> date:
    """The first day after it."""
    return shift(quarter, 1)


def last_month(quarter: date) -> date:
    return calendar.shift(quarter, 2)


def this_quarter() -> date:
    return quarter_of(calendar.this_month())


def number_of(quarter: date) -> int:
    """1 to 4."""
    return (quarter.month + 2) // 3


def written(quarter: date) -> str:
    """``2026-1``."""
    return f"{quarter.year}-{number_of(quarter)}"


def named(text: object) -> date | None:
    """``2026-1`` -> 2026-01-01; None for anything else and for years outside 2000 .. 2099."""
    found = _TEXT.fullmatch(str(text))
    return date(int(found[1]), 3 * int(found[2]) - 2, 1) if found else None
