"""From a number to exactly the records that make it."""

from datetime import date

from django.urls import reverse

from access.rights import may
from accounts.models import User
from indicators.figure import Indicator
from reports.periods import Place


def link(indicator: Indicator, period: tuple[date, date], place: Place, user: User) -> str:
    """The address of the list with the same rows; empty where no list has them or the role may not open it."""
    drill = indicator.drill
    if drill is None or not may(user, drill.verb):
        return ""
    first, last = period
    if drill.is_of_month and first != last:
        return ""
    params = drill.params.format(first=f"{first:%Y-%m}", last=f"{last:%Y-%m}")
    return f"{reverse(drill.url)}?{params}{place.filter}"
