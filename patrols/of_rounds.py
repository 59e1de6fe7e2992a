"""The planned round of which a patrol is, on the page of the patrol (patrols/apps.py)."""

from typing import Any

from django.utils.translation import gettext as _

from accounts.models import User
from patrols.models import Patrol, PlannedRound


def sections(patrol: Patrol, user: User) -> list[dict[str, Any]]:
    """The round with how many of its points were passed; nothing for a patrol without a plan."""
    row = PlannedRound.objects.visible_to(user).filter(patrol=patrol.pk).select_related("plan").first()
    if row is None:
        return []
    points = _("%(passed)s of %(planned)s points passed") % {
        "passed": row.points_passed, "planned": row.points_planned,
    }  # fmt: skip
    line = {
        "url": row.get_absolute_url(), "name": str(row), "why": points,
        "mark": row.get_state_display(), "style": row.state,
    }  # fmt: skip
    return [{"title": row._meta.verbose_name, "lines": [line], "more": "", "more_label": ""}]
