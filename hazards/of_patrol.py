"""What a patrol found: its button, and the list beside it (hazards/apps.py)."""

from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _

from access.rights import may
from accounts.models import User
from hazards import of_checkpoint
from hazards.models import Hazard
from patrols.models import Checkpoint, Patrol, PlannedRound


def buttons(row: Any, user: User) -> list[dict[str, Any]]:
    """The form of a hazard, with village, day and patrol filled in; of a planned round those of its patrol."""
    if isinstance(row, Checkpoint):
        return of_checkpoint.buttons(row, user)
    if isinstance(row, PlannedRound):
        row = row.patrol
    if not isinstance(row, Patrol) or not row.is_counted or row.erased_on or not may(user, "record_hazard"):
        return []
    given = {"patrol": row.pk, "village": row.village_id, "occurred_on": row.occurred_on.isoformat()}
    url = f"{reverse('hazards:hazard-create')}?{urlencode(given)}"
    return [{"url": url, "label": _("Found a hazard"), "style": "quiet"}]


def sections(row: Any, user: User) -> list[dict[str, Any]]:
    """The hazards that were found on it."""
    if isinstance(row, PlannedRound):
        row = row.patrol
    if not isinstance(row, Patrol):
        return []
    found = Hazard.objects.visible_to(user).filter(patrol=row).order_by("pk")
    return [section(_("Found on this patrol"), found, user)] if found else []


def section(title: str, found: Any, user: User, more: str = "") -> dict[str, Any]:
    """A list of hazards beside something else: kind, place and how far each is."""
    lines = [
        {
            "url": one.get_absolute_url(),
            "name": one.get_kind_display(),
            "why": one.place if may(user, "see_names") else "",
            "mark": one.stage.label if one.is_counted else one.get_state_display(),
            "style": "warn" if one.is_overdue else one.stage.value if one.is_counted else one.state,
        }
        for one in found
    ]
    return {"title": title, "lines": lines, "more": more, "more_label": _("All")}
