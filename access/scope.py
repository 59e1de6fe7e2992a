"""How far a person sees: the assignment that is open today, or another post that is open in an emergency."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import F, FilteredRelation, Q
from django.utils import timezone

from policies.acting import Acting


@dataclass(frozen=True)
class Scope:
    """Where a person serves today. Exactly one of the keys below the county is set, or none."""

    role: str = ""
    post_id: int | None = None
    station_id: int | None = None
    county_id: int | None = None
    place: str = ""
    emergency: int | None = (
        None  # the emergency view that opens the post: reading only (oversight/actions/emergency.py)
    )
    until: datetime | None = None
    stands_in: bool = False  # works as chief for some days (oversight/actions/standing_in.py)
    above: tuple[int | None, int | None] = (None, None)  # station and county that the place belongs to
    county: str = ""  # the division code of the county: by it the rules are asked (rules/reading.py)

    @property
    def keys(self) -> dict[str, int] | None:
        """The filter on a row's access keys; None: sees no rows at all."""
        if self.post_id:
            return {"post_id": self.post_id}
        if self.station_id:
            return {"station_id": self.station_id}
        if self.county_id and self.role in {"county", "leader"}:
            return {"county_id": self.county_id}
        return None


NOWHERE = Scope()


def of(user: Any) -> Scope:
    """The scope of ``user`` today, read once a request (the user object is made anew for each)."""
    if not getattr(user, "is_authenticated", False):
        return NOWHERE
    kept = getattr(user, "_scope", None)
    today = timezone.localdate()
    if kept is None or kept[0] != today:
        kept = user._scope = (today, _read(user, today))
    return kept[1]


LOOKERS = ("officer", "chief")
STANDS_IN = ("officer", "clerk")
PLACES = ("post__station__county", "station__county", "county")  # what an assignment may name


def _elsewhere(user: Any, assignment: Any) -> Scope:
    """The post that the person looks into; the trail notes it on everything (``break_glass``)."""
    view = user.emergency_views.select_related("post__station__county").get(pk=assignment.emergency)
    user.break_glass = view.pk
    return Scope(
        role=assignment.role,
        post_id=view.post_id,
        place=str(view.post),
        emergency=view.pk,
        until=view.ends_at,
        above=(view.post.station_id, view.post.station.county_id),
        county=view.post.station.county.code,
    )


def forget(user: Any) -> None:
    """The scope has just changed: it is read anew, also within this request."""
    user._scope = user.break_glass = None


def _read(user: Any, today: Any) -> Scope:
    looking = "user__emergency_views"
    now = timezone.now()
    looks_now = Q(
        **{f"{looking}__ended_at": None, f"{looking}__opened_at__lte": now, f"{looking}__ends_at__gt": now}
    )
    standing = "user__stand_ins"
    stands_now = Q(
        **{
            f"{standing}__is_on": True,
            f"{standing}__starts_on__lte": today,
            f"{standing}__ends_on__gte": today,
        }
    )
    assignments = user.assignments.annotate(
        looks=FilteredRelation(looking, condition=looks_now),
        emergency=F("looks__pk"),
        stands=FilteredRelation(standing, condition=stands_now),
        stands_at=F("stands__station"),
    )
    open_today = assignments.on(today).select_related(*PLACES).first()
    if open_today is None:
        return NOWHERE
    if open_today.emergency and open_today.role in LOOKERS:
        return _elsewhere(user, open_today)
    station = open_today.post.station if open_today.post else open_today.station
    if station and open_today.stands_at == station.pk and open_today.role in STANDS_IN:
        above = (station.pk, station.county_id)
        return Scope(
            role="chief",
            station_id=station.pk,
            place=str(station),
            stands_in=True,
            above=above,
            county=station.county.code,
        )
    return Scope(
        role=open_today.role,
        post_id=open_today.post_id,
        station_id=open_today.station_id,
        county_id=open_today.county_id,
        place=str(open_today.place),
        above=_above(open_today),
        county=(station.county if station else open_today.county).code,
    )


def _above(assignment: Any) -> tuple[int | None, int | None]:
    station = assignment.post.station if assignment.post else assignment.station
    return (station.pk, station.county_id) if station else (None, assignment.county_id)


# The level of policies/guards.py at which the roles of the county ask the database.
LEVEL = {
    "county": "county",
    "leader": "county",
    "auditor": "auditor",
    "administrator": "office",
    "grantor": "grants",
}


def acting_as(user: Any) -> Acting:
    """As whom the database is asked for ``user``: a level as wide as the scope, and the keys of the place.

    Whoever serves nowhere stays at the door.
    """
    where = of(user)
    by_place = "post" if where.post_id else "station" if where.station_id else "door"
    by_place = "visitor" if where.emergency else by_place
    station, county = where.above
    return Acting(LEVEL.get(where.role, by_place), user.pk, where.post_id, station, county)
