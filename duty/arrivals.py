"""Where a person is today: the arrival steers the default village of forms, the plan and the choice of households."""

from collections.abc import Callable
from datetime import datetime
from typing import Any, TypeVar

from django.db.models.functions import Coalesce
from django.utils import timezone

from access import scope
from access.rights import may
from accounts.models import User
from duty.models import DutyDay
from ledgers import books, people
from posts.models import Village

Found = TypeVar("Found")


def village_of_today(user: User) -> int | None:
    """The key of the village where the person has arrived last today; None before the first arrival.

    Of somebody with two posts the arrival may stand at the other one: it is asked for there, and steers nothing here
    until the person goes on to a village of this post.
    """
    if last := _last_village(user):
        return last
    there = next((last for last in elsewhere(user, _last_village) if last), None)
    return there if there and Village.objects.served_by(user).filter(pk=there).exists() else None


def _last_village(user: User) -> int | None:
    today = DutyDay.objects.counted().filter(user=user, on=timezone.localdate())
    found: int | None = today.values_list(Coalesce("last_village", "village"), flat=True).first()
    return found


def village_of_last_arrival(user: User) -> int | None:
    """The same; before the first arrival of today that of the last one at the post."""
    if here := village_of_today(user):
        return here
    days = DutyDay.objects.counted().filter(user=user, on__lt=timezone.localdate()).order_by("-on")
    found: int | None = days.values_list(Coalesce("last_village", "village"), flat=True).first()
    return found


def elsewhere(user: User, ask: Callable[[User], Found]) -> list[Found]:
    """What ``ask(user)`` answers at the other post of the person; nothing for whoever has one post."""
    found = []
    for post, _name in scope.for_user(user).others:
        with scope.at_post(user, post):
            found.append(ask(user))
    return found


def place_of_today(user: User) -> Village | None:
    """The village itself."""
    here = village_of_today(user)
    return Village.objects.filter(pk=here).first() if here else None


def first_row_of_today(user: User, village_id: int) -> datetime | None:
    """When something was recorded for the first time today that the person did today in the village."""
    today = timezone.localdate()
    parts = [
        model._default_manager.filter(people.done_by(user), village=village_id, occurred_on=today)
        .counted()
        .order_by()
        .values_list("recorded_at")
        for model in books.row_models()
    ]
    found = parts[0].union(*parts[1:]) if parts else ()
    return min((moment for (moment,) in found if timezone.localdate(moment) == today), default=None)


def proposed(row: Any, user: User) -> dict[str, Any] | None:
    """What a just recorded row of today, or a dispute that was closed today, says about an arrival that nobody has
    noted; None when there is one.

    It is proposed, never noted by itself: the person may have recorded it at the desk.
    """
    today = timezone.localdate()
    if today not in {getattr(row, name) for name in row.COUNTED_DAYS}:
        return None
    served = Village.objects.served_by(user).filter(pk=row.village_id)
    if not may(user, "record_duty") or _last_village(user) or not served.exists():
        return None
    if any(elsewhere(user, _last_village)):
        return None
    since = first_row_of_today(user, row.village_id)
    if since is None and row.occurred_on == today:
        return None  # somebody else recorded it
    return {"village": row.village, "since": since or timezone.now()}
