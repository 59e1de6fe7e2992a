"""Arrivals of a month that wait for the chief, by station: told before the month is submitted.

A submitted month takes no arrival in any more. Called by the pages of the months (indicators/views/).
"""

from dataclasses import dataclass
from datetime import date

from django.db.models import Count
from django.urls import reverse

from access.rights import may
from accounts.models import User
from calendars import calendar
from duty.models import DutyDay


@dataclass(frozen=True)
class Waiting:
    """``count``: arrivals to decide, those to withdraw included. ``url``: their list; empty for who may not open it."""

    count: int
    url: str


def by_station(user: User, month: date) -> dict[int, Waiting]:
    """The stations that the person sees and that have such arrivals."""
    rows = DutyDay.objects.visible_to(user).filter(
        state__in=DutyDay.TO_DECIDE, on__gte=month, on__lt=calendar.end_of(month)
    )
    counts = rows.order_by().values_list("station").annotate(Count("pk"))
    return {station: Waiting(count, _list_of(user, month, station)) for station, count in counts}


def _list_of(user: User, month: date, station: int) -> str:
    if not may(user, "read_ledgers"):
        return ""
    return f"{reverse('duty:duty-list')}?month={month:%Y-%m}&to_decide=on&station={station}"
