"""Of which villages, stations and county a person sees figures."""

from collections.abc import Iterable
from datetime import date

from django.db.models import Q, QuerySet

from access import scope
from accounts.models import User
from calendars import calendar
from posts.models import County, Membership, Station, Village
from posts.querysets import open_on


def expected(user: User, month: date) -> list[Membership]:
    """Villages that must report the month: in the person's scope, of a post on its last day, not closed by then."""
    villages = Village.objects.served_by(user, on=calendar.last_day(month))
    return list(_homes(month).filter(village__in=villages))


def of_station(station: Station, month: date) -> list[Membership]:
    """The same for one station."""
    return list(_homes(month).filter(post__station=station))


def _homes(month: date) -> QuerySet[Membership]:
    """The rule of ``sql/fill_month.sql``: what a page calls expected is what the figures count."""
    last = calendar.last_day(month)
    on_last_day = Membership.objects.filter(open_on(last)).exclude(village__closed_on__lte=last)
    return on_last_day.select_related("village__town", "post__station").order_by("village__code")


def expected_by_month(user: User, months: Iterable[date]) -> dict[date, set[int]]:
    """The keys of the villages expected in each month, read in one query."""
    homes = list(Membership.objects.filter(post__station__in=stations_of(user)).select_related("village"))
    return {
        month: {home.village_id for home in homes if _holds(home, calendar.last_day(month))}
        for month in months
    }


def _holds(home: Membership, day: date) -> bool:
    """The rule of ``sql/fill_month.sql``: of a post on the day, and not closed by then."""
    closed_on = home.village.closed_on
    is_there = closed_on is None or closed_on > day
    return is_there and home.starts_on <= day and (home.ends_on is None or home.ends_on >= day)


def county_of(user: User) -> County | None:
    """The county whose publications and survey rounds the person sees."""
    where = scope.for_user(user)
    return County.objects.filter(Q(pk=where.county_id) | Q(stations=where.station_id or 0)).first()


def stations_of(user: User) -> QuerySet[Station]:
    """The person's own station, or all of the county."""
    where = scope.for_user(user)
    if where.station_id:
        return Station.objects.filter(pk=where.station_id)
    return Station.objects.filter(county=where.county_id or 0, closed_on=None)
