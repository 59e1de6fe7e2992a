"""A week of look-ups, so that the pages of auditor and chief are not empty: usual ones, and one unusual one."""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta

from django.utils import timezone

from audit.models import Entry
from demo import emergency
from demo.copying import copy, next_key
from demo.plan import Plan
from oversight.actions import outliers
from posts.models import Assignment
from residents.models import Household

USUAL, UNUSUAL = 6, 64  # look-ups of a household in the week
PEOPLE = 12


def write(plan: Plan) -> None:
    """The ISO week before today, and those of the emergency view; the weekly count then finds the unusual one."""
    week = outliers.week_before(plan.timeline.today)
    first = next_key(Entry)
    rows = sorted([*_week(week), *emergency.trail_entries(plan)], key=lambda entry: entry.at)
    for number, entry in enumerate(rows, first):
        entry.pk = number
    copy(Entry, rows)
    outliers.find(week)


def _week(week: date) -> Iterator[Entry]:
    served = Assignment.objects.on(week).filter(role="officer").select_related("user", "post__station")
    for place, one in enumerate(served.order_by("pk")[:PEOPLE]):
        households = list(Household.objects.filter(post=one.post_id).order_by("pk")[:UNUSUAL])
        is_unusual = place == 1
        for number, household in enumerate(households[: UNUSUAL if is_unusual else USUAL]):
            hour = 22 if is_unusual and number % 5 == 0 else 9 + (number + place) % 8
            yield _lookup(
                one, household, week + timedelta(days=number % 5), time(hour, (7 * number + place) % 60)
            )


def _lookup(one: Assignment, household: Household, on: date, at: time) -> Entry:
    return Entry(
        at=timezone.make_aware(datetime.combine(on, at)),
        actor_id=one.user_id,
        actor_name=one.user.name,
        action="read",
        subject_type=Household._meta.label_lower,
        subject_id=household.pk,
        post_id=household.post_id,
        station_id=household.station_id,
        county_id=one.post.station.county_id if one.post else None,
        tx=0,  # the database gives it
        detail={},
        address="127.0.0.1",
    )
