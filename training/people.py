"""Hours of training of the officers and auxiliaries of a place, this year and last year (training/views.py)."""

from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.db import connection

from access import scope
from accounts.models import User
from ledgers import people


@dataclass
class Trained:
    """One person with the posts of today; ``hours`` and ``times`` of this year, ``hours_before`` of the last one."""

    person: User
    role: str
    posts: list[str] = field(default_factory=list)
    hours: Decimal = Decimal(0)
    times: int = 0
    newest: date | None = None
    hours_before: Decimal = Decimal(0)


def of_place(user: User, today: date) -> list[Trained]:
    """Who serves at the person's place today, by post; whoever had fewest hours this year first."""
    found: dict[int, Trained] = {}
    keys = scope.for_user(user).keys or {}
    places = {"post_id": "post", "station_id": "post__station", "county_id": "post__station__county"}
    place = {places[key]: value for key, value in keys.items()}
    rows = people.serving(today, **place).select_related("post", "user").order_by("post__name", "pk")
    one: Any
    for one in rows if place else ():
        there = found.setdefault(one.user_id, Trained(one.user, one.get_role_display()))
        there.posts.append(one.post.name)
    began = date(today.year, 1, 1)
    for person, hours, times, newest in _hours(today, began, today):
        if person in found:
            found[person].hours, found[person].times, found[person].newest = hours, times, newest
    before = began - timedelta(days=1)
    for person, hours, _times, newest in _hours(today, date(before.year, 1, 1), before):
        if person in found:
            found[person].hours_before = hours
            found[person].newest = found[person].newest or newest
    return sorted(found.values(), key=lambda one: (one.hours, one.person.name))


def _hours(day: date, first: date, last: date) -> list[tuple[int, Decimal, int, date | None]]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT person, hours, times, newest FROM training_hours_of_people(%s, %s, %s)",
            [day, first, last],
        )
        return list(cursor.fetchall())
