"""A county gives up an indicator from a month on, with a reason, or takes one up again.

What was published stays as it was: publications hold their own list. From the month on the indicator leaves boards,
reports, comparisons, the steps of the month, new publications and files (indicators/catalogue ``in_force``).
"""

from dataclasses import dataclass
from datetime import date

from django.db.models import Max

from calendars import calendar
from indicators.figure import Indicator
from rules import retired
from rules.models import DatedValue

MONTHS_AHEAD = 12


@dataclass(frozen=True)
class Retired:
    """An indicator given up from the month ``since`` on; ``until``: the last day without it, None while it is not
    taken up again."""

    since: date
    until: date | None
    reason: str
    by: str


def months_to_choose() -> list[date]:
    """The running month and those after it: a month that is over keeps its indicators."""
    return [calendar.shift(calendar.this_month(), step) for step in range(MONTHS_AHEAD)]


def of_county(county: str) -> dict[str, list[Retired]]:
    """By the code of the indicator what was given up in the county, the newest first."""
    rows = DatedValue.objects.filter(county=county, code__startswith=retired.PREFIX).order_by("-valid_from")
    found: dict[str, list[Retired]] = {}
    for row in rows:
        one = Retired(row.valid_from, row.valid_until, row.note, row.set_by_name)
        found.setdefault(row.code.removeprefix(retired.PREFIX), []).append(one)
    return found


def standing(indicator: Indicator, county: str) -> DatedValue | None:
    """The row that gives the indicator up and has no end."""
    return DatedValue.objects.of(retired.code_of(indicator.code), county).filter(valid_until=None).first()


def newest_of(indicator: Indicator, county: str) -> int:
    """The key of the last change; 0 while there was none."""
    rows = DatedValue.objects.of(retired.code_of(indicator.code), county)
    return rows.aggregate(newest=Max("pk"))["newest"] or 0
