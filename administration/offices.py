"""Offices that must not be empty: chief of each station, auditor and the two administrators of a county.

Which they are says the column ``must_be_filled`` of access/roles.py. The first pages of the county and of the grant
administrator name what is empty, and so does ``manage.py check_offices``.
"""

from dataclasses import dataclass

from django.db.models import Q
from django.utils import timezone
from django.utils.functional import Promise

from access.roles import ROLES, RoleRow
from posts.models import Assignment, County, Station


@dataclass(frozen=True)
class EmptyOffice:
    """Nobody with an open account serves in the role at the place today."""

    role: str | Promise
    place: County | Station


def empty_in(county: int) -> list[EmptyOffice]:
    """The empty offices of the county itself first, then those of its open stations."""
    today = timezone.localdate()
    here = Q(county=county) | Q(station__county=county)
    needed = {row.code: row for row in ROLES if row.must_be_filled}
    serving = Assignment.objects.on(today).filter(here, role__in=needed, user__is_active=True)
    filled = set(serving.values_list("role", "county", "station"))
    found = [
        EmptyOffice(row.name, place)
        for row in needed.values()
        for place in _places(row, county)
        if (row.code, *_key(place)) not in filled
    ]
    return sorted(found, key=lambda one: isinstance(one.place, Station))


def _places(row: RoleRow, county: int) -> list[County] | list[Station]:
    if row.place == "county":
        return list(County.objects.filter(pk=county))
    return list(Station.objects.filter(county=county, closed_on=None))


def _key(place: County | Station) -> tuple[int | None, int | None]:
    """County and station as an assignment at the place has them."""
    return (place.pk, None) if isinstance(place, County) else (None, place.pk)
