"""How far a person sees: a place and a role today, or another post that is open in an emergency.

The query that reads a scope is in the room that knows assignments, stand-ins and emergency views, and is named by
``settings.SCOPE_READER``. Pages, actions, querysets and access/rights.py call ``for_user(user)``.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import cache
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.utils import timezone
from django.utils.module_loading import import_string

from access import roles
from policies.acting import ANONYMOUS, Acting, acting

if TYPE_CHECKING:  # access/apps.py imports this module before there are models
    from django.contrib.auth.models import AnonymousUser

    from accounts.models import User


@dataclass(frozen=True)
class Scope:
    """Where a person serves today. Exactly one of the keys post, station and county is set, or none."""

    role: str = ""  # a code of access/roles.py; empty: serves nowhere
    post_id: int | None = None
    station_id: int | None = None
    county_id: int | None = None
    place: str = ""
    emergency: int | None = None  # the key of the emergency view that opens the post: reading only
    until: datetime | None = None  # when that view ends
    stands_in: bool = False  # works in the role of a chief for some days
    above: tuple[int | None, int | None] = (None, None)  # station and county that the place belongs to
    county: str = ""  # the division code of the county: by it the rules are asked (rules/reading.py)
    others: tuple[tuple[int, str], ...] = ()  # key and name of the other post of somebody who has two
    is_second: bool = False  # works at the post that is not the main one

    @property
    def sees_protected(self) -> bool:
        """Disputes with domestic violence: by the own role, not while standing in or in an emergency view."""
        if not self.role or self.emergency or self.stands_in:
            return False
        return roles.row_of(self.role).sees_protected

    @property
    def keys(self) -> dict[str, int] | None:
        """The filter on a row's access keys; None: sees no rows at all."""
        if not self.role:
            return None
        view = "post" if self.emergency else roles.row_of(self.role).view
        key = {"post": self.post_id, "station": self.station_id, "county": self.county_id, None: None}[view]
        return {f"{view}_id": key} if key else None


NOWHERE = Scope()
Reader = Callable[..., Scope]  # (user, today, post=None)
# A scope with the moments between which it holds: a page asks for it fifty times.
_Cached = tuple[datetime, datetime, Scope]


@cache
def reader() -> Reader:
    """What ``settings.SCOPE_READER`` names: ``read(user, today, post)`` gives the scope of that day; of two posts of
    the person that of ``post``."""
    found: Reader = import_string(settings.SCOPE_READER)
    return found


def for_user(user: "User | AnonymousUser | None") -> Scope:
    """The scope of ``user`` today, read once a request (the user object is made anew for each).

    ``user.emergency_view`` is set to the emergency view that is open: the trail notes it on everything.
    """
    if user is None or not user.is_authenticated:
        return NOWHERE
    cached: _Cached | None = getattr(user, "_scope", None)
    if cached is None or not cached[0] <= timezone.now() < cached[1]:
        today = timezone.localdate()
        return remember(user, today, reader()(user, today))
    return cached[2]


def remember(user: Any, today: date, found: Scope, rule_values: list[Any] | None = None) -> Scope:
    """What ``for_user`` answers on the day ``today``; for whoever has read it together with the person.

    ``rule_values``: the set rules, where they were read as well (rules/reading.py).
    """
    begins, ends = (
        timezone.make_aware(datetime.combine(day, time.min)) for day in (today, today + timedelta(days=1))
    )
    _remember(user, (begins, ends, found), found.emergency)
    user._rule_values = rule_values
    return found


@contextmanager
def at_post(user: "User", post: int | None) -> Iterator[Scope]:
    """Ask as the person does who works at ``post``, one of their own of today; what was before comes back at the end.

    For own figures, which are of both posts, and for the work of a job, which is of the post where it was asked for.
    A post that is none of theirs changes nothing.
    """
    before = getattr(user, "_scope", None), getattr(user, "emergency_view", None)
    today = timezone.localdate()
    found = remember(user, today, reader()(user, today, post), rule_values(user))
    try:
        with acting(acting_as(user)):
            yield found
    finally:
        _remember(user, *before)


def rule_values(user: Any) -> list[Any] | None:
    """The set rules, if they were read together with the person."""
    return getattr(user, "_rule_values", None)


def forget(user: "User") -> None:
    """The scope has just changed: it is read anew, also within this request."""
    _remember(user, None, None)


def _remember(user: Any, cached: _Cached | None, emergency: int | None) -> None:
    """``user`` is Any: the model does not know the two attributes that this module adds to its instances."""
    user._scope, user.emergency_view = cached, emergency


def acting_as(user: "User") -> Acting:
    """As whom the database is asked for ``user``: the level of the role, and the keys of the place.

    A person who serves nowhere stays anonymous; an open emergency view means the level ``emergency``.
    """
    where = for_user(user)
    level = roles.row_of(where.role).level if where.role else ANONYMOUS.level
    station, county = where.above
    return Acting(
        "emergency" if where.emergency else level,
        user.pk,
        where.post_id,
        station,
        county,
        sees_protected=where.sees_protected,
    )
