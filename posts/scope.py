"""How far a person sees: the assignment that is open today."""

from dataclasses import dataclass
from typing import Any

from django.utils import timezone


@dataclass(frozen=True)
class Scope:
    """Where a person serves today. Exactly one of the keys below the county is set, or none."""

    role: str = ""
    post_id: int | None = None
    station_id: int | None = None
    county_id: int | None = None
    place: str = ""

    @property
    def keys(self) -> dict[str, int] | None:
        """The filter on a row's access keys; None: sees no rows at all."""
        if self.post_id:
            return {"post_id": self.post_id}
        if self.station_id:
            return {"station_id": self.station_id}
        if self.county_id and self.role in {"county", "leader"}:
            return {"station__county_id": self.county_id}
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


def _read(user: Any, today: Any) -> Scope:
    open_today = user.assignments.on(today).select_related("post", "station", "county").first()
    if open_today is None:
        return NOWHERE
    return Scope(
        role=open_today.role,
        post_id=open_today.post_id,
        station_id=open_today.station_id,
        county_id=open_today.county_id,
        place=str(open_today.place),
    )
