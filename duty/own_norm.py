"""What a person owes in a month over all posts held (register.md 5): 30 households in all, not 30 a post."""

from collections.abc import Iterable
from datetime import date, timedelta
from decimal import Decimal
from typing import TypeVar

import rules
from accounts.models import User
from calendars import calendar
from duty.models import Leave
from posts.closed_months import overlapping
from posts.models import Assignment

DAYS_OF_A_WEEK = 7
HOUSEHOLDS, DAYS = "visit.households_a_month", "duty.days_a_week"
Dated = TypeVar("Dated", Assignment, Leave)


def of(user: User, month: date) -> dict[str, Decimal]:
    """``visit_target`` and ``duty_norm`` of the month: the higher norm of the posts held on each day.

    Days of leave are left out, and those on which the person is responsible for no post.
    """
    days = [month + timedelta(days=day) for day in range(calendar.days_in(month))]
    within = overlapping(days[0], days[-1])
    responsible = Assignment.objects.filter(within, user=user, is_responsible=True)
    held = list(responsible.select_related("post__station__county"))
    away = list(Leave.objects.filter(within, user=user))
    counties = [set() if _on(away, day) else _counties(_on(held, day)) for day in days]
    return {
        "visit_target": _total(HOUSEHOLDS, counties, days) / len(days),
        "duty_norm": _total(DAYS, counties, days) / DAYS_OF_A_WEEK,
    }


def _on(rows: Iterable[Dated], day: date) -> list[Dated]:
    return [row for row in rows if row.starts_on <= day and (row.ends_on is None or row.ends_on >= day)]


def _counties(held: list[Assignment]) -> set[str]:
    """The counties, by code, whose norms these posts follow."""
    return {row.post.station.county.code for row in held if row.post}


def _total(rule: str, counties: list[set[str]], days: list[date]) -> Decimal:
    highest = (
        max(Decimal(rules.whole(rule, on=day, county=code)) for code in codes)
        for codes, day in zip(counties, days, strict=True)
        if codes
    )
    return sum(highest, Decimal(0))
