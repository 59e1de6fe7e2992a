"""What is published of a place, as one person may read it. Called by the pages of publications and by reports/."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import OuterRef, Q, QuerySet, Subquery

from access import scope
from accounts.models import User
from indicators import by_place
from indicators.by_place import MONTH, YEAR
from indicators.figure import Figure
from indicators.models import Publication, PublishedPlace

Level = PublishedPlace.Level
NEVER = Q(pk=None)


def visible(user: User) -> Q:
    """The county's own figures, and those of places within the person's; beside it stand the policies of the table."""
    where = scope.for_user(user)
    if not where.role:
        return NEVER
    county = Q(county=county_of(user))
    of_all, keys = county & Q(level=Level.COUNTY), where.keys
    if keys is None:  # the auditor
        return of_all
    return county if "county_id" in keys else of_all | Q(**keys)


def county_of(user: User) -> int:
    """The key of the county in which the person serves; 0 without one."""
    where = scope.for_user(user)
    return where.county_id or where.above[1] or 0


def of_publication(user: User, publication: Publication) -> QuerySet[PublishedPlace]:
    """The places of a publication that the person may open, in their order."""
    return PublishedPlace.objects.filter(visible(user), publication=publication).order_by("pk")


def own(user: User) -> tuple[str, int]:
    """Level and key of the place where the person serves."""
    where = scope.for_user(user)
    for level, key in (("post", where.post_id), ("station", where.station_id)):
        if key and where.keys == {f"{level}_id": key}:
            return level, key
    return Level.COUNTY.value, where.county_id or 0


@dataclass(frozen=True)
class Published:
    """The figures of a place in the newest version of a month, by the codes of their indicators."""

    publication: Publication
    month: dict[str, Figure]
    year: dict[str, Figure]


def newest_of(
    user: User, months: Iterable[date], level: str, keys: Iterable[int]
) -> dict[tuple[date, int], Published]:
    """The newest published figures of places of one level: month and key -> figures. One statement."""
    versions = Publication.objects.filter(county=OuterRef("county"), month=OuterRef("publication__month"))
    newest = versions.order_by("-number").values("pk")[:1]
    rows = PublishedPlace.objects.filter(
        visible(user),
        publication__month__in=list(months),
        publication=Subquery(newest),
        level=level,
        key__in=list(keys),
    )
    rows = rows.select_related("publication").defer("publication__header", "publication__figures")
    return {
        (one.publication.month, one.key): Published(
            one.publication, by_place.read_all(one.figures[MONTH]), by_place.read_all(one.figures[YEAR])
        )
        for one in rows
    }


def choices(places: Iterable[PublishedPlace]) -> list[tuple[Any, list[PublishedPlace]]]:
    """The places by level, for a list to choose from; of the county itself the list speaks apart."""
    places = list(places)
    found = []
    for level in (Level.STATION, Level.TOWN, Level.POST, Level.VILLAGE):
        inside = [one for one in places if one.level == level]
        if inside:
            found.append((level, inside))
    return found
