"""Posts without responsible officer (空岗): since when and for how many days, the longest first.

The boards of chief and county, the page of the organisation and the list of accounts show them. Of a month the figures
have the days (``vacant_days``, indicators/sql/fill_month.sql) by the same rule.
"""

from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Exists, Max, OuterRef, Q, QuerySet
from django.utils import timezone

from access import scope
from accounts.models import User
from posts.models import Assignment, Post


@dataclass(frozen=True)
class Vacancy:
    """An open post for which nobody is responsible today; ``days`` counts the first one and today."""

    post: Post
    since: date
    days: int


def open_posts(today: date) -> QuerySet[Post]:
    """Posts that are open on the day: opened, and not closed by then."""
    return Post.objects.filter(Q(closed_on=None) | Q(closed_on__gt=today), opened_on__lte=today)


def of(posts: QuerySet[Post], today: date | None = None) -> list[Vacancy]:
    """The vacancies among ``posts``. Leave of the responsible officer is none, nor is a post that is not open."""
    today = today or timezone.localdate()
    responsible = Assignment.objects.filter(is_responsible=True, post=OuterRef("pk"))
    was_responsible = Q(assignments__is_responsible=True, assignments__ends_on__lt=today)
    vacant = (
        posts.filter(pk__in=open_posts(today).values("pk"))
        .exclude(Exists(responsible.on(today)))
        .annotate(left_on=Max("assignments__ends_on", filter=was_responsible))
        .select_related("station")
    )
    found = [_vacancy(post, post.left_on, today) for post in vacant]
    return sorted(found, key=lambda one: (one.since, one.post.pk))


def seen_by(user: User) -> list[Vacancy]:
    """The vacancies of the person's station or county."""
    where = scope.for_user(user)
    if where.station_id:
        return of(Post.objects.filter(station=where.station_id))
    return of(Post.objects.filter(station__county=where.county_id or 0))


def _vacancy(post: Post, left_on: date | None, today: date) -> Vacancy:
    since = post.opened_on if left_on is None else max(post.opened_on, left_on + timedelta(days=1))
    return Vacancy(post, since, (today - since).days + 1)
