"""Standing in for a chief: granted by the chief or the grant administrator, for days, never by or to oneself."""

from datetime import date, timedelta

from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

import rules
from access import roles, scope
from access.rights import may
from accounts.models import User
from audit import trail
from audit.versions import hold
from oversight.models import StandIn
from posts import watched
from posts.models import Assignment


def _may_stand_in() -> list[str]:
    return roles.codes(lambda role: bool(role.stands_in_for))


def candidates(by: User) -> QuerySet[Assignment]:
    """Officers and clerks who serve today at the chief's station, or in the grant administrator's county."""
    where = scope.for_user(by)
    at_place = Q(station=where.station_id) | Q(post__station=where.station_id)
    if where.county_id:
        at_place = Q(station__county=where.county_id) | Q(post__station__county=where.county_id)
    today = Assignment.objects.on(timezone.localdate()).filter(
        at_place, role__in=_may_stand_in(), user__is_active=True
    )
    return today.exclude(user=by).select_related("user", "station", "post__station").order_by("user__name")


def granted(by: User) -> QuerySet[StandIn]:
    """What is running or to come at the chief's station, or in the grant administrator's county."""
    where = scope.for_user(by)
    rows = StandIn.objects.filter(ends_on__gte=timezone.localdate()).select_related("user", "station")
    if where.county_id:
        return rows.filter(station__county=where.county_id)
    return rows.filter(station=where.station_id or 0)


def today_of(user: User | AnonymousUser) -> StandIn | None:
    """The grant that holds today at the station where the person serves."""
    if not user.is_authenticated:
        return None
    own = user.assignments.on(timezone.localdate()).filter(role__in=_may_stand_in()).select_related("post")
    stations = {one.post.station_id if one.post else one.station_id for one in own}
    if len(stations) > 1:  # of two posts the one where the person works now
        stations &= {scope.for_user(user).above[0]}
    rows = StandIn.objects.on(timezone.localdate()).select_related("station")
    return rows.filter(user=user, station__in=stations).first()


def longest(user: User, day: date) -> int:
    """How many days, both ends inside, a grant that begins on ``day`` may last."""
    return rules.whole("stand_in.longest_days", on=day, county=scope.for_user(user).county)


@transaction.atomic
def grant(stand_in: StandIn, *, by: User) -> StandIn:
    """From the first day to the last the person may work as chief; it holds with the next request."""
    _check(stand_in, by)
    assignment = candidates(by).filter(user=stand_in.user).first()
    station = (assignment.post.station if assignment.post else assignment.station) if assignment else None
    if station is None:
        raise PermissionDenied
    stand_in.station = station
    stand_in.full_clean()
    most = longest(by, stand_in.starts_on)
    if stand_in.ends_on - stand_in.starts_on >= timedelta(days=most):
        raise ValidationError(
            {"ends_on": _("At most %(n)s days; for longer a chief is assigned.") % {"n": most}}
        )
    stand_in.save(force_insert=True)
    days = [str(stand_in.starts_on), str(stand_in.ends_on)]
    trail.record("grant_stand_in", stand_in, by=by, person=stand_in.user.pk, days=days)
    watched.note("stand_in_changed", stand_in.user, by=by, place=str(stand_in.station))
    return stand_in


@transaction.atomic
def end(stand_in: StandIn, *, by: User) -> None:
    """It ended yesterday; one that begins today or later is taken back. It holds with the next request."""
    _check(stand_in, by)
    if not granted(by).filter(pk=stand_in.pk).exists():
        raise PermissionDenied
    stand_in = hold(stand_in)
    today = timezone.localdate()
    trail.record("end_stand_in", stand_in, by=by, person=stand_in.user_id)
    watched.note("stand_in_changed", stand_in.user, by=by, place=str(stand_in.station))
    if stand_in.starts_on >= today:
        stand_in.delete()
    else:
        stand_in.ends_on = today - timedelta(days=1)
        stand_in.save(update_fields=["ends_on"])


def _check(stand_in: StandIn, by: User) -> None:
    if not may(by, "grant_stand_in") or stand_in.user_id == by.pk:
        raise PermissionDenied


@transaction.atomic
def switch(*, by: User, shown: StandIn | None = None) -> StandIn:
    """From the own post to the chief's, or back. Written down, because what the person sees changes.

    ``shown`` is the grant as the page showed it: a second tap does not lead back.
    """
    stand_in = today_of(by)
    if stand_in is None:
        raise PermissionDenied
    stand_in = hold(shown or stand_in)
    stand_in.is_on = not stand_in.is_on
    stand_in.save(update_fields=["is_on"])
    scope.forget(by)
    where = scope.for_user(by)
    trail.record("switch_place", stand_in, by=by, role=where.role if where.stands_in else "")
    return stand_in
