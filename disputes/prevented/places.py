"""Whose prevented cases a person sees and reports."""

from datetime import date

from django.db.models import QuerySet

from access import scope
from accounts.models import User
from calendars import calendar, quarters
from disputes.models import PreventedCount
from posts import places
from posts.models import Post


def visible(user: User) -> QuerySet[PreventedCount]:
    """The reports of the person's post, station or county."""
    keys = scope.for_user(user).keys
    return PreventedCount.objects.filter(**keys) if keys else PreventedCount.objects.none()


def posts_of(user: User) -> QuerySet[Post]:
    """The posts for which the person may report: the own one, or those of the station."""
    where = scope.for_user(user)
    found = Post.objects.select_related("station__county")
    return found.filter(pk=where.post_id) if where.post_id else found.filter(station=where.station_id or 0)


def expected(user: User, quarter: date) -> list[Post]:
    """The posts in the person's scope that report the quarter: those with a village in its last month that began."""
    month = min(quarters.last_month(quarter), calendar.this_month())
    keys = {membership.post_id for membership in places.expected(user, month)}
    return list(Post.objects.filter(pk__in=keys).select_related("station").order_by("station_id", "pk"))
