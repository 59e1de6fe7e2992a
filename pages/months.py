"""What the pages of the figures share: a month in the address, and a page that asks before it acts."""

from datetime import date
from typing import Any

from django.http import Http404
from django.urls.converters import StringConverter

from calendars import calendar

FIRST_MONTH = date(2000, 1, 1)  # earlier ones have no address
KEPT_MONTHS = 13


class MonthConverter(StringConverter):
    """``2026-03`` in an address is the date of the month's first day."""

    regex = r"20[0-9]{2}-(?:0[1-9]|1[0-2])"

    def to_python(self, value: str) -> date:
        return calendar.parse_month(value)

    def to_url(self, value: date | str) -> str:
        return value if isinstance(value, str) else f"{value:%Y-%m}"


def month_asked(text: str, otherwise: date) -> date:
    """The month that a query string names; a page for a month that is none does not exist."""
    if not text:
        return otherwise
    try:
        month = calendar.parse_month(text)
    except ValueError:
        raise Http404 from None
    if not 2000 <= month.year < 2100:
        raise Http404
    return month


def recent_months() -> list[date]:
    """The running month and the twelve before it, newest first."""
    return [calendar.shift(calendar.this_month(), -step) for step in range(KEPT_MONTHS)]


def month_switch(month: date) -> dict[str, Any]:
    """What a month switch shows: the month, its neighbours, and a list to choose from."""
    choices = recent_months()
    return {
        "month": month,
        "earlier": max(calendar.shift(month, -1), FIRST_MONTH),
        "later": calendar.shift(month, 1) if month < calendar.this_month() else None,
        "months": choices if month in choices else sorted([*choices, month], reverse=True),
        "is_running": month == calendar.this_month(),
    }
