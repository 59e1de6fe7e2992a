"""Reads where a person serves today: the assignment, a stand-in that is on, an emergency view that is open.

Named by ``settings.SCOPE_READER`` and called by access/scope.py, once a request and person.
"""

from datetime import date

from django.db.models import F, FilteredRelation, Q
from django.utils import timezone

from access import roles
from access.scope import NOWHERE, Scope
from accounts.models import User

PLACES = ("post__station__county", "station__county", "county")  # what an assignment may name


def read_scope(user: User, today: date) -> Scope:
    """The scope of ``user`` on the day ``today``, in one query; one more while another post is open to the person."""
    views, stand_ins = "user__emergency_views", "user__stand_ins"
    assignments = user.assignments.annotate(
        open_view=FilteredRelation(views, condition=_is_open(views)),
        emergency=F("open_view__pk"),
        stands=FilteredRelation(stand_ins, condition=_is_on(stand_ins, today)),
        stands_at=F("stands__station"),
    )
    assignment = assignments.on(today).select_related(*PLACES).first()
    if assignment is None:
        return NOWHERE
    role = roles.row_of(assignment.role)
    if assignment.emergency and role.opens_emergency:
        return _of_emergency_view(user, assignment.emergency, role.code)
    station = assignment.post.station if assignment.post else assignment.station
    above = (station.pk, station.county_id) if station else (None, assignment.county_id)
    county = station.county if station else assignment.county
    assert county is not None  # an assignment names one of the three places
    if station and assignment.stands_at == station.pk and role.stands_in_for:
        return Scope(
            role=role.stands_in_for,
            station_id=station.pk,
            place=str(station),
            stands_in=True,
            above=above,
            county=county.code,
        )
    return Scope(
        role=role.code,
        post_id=assignment.post_id,
        station_id=assignment.station_id,
        county_id=assignment.county_id,
        place=str(assignment.place),
        above=above,
        county=county.code,
    )


def _is_open(views: str) -> Q:
    now = timezone.now()
    return Q(**{f"{views}__ended_at": None, f"{views}__opened_at__lte": now, f"{views}__ends_at__gt": now})


def _is_on(stand_ins: str, today: date) -> Q:
    return Q(
        **{
            f"{stand_ins}__is_on": True,
            f"{stand_ins}__starts_on__lte": today,
            f"{stand_ins}__ends_on__gte": today,
        }
    )


def _of_emergency_view(user: User, view_id: int, role: str) -> Scope:
    """The post of the open emergency view, in place of the own one."""
    view = user.emergency_views.select_related("post__station__county").get(pk=view_id)
    return Scope(
        role=role,
        post_id=view.post_id,
        place=str(view.post),
        emergency=view.pk,
        until=view.ends_at,
        above=(view.post.station_id, view.post.station.county_id),
        county=view.post.station.county.code,
    )
