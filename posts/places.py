"""The villages, stations and county whose figures a person sees. Called by indicators, reports and surveys."""

from collections.abc import Iterable
from datetime import date

from django.db.models import Q, QuerySet

from access import scope
from accounts.models import User
from calendars import calendar
from posts.models import County, Membership, Station, Village
from posts.querysets import open_on


def expected(user: User, month: date) -> list[Membership]:
    """Villages that report the month: in the scope, open and of a post on its last day; while it runs, today."""
    villages = Village.objects.served_by(user, on=calendar.place_day(month))
    return list(_memberships(month).filter(village__in=villages))


def of_station(station: Station, month: date) -> list[Membership]:
    """The same for one station."""
    return list(_memberships(month).filter(post__station=station))


def of_county(county: County, month: date) -> list[Membership]:
    """The same for all stations of a county."""
    return list(_memberships(month).filter(post__station__county=county))


def expected_rows(user: User, month: date) -> QuerySet[Membership]:
    """The villages of the person's station, or of the open stations of the county, that must report the month."""
    return _memberships(month).filter(post__station__in=stations_of(user))


def _memberships(month: date) -> QuerySet[Membership]:
    """The rule of ``indicators/sql/fill_month.sql``: a page expects the villages that the figures count."""
    on_its_day = Membership.objects.filter(open_on(calendar.place_day(month)))
    on_its_day = on_its_day.exclude(village__closed_on__lte=calendar.last_day(month))
    return on_its_day.select_related("village__town", "post__station").order_by("village__code")


def expected_by_month(user: User, months: Iterable[date]) -> dict[date, set[int]]:
    """The keys of the villages expected in each month, read in one query."""
    memberships = list(
        Membership.objects.filter(post__station__in=stations_of(user)).select_related("village")
    )
    return {month: {one.village_id for one in memberships if _holds(one, month)} for month in months}


def _holds(membership: Membership, month: date) -> bool:
    """The rule of ``indicators/sql/fill_month.sql``: open on the last day, and of a post on the day that decides."""
    day, closed_on = calendar.place_day(month), membership.village.closed_on
    is_open = closed_on is None or closed_on > calendar.last_day(month)
    return (
        is_open and membership.starts_on <= day and (membership.ends_on is None or membership.ends_on >= day)
    )


def county_of(user: User) -> County | None:
    """The county whose publications and survey rounds the person sees."""
    where = scope.for_user(user)
    return County.objects.filter(Q(pk=where.county_id) | Q(stations=where.station_id or 0)).first()


def stations_of(user: User) -> QuerySet[Station]:
    """The person's own station, or all of the county, closed ones too: past months are theirs."""
    where = scope.for_user(user)
    if where.station_id:
        return Station.objects.filter(pk=where.station_id)
    return Station.objects.filter(county=where.county_id or 0)
