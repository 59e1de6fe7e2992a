"""Offices that must not be empty: chief of each station, auditor and the two administrators of a county.

Which they are says the column ``must_be_filled`` of access/roles.py. The first pages of the county and of the grant
administrator name what is empty, and so does ``manage.py check_offices``.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, F, OuterRef, QuerySet, Value
from django.utils import timezone
from django.utils.functional import Promise

from access.roles import ROLES, RoleRow, row_of
from posts.models import Assignment, County, Station


@dataclass(frozen=True)
class EmptyOffice:
    """Nobody with an open account serves in the role at the place today."""

    role: str | Promise
    place: str


def rows(county: int) -> QuerySet[Any, dict[str, Any]]:
    """What ``read`` takes; for a page that reads it with others in one statement."""
    first, *more = [_empty(row, county) for row in ROLES if row.must_be_filled]
    return first.union(*more, all=True)


def read(found: Iterable[dict[str, Any]]) -> list[EmptyOffice]:
    """The empty offices, those of the county before those of its stations."""
    known = sorted(
        found, key=lambda row: (row_of(row["office"]).place != "county", row["key"], row["office"])
    )
    return [EmptyOffice(row_of(row["office"]).name, row["at"]) for row in known]


def _empty(row: RoleRow, county: int) -> QuerySet[Any, dict[str, Any]]:
    """The county, or its open stations, where nobody serves in the role."""
    serving = Assignment.objects.on(timezone.localdate()).filter(
        role=row.code, user__is_active=True, **{row.place: OuterRef("pk")}
    )
    places: QuerySet[Any] = County.objects.filter(pk=county)
    if row.place == "station":
        places = Station.objects.filter(county=county, closed_on=None)
    empty = places.filter(~Exists(serving)).order_by()
    return empty.values(office=Value(row.code), key=F("pk"), at=F("name"))
