"""What a person owes in a month over all posts held: 30 households in all, not 30 a post."""

from collections.abc import Iterable
from datetime import date, timedelta
from decimal import Decimal
from typing import TypeVar

from accounts.models import User
from calendars import calendar
from duty.models import Leave
from formulas.rounding import half_up
from posts.classes import classes_of
from posts.closed_months import overlapping
from posts.models import Assignment
from reports import paces
from rules import norms

HOUSEHOLDS, DAYS = paces.HOUSEHOLDS, paces.DAYS
Dated = TypeVar("Dated", Assignment, Leave)
Held = tuple[int, str, str]  # key of a post, its class, the division code of its county


def of(user: User, month: date) -> dict[str, Decimal]:
    """``visit_target`` and ``duty_norm`` of the month: the higher norm of the posts held on each day.

    Days of leave are left out, and those on which the person is responsible for no post.
    """
    posts = _held(user, month, month)
    return {
        "visit_target": sum(_norms(HOUSEHOLDS, posts).values(), Decimal(0)) / len(posts),
        "duty_norm": sum(_norms(DAYS, posts).values(), Decimal(0)) / calendar.DAYS_OF_A_WEEK,
    }


def pace(user: User, month: date, today: date, arrived: set[date]) -> paces.Pace:
    """What of it should be done by ``today``; ``arrived``: the days of arrivals since the week of the month's first."""
    since = calendar.sundays_of(month)[0] - timedelta(days=calendar.DAYS_OF_A_WEEK - 1)
    all_days = _held(user, month, min(since, month))
    of_month = {day: found for day, found in all_days.items() if day >= month}
    by_now = {day: found for day, found in of_month.items() if day <= today}
    days = _norms(DAYS, all_days)
    norm = int(next((days[day] for day in sorted(days, reverse=True) if day <= today), 0))
    weeks = paces.of_weeks(dict.fromkeys(days, True), arrived, norm, month)
    return weeks + paces.Pace(
        households=int(sum(_norms(HOUSEHOLDS, by_now).values()) / len(of_month)),
        days=int(sum(_norms(DAYS, by_now).values()) / calendar.DAYS_OF_A_WEEK),
        priority=int(half_up(sum(_norms(paces.PRIORITY, of_month).values(), Decimal(0)) / len(of_month), 0)),
    )


def _held(user: User, month: date, first: date) -> dict[date, set[Held]]:
    """The posts for which the person answers on each day from ``first`` to the end of the month; none on leave."""
    last = calendar.last_day(month)
    days = [first + timedelta(days=day) for day in range((last - first).days + 1)]
    within = overlapping(first, last)
    responsible = Assignment.objects.filter(within, user=user, is_responsible=True)
    held = list(responsible.select_related("post__station__county"))
    classes = classes_of([one.post_id for one in held if one.post_id], calendar.place_day(month))
    away = list(Leave.objects.filter(within, user=user))
    return {day: set() if _on(away, day) else _posts(_on(held, day), classes) for day in days}


def _on(rows: Iterable[Dated], day: date) -> list[Dated]:
    return [row for row in rows if row.starts_on <= day and (row.ends_on is None or row.ends_on >= day)]


def _posts(held: list[Assignment], classes: dict[int, str]) -> set[Held]:
    return {(row.post.pk, classes[row.post.pk], row.post.station.county.code) for row in held if row.post}


def _norms(norm: str, posts: dict[date, set[Held]]) -> dict[date, Decimal]:
    """The highest norm among the posts of each day on which there are any."""
    return {
        day: max(
            Decimal(norms.of_post(norm, on=day, county=county, terrain=terrain, post=post))
            for post, terrain, county in found
        )
        for day, found in posts.items()
        if found
    }
