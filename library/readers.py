"""Who has to read the county's regulations, what a person has not read yet, and who has not read an edition."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet
from django.utils import timezone

from access import scope
from access.rights import MAY
from accounts.models import User
from library.models import Edition, Reading, county_of
from posts.models import Assignment

# The way from an assignment to the place of whoever looks at the list.
WAYS = {
    "station_id": ("station", "post__station"),
    "county_id": ("station__county", "post__station__county"),
}


@dataclass(frozen=True)
class Reader:
    """Somebody who has to read what the county issues, and where they serve."""

    pk: int
    name: str
    place: str


def unread(user: User) -> QuerySet[Edition]:
    """The current editions that the person has not confirmed, the oldest first."""
    done = Reading.objects.filter(user=user.pk).values("edition")
    rows = Edition.objects.visible_to(user).current().exclude(pk__in=done)
    return rows.select_related("regulation").order_by("issued_on", "pk")


def to_read(user: User) -> QuerySet[Edition]:
    """Those of them that everybody has to read."""
    return unread(user).filter(must_read=True)


def of_place(user: User) -> list[Reader]:
    """Who has to read at the station, or in the county, of the person; by place and name, each once."""
    keys = scope.for_user(user).keys or {}
    ways = [Q(**{way: value}) for key, value in keys.items() for way in WAYS.get(key, ())]
    if not ways or county_of(user) is None:
        return []
    here = ways[0] | ways[1]
    rows = (
        Assignment.objects.at_work(timezone.localdate())
        .filter(here, role__in=MAY["confirm_reading"])
        .select_related("user", "post__station", "station")
        .order_by("is_second", "pk")
    )
    found: dict[int, Reader] = {}
    for one in rows:
        place = f"{one.post.station} {one.post}" if one.post else str(one.station)
        found.setdefault(one.user_id, Reader(one.user_id, one.user.name, place))
    return sorted(found.values(), key=lambda one: (one.place, one.name))


def counts(user: User, editions: Iterable[Edition], people: list[Reader]) -> dict[int, int]:
    """Edition -> how many of ``people`` have confirmed it."""
    rows = Reading.objects.visible_to(user).filter(
        edition__in=[one.pk for one in editions], user__in=[one.pk for one in people]
    )
    return dict(rows.order_by().values("edition").annotate(n=Count("pk")).values_list("edition", "n"))


def without(user: User, edition: Edition, people: list[Reader]) -> list[Reader]:
    """Those of ``people`` who have not confirmed the edition."""
    done = set(Reading.objects.visible_to(user).filter(edition=edition).values_list("user", flat=True))
    return [one for one in people if one.pk not in done]
