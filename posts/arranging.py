"""How the county arranges its stations and posts, and a station its leave; each with a trail."""

from datetime import date

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from accounts.models import User
from audit import trail
from posts import scope
from posts.models import Assignment, Leave, Membership, Post, Station, Town, Village
from posts.roles import may


@transaction.atomic
def open_station(station: Station, towns: list[Town], *, by: User) -> Station:
    """A new station of the person's county, serving ``towns``; or a change of one."""
    _check(by, "arrange_organisation", county=station.county_id)
    station.save()
    station.towns.set(towns)
    trail.record("arrange_station", station, by=by, towns=[town.code for town in towns])
    return station


@transaction.atomic
def open_post(post: Post, *, by: User) -> Post:
    """A new post of a station of the person's county; or a change of one."""
    _check(by, "arrange_organisation", county=post.station.county_id)
    post.save()
    trail.record("arrange_post", post, by=by, name=post.name)
    return post


@transaction.atomic
def give_village(village: Village, post: Post, since: date, *, by: User) -> Membership:
    """A village that has no post belongs to ``post`` from ``since`` on; from now on its figures are expected."""
    _check(by, "arrange_organisation", county=post.station.county_id)
    _check(by, "arrange_organisation", county=village.town.county_id)
    membership = Membership(village=village, post=post, starts_on=since)
    membership.full_clean()
    membership.save()
    trail.record("give_village", post, by=by, village=village.code, since=str(since))
    return membership


@transaction.atomic
def grant_leave(leave: Leave, *, by: User) -> Leave:
    """Days on which no target runs for a person of the station; the months that it touches are counted anew."""
    if not may(by, "grant_leave") or leave.user.pk not in {user.pk for user in staff(by)}:
        raise PermissionDenied
    leave.save()
    trail.record(
        "grant_leave", leave, by=by, person=leave.user.pk, days=[str(leave.starts_on), str(leave.ends_on)]
    )
    return leave


@transaction.atomic
def take_leave_back(leave: Leave, *, by: User) -> None:
    """The leave was not taken."""
    if not may(by, "grant_leave") or leave.user.pk not in {user.pk for user in staff(by)}:
        raise PermissionDenied
    trail.record("take_leave_back", leave, by=by, person=leave.user.pk)
    leave.delete()


def staff(user: User) -> list[User]:
    """Officers and auxiliaries who serve at a post of the person's station today."""
    serving = Assignment.objects.on(timezone.localdate()).filter(post__station=scope.of(user).station_id)
    return [one.user for one in serving.select_related("user").order_by("user__name")]


def _check(by: User, verb: str, *, county: int) -> None:
    if not may(by, verb) or scope.of(by).county_id != county:
        raise PermissionDenied
