"""Hours of training of the officers and auxiliaries of a place, in a year and the one before (training/views.py)."""

from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.db import connection
from django.db.models import Min

from access import scope
from accounts.models import User
from ledgers import people
from training.models import Training


@dataclass
class Trained:
    """One person with the posts of the day asked for; hours and number of trainings from 1 January until that day.

    ``self_study`` is the part of ``hours`` that was self-study; ``hours_before`` is of the whole year before.
    """

    person: User
    role: str
    posts: list[str] = field(default_factory=list)
    hours: Decimal = Decimal(0)
    self_study: Decimal = Decimal(0)
    times: int = 0
    newest: date | None = None
    hours_before: Decimal = Decimal(0)


def years(user: User, today: date) -> list[int]:
    """The years that the page offers, the newest first: from that of the oldest training that the person sees."""
    oldest = Training.objects.visible_to(user).held().aggregate(oldest=Min("held_on"))["oldest"] or today
    return list(range(today.year, oldest.year - 1, -1))


def of_place(user: User, day: date) -> list[Trained]:
    """Who served at the person's place on the day, by post; whoever had fewest hours that year first."""
    found: dict[int, Trained] = {}
    keys = scope.for_user(user).keys or {}
    places = {"post_id": "post", "station_id": "post__station", "county_id": "post__station__county"}
    place = {places[key]: value for key, value in keys.items()}
    rows = people.serving(day, **place).select_related("post", "user").order_by("post__name", "pk")
    one: Any
    for one in rows if place else ():
        there = found.setdefault(one.user_id, Trained(one.user, one.get_role_display()))
        there.posts.append(one.post.name)
    began = date(day.year, 1, 1)
    for person, hours, self_study, times, newest in _hours(day, began, day):
        if person in found:
            one = found[person]
            one.hours, one.self_study, one.times, one.newest = hours, self_study, times, newest
    before = began - timedelta(days=1)
    for person, hours, _self_study, _times, newest in _hours(day, date(before.year, 1, 1), before):
        if person in found:
            found[person].hours_before = hours
            found[person].newest = found[person].newest or newest
    return sorted(found.values(), key=lambda one: (one.hours, one.person.name))


def _hours(day: date, first: date, last: date) -> list[tuple[int, Decimal, Decimal, int, date | None]]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT person, hours, self_study, times, newest FROM training_hours_of_people(%s, %s, %s)",
            [day, first, last],
        )
        return list(cursor.fetchall())
