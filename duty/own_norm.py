"""What a person owes in a month over all posts held: 30 households in all, not 30 a post."""

from collections.abc import Iterable
from datetime import date, timedelta
from decimal import Decimal
from typing import TypeVar

from accounts.models import User
from calendars import calendar
from duty.models import Leave
from posts.classes import classes_of
from posts.closed_months import overlapping
from posts.models import Assignment
from rules import norms

HOUSEHOLDS, DAYS = "visit.households_a_month", "duty.days_a_week"
Dated = TypeVar("Dated", Assignment, Leave)
Held = tuple[int, str, str]  # key of a post, its class, the division code of its county


def of(user: User, month: date) -> dict[str, Decimal]:
    """``visit_target`` and ``duty_norm`` of the month: the higher norm of the posts held on each day.

    Days of leave are left out, and those on which the person is responsible for no post.
    """
    posts = held(user, month, month)
    return {
        "visit_target": sum(highest(HOUSEHOLDS, posts).values(), Decimal(0)) / len(posts),
        "duty_norm": sum(highest(DAYS, posts).values(), Decimal(0)) / calendar.DAYS_OF_A_WEEK,
    }


def held(user: User, month: date, first: date) -> dict[date, set[Held]]:
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


def highest(norm: str, posts: dict[date, set[Held]]) -> dict[date, Decimal]:
    """The highest norm among the posts of each day on which there are any."""
    return {
        day: max(
            Decimal(norms.of_post(norm, on=day, county=county, terrain=terrain, post=post))
            for post, terrain, county in found
        )
        for day, found in posts.items()
        if found
    }
