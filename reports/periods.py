"""The place that a page of figures is about: read from the address, named, and its village-months."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import QuerySet
from django.http import Http404, QueryDict

from access import scope
from accounts.models import User
from indicators import hiding
from indicators.models import VillageMonth
from pages import addresses
from posts.models import Post, Station, Town, Village
from posts.naming import with_towns

TREND, A_YEAR = 13, 12  # months
PLACES = {"town": Town, "station": Station, "post": Post, "village": Village}


@dataclass(frozen=True)
class Place:
    """A town, station, post or village whose figures are shown; an empty one is all that the person sees."""

    level: str = ""
    key: int = 0
    name: str = ""

    @property
    def param(self) -> str:
        return f"{self.level}:{self.key}" if self.level else ""

    @property
    def filter(self) -> str:
        """The filter of a book's list for the same place."""
        return f"&{self.level}={self.key}" if self.level else ""


def level_of(user: User, place: Place) -> str:
    """The level of the place; of an empty one that of all that the person sees, of a town maybe some villages alone."""
    if place.level:
        return hiding.PART if are_parts(user, place.level) else place.level
    where = scope.for_user(user)
    return "post" if where.post_id else "station" if where.station_id else "county"


def are_parts(user: User, level: str) -> bool:
    """May the person see some villages alone of a place of the level? A town lies in several stations."""
    return level == "town" and not scope.for_user(user).county_id


def months_of(user: User, place: Place) -> QuerySet[VillageMonth]:
    """The village-months of a place, within what the person sees."""
    rows = VillageMonth.objects.visible_to(user)
    return rows.filter(**{f"{place.level}_id": place.key}) if place.level else rows


def place_in(query: QueryDict, user: User) -> Place:
    """The place that ``?place=town:3`` names; one outside the person's scope does not exist (404)."""
    level, _sep, key = query.get("place", "").partition(":")
    if not level:
        return Place()
    pk = addresses.number(key)
    if level not in PLACES or pk is None or not months_of(user, Place(level, pk)).exists():
        raise Http404
    return Place(level, pk, str(PLACES[level]._default_manager.get(pk=pk)))


def names(level: str, keys: Iterable[int | None]) -> dict[int, str]:
    """Names of the places with these keys; villages of one name with their towns."""
    rows = PLACES[level]._default_manager.filter(pk__in=[key for key in keys if key])
    found = {row.pk: str(row) for row in rows}
    return with_towns(found) if level == "village" else found
