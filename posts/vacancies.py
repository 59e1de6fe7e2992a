"""Posts without responsible officer (空岗): since when and for how many days, the longest first.

The boards of chief and county, the page of the organisation and the list of accounts show them; who may not sign in
any more does not answer for a post, though the assignment stands. Of a month the figures
have the days (``vacant_days``, indicators/sql/fill_month.sql) by the same rule.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import Exists, F, Max, OuterRef, Q, QuerySet
from django.utils import timezone

from access import scope
from accounts.models import User
from calendars import calendar
from posts.models import Assignment, Membership, Post
from posts.querysets import open_on


@dataclass(frozen=True)
class Vacancy:
    """An open post (its key) for which nobody at work is responsible today; ``days`` counts the first one and today."""

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
    responsible = Assignment.objects.at_work(today).filter(is_responsible=True, post=OuterRef("pk"))
    was_responsible = Q(assignments__is_responsible=True, assignments__ends_on__lt=today)
    is_open = Q(closed_on=None) | Q(closed_on__gt=today)
    vacant = posts.filter(is_open, ~Exists(responsible), opened_on__lte=today)
    left_on = Max("assignments__ends_on", filter=was_responsible)
    closed = open_on(today, "assignments__") & Q(
        assignments__is_responsible=True, assignments__user__is_active=False
    )
    account_closed = Max("assignments__user__closed_on", filter=closed)
    return vacant.order_by().values(
        "pk", "name", "opened_on", at=F("station__name"), left_on=left_on, account_closed=account_closed
    )


@dataclass(frozen=True)
class VacantDays:
    """A post and on how many days of a month nobody was responsible for it."""

    post: Post
    days: int


def of_month(posts: QuerySet[Post], month: date) -> list[VacantDays]:
    """The posts that serve villages at the end of the month and were vacant on some of its days, the longest first.

    As the figures of the month count them: an assignment stands, whatever became of the account.
    """
    last = calendar.last_day(month)
    serving = Membership.objects.filter(open_on(last), post=OuterRef("pk"))
    held: dict[int, list[Assignment]] = {}
    for one in Assignment.objects.filter(post__in=posts, is_responsible=True):
        held.setdefault(one.post_id or 0, []).append(one)
    found = [
        VacantDays(post, sum(not _is_held(held.get(post.pk, []), day) for day in _open_days(post, month)))
        for post in posts.filter(Exists(serving)).order_by("pk")
    ]
    return sorted((one for one in found if one.days), key=lambda one: -one.days)


def _open_days(post: Post, month: date) -> Iterator[date]:
    days = (month + timedelta(days=step) for step in range((calendar.end_of(month) - month).days))
    return (day for day in days if post.opened_on <= day and (post.closed_on is None or day < post.closed_on))


def _is_held(assignments: list[Assignment], day: date) -> bool:
    return any(one.starts_on <= day and (one.ends_on is None or day <= one.ends_on) for one in assignments)


def read(found: Iterable[dict[str, Any]]) -> list[Vacancy]:
    """The vacancies of ``rows``, the longest first; days may be texts (pages/counting.py)."""
    return sorted((_vacancy(row) for row in found), key=lambda one: (one.since, one.post))


def _vacancy(row: dict[str, Any]) -> Vacancy:
    since, left_on = _day(row["opened_on"]), row["left_on"]
    if left_on is not None:
        since = max(since, _day(left_on) + timedelta(days=1))
    if row["account_closed"] is not None:
        since = max(since, _day(row["account_closed"]))
    return Vacancy(row["pk"], row["name"], row["at"], since, (timezone.localdate() - since).days + 1)


def _day(value: date | str) -> date:
    return date.fromisoformat(value) if isinstance(value, str) else value
