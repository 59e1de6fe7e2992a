"""Months and weeks. A month is the date of its first day; ranges are half-open; days are days in Asia/Shanghai."""

import calendar
from datetime import date, timedelta

from django.utils import timezone

DAYS_OF_A_WEEK = 7
SUNDAY = 6  # of date.weekday()


def month_of(day: date) -> date:
    return day.replace(day=1)


def this_month() -> date:
    return month_of(timezone.localdate())


def short(day: date) -> str:
    """11-30; with its year when it is not one of this year."""
    return f"{day:%m-%d}" if day.year == timezone.localdate().year else f"{day:%Y-%m-%d}"


def shift(month: date, by: int) -> date:
    """The month ``by`` months later (earlier when negative)."""
    index = month.year * 12 + month.month - 1 + by
    return date(index // 12, index % 12 + 1, 1)


def end_of(month: date) -> date:
    """The first day after the month."""
    return shift(month, 1)


def last_day(month: date) -> date:
    return end_of(month) - timedelta(days=1)


def place_day(month: date) -> date:
    """The day that decides to which place a village's month belongs: its last one, in the running month today."""
    return min(last_day(month), timezone.localdate())


def days_in(month: date) -> int:
    return calendar.monthrange(month.year, month.month)[1]


def sunday_of(day: date) -> date:
    """The last day of the day's week, which begins on Monday; the week belongs to the month of this day."""
    return day + timedelta(days=SUNDAY - day.weekday())


def sundays_of(month: date) -> list[date]:
    """The Sundays of the month, four or five: one for each week that belongs to it."""
    first = sunday_of(month)
    return [
        first + timedelta(days=step) for step in range(0, (last_day(month) - first).days + 1, DAYS_OF_A_WEEK)
    ]


def months_between(first: date, last: date) -> list[date]:
    """``first`` .. ``last``, both inside."""
    count = (last.year - first.year) * 12 + last.month - first.month + 1
    return [shift(first, step) for step in range(count)]
