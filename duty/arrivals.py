"""Where a person is today: the arrival steers the default village of forms, the plan and the choice of households."""

from datetime import datetime
from typing import Any

from django.utils import timezone

from access.rights import may
from accounts.models import User
from duty.models import DutyDay
from ledgers import books


def of_today(user: User) -> DutyDay | None:
    """The arrival that counts today."""
    return DutyDay.objects.filter(user=user, on=timezone.localdate()).select_related("village__town").first()


def village_of_today(user: User) -> int | None:
    found: int | None = (
        DutyDay.objects.filter(user=user, on=timezone.localdate())
        .values_list("village_id", flat=True)
        .first()
    )
    return found


def first_row_of_today(user: User, village_id: int) -> datetime | None:
    """When the person recorded something for the first time today that happened today in the village."""
    today = timezone.localdate()
    parts = [
        model._default_manager.filter(recorded_by=user, village=village_id, occurred_on=today)
        .counted()
        .order_by()
        .values_list("recorded_at")
        for model in books.row_models()
    ]
    found = parts[0].union(*parts[1:]) if parts else ()
    return min((moment for (moment,) in found if timezone.localdate(moment) == today), default=None)


def proposed(row: Any, user: User) -> dict[str, Any] | None:
    """What a just recorded row of today says about an arrival that nobody has noted; None when there is one.

    It is proposed, never noted by itself: the person may have recorded it at the desk.
    """
    if row.occurred_on != timezone.localdate() or not may(user, "record_duty") or village_of_today(user):
        return None
    since = first_row_of_today(user, row.village_id)
    return {"village": row.village, "since": since} if since else None
