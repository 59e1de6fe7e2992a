"""Posts without responsible officer (空岗): since when and for how many days, the longest first.

The boards of chief and county, the page of the organisation and the list of accounts show them. Of a month the figures
have the days (``vacant_days``, indicators/sql/fill_month.sql) by the same rule.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import Exists, F, Max, OuterRef, Q, QuerySet
from django.utils import timezone

from access import scope
from accounts.models import User
from posts.models import Assignment, Post


@dataclass(frozen=True)
class Vacancy:
    """An open post (its key) for which nobody is responsible today; ``days`` counts the first one and today."""

    post: int
    name: str
    station: str
    since: date
    days: int


def of(posts: QuerySet[Post]) -> list[Vacancy]:
    """The vacancies among ``posts`` today. Leave of the responsible officer is none, nor is a post that is not open."""
    return read(rows(posts))


def seen_by(user: User) -> QuerySet[Post]:
    """The posts of the person's station or county."""
    where = scope.for_user(user)
    if where.station_id:
        return Post.objects.filter(station=where.station_id)
    return Post.objects.filter(station__county=where.county_id or 0)


def rows(posts: QuerySet[Post]) -> QuerySet[Post, Any]:
    """The same as rows, for a page that reads them with others in one statement; ``read`` takes them."""
    today = timezone.localdate()
    responsible = Assignment.objects.on(today).filter(is_responsible=True, post=OuterRef("pk"))
    was_responsible = Q(assignments__is_responsible=True, assignments__ends_on__lt=today)
    is_open = Q(closed_on=None) | Q(closed_on__gt=today)
    vacant = posts.filter(is_open, ~Exists(responsible), opened_on__lte=today)
    left_on = Max("assignments__ends_on", filter=was_responsible)
    return vacant.order_by().values("pk", "name", "opened_on", at=F("station__name"), left_on=left_on)


def read(found: Iterable[dict[str, Any]]) -> list[Vacancy]:
    """The vacancies of ``rows``, the longest first; days may be texts (pages/counting.py)."""
    return sorted((_vacancy(row) for row in found), key=lambda one: (one.since, one.post))


def _vacancy(row: dict[str, Any]) -> Vacancy:
    since, left_on = _day(row["opened_on"]), row["left_on"]
    if left_on is not None:
        since = max(since, _day(left_on) + timedelta(days=1))
    return Vacancy(row["pk"], row["name"], row["at"], since, (timezone.localdate() - since).days + 1)


def _day(value: date | str) -> date:
    return date.fromisoformat(value) if isinstance(value, str) else value
