"""What of a person's own norm over all posts held should be done by today (duty/own_norm.py)."""

from datetime import date, timedelta
from decimal import Decimal

from accounts.models import User
from calendars import calendar
from duty.own_norm import held, highest
from formulas.rounding import half_up
from reports import paces


def pace(user: User, month: date, today: date, arrived: set[date]) -> paces.Pace:
    """What of it should be done by ``today``; ``arrived``: the days of arrivals since the week of the month's first."""
    since = calendar.sundays_of(month)[0] - timedelta(days=calendar.DAYS_OF_A_WEEK - 1)
    all_days = held(user, month, min(since, month))
    of_month = {day: found for day, found in all_days.items() if day >= month}
    by_now = {day: found for day, found in of_month.items() if day <= today}
    days = highest(paces.DAYS, all_days)
    norm = int(next((days[day] for day in sorted(days, reverse=True) if day <= today), 0))
    weeks = paces.of_weeks(dict.fromkeys(days, True), arrived, norm, month)
    households = sum(highest(paces.HOUSEHOLDS, by_now).values())
    priority = sum(highest(paces.PRIORITY, of_month).values(), Decimal(0))
    return weeks + paces.Pace(
        households=int(households / len(of_month)),
        days=int(sum(highest(paces.DAYS, by_now).values()) / calendar.DAYS_OF_A_WEEK),
        priority=int(half_up(priority / len(of_month), 0)),
    )
