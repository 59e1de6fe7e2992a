"""Who may come to a training, and who came: people of the posts, and members of teams as a higher room knows them.

An AppConfig declares ``trainees`` (user -> the members whom the person may note) and ``trainee_names`` (user, keys ->
their names, of those whom the person sees).
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.apps import apps
from django.db import connection

from access import scope
from accounts.models import User
from ledgers import people
from posts.models import Membership
from posts.querysets import open_on
from training.models import Attendance, Training


@dataclass(frozen=True)
class Trainee:
    """A member of a team who may come: key, name, what the team is called, and the access keys of the member."""

    key: int
    name: str
    team: str
    keys: dict[str, int]


@dataclass(frozen=True)
class Came:
    """Who came of a post or a team, by name, as the person sees it."""

    group: str
    names: list[str]


def trainees(user: User) -> list[Trainee]:
    """The members of teams whom the person may note as having come."""
    known = (getattr(config, "trainees", None) for config in apps.get_app_configs())
    return [one for ask in known if ask for one in ask(user)]


def names_of(user: User, members: Iterable[int]) -> dict[int, tuple[str, str]]:
    """Key -> team and name of the members, of those whom the person sees."""
    keys = list(members)
    known = (getattr(config, "trainee_names", None) for config in apps.get_app_configs())
    return {key: found for ask in known if ask and keys for key, found in ask(user, keys).items()}


def who_came(training: Training, user: User) -> list[Came]:
    """By post and team: who came, of those whom the person sees. Others are a number (``how_many``)."""
    rows = Attendance.objects.visible_to(user).filter(training=training)
    found: dict[str, list[str]] = {}
    for one in (
        rows.filter(person__isnull=False).select_related("person", "post").order_by("post", "person__name")
    ):
        assert one.person is not None
        found.setdefault(str(one.post), []).append(one.person.name)
    named = names_of(user, (one.member for one in rows if one.member is not None))
    for team, name in sorted(named.values()):
        found.setdefault(team, []).append(name)
    return [Came(group, names) for group, names in found.items()]


def how_many(training: Training, user: User) -> int:
    """How many came, of those whose rows the person sees."""
    return Attendance.objects.visible_to(user).filter(training=training).count()


def people_on(day: date, user: User) -> dict[int, dict[str, Any]]:
    """Key -> access keys of the officers and auxiliaries of the person's place who serve on the day."""
    keys = scope.for_user(user).keys or {}
    place = {"post": keys["post_id"]} if "post_id" in keys else {"post__station": keys.get("station_id", 0)}
    found = {}
    for one in people.serving(day, **place).select_related("post__station"):
        post: Any = one.post
        found[one.user_id] = {
            "post_id": post.pk, "station_id": post.station_id, "county_id": post.station.county_id,
        }  # fmt: skip
    return found


def village_of(post: int, training: Training) -> int | None:
    """Where the attendance of somebody of the post is filed: where it was held, else the first village of the post."""
    if training.post_id == post:
        return training.village_id
    today = Membership.objects.filter(open_on(training.held_on), post=post).order_by("village")
    return today.values_list("village", flat=True).first()


def hours_of_member(member: int, until: date) -> Decimal:
    """Hours of training of a member of a team by the end of the day."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT training_hours_of_member(%s, %s)", [member, until])
        found: Decimal = cursor.fetchone()[0]
        return found
