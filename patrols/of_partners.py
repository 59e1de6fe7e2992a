"""The partners of a patrol on its page (patrols/apps.py): the button to ask another post, and how each has answered."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from access.rights import may
from accounts.models import User
from patrols.models import Patrol, PatrolPartner

STYLES = {"asked": "warn", "joined": "good", "absent": "withdrawn", "withdrawn": "withdrawn"}


def buttons(patrol: Patrol, user: User) -> list[dict[str, Any]]:
    """Ask another post, while the patrol counts."""
    if not patrol.is_counted or patrol.erased_on or not may(user, "record_patrol"):
        return []
    url = reverse("patrols:patrol-partner", args=[patrol.pk])
    return [{"url": url, "label": _("Another post was there"), "style": "quiet"}]


def sections(patrol: Patrol, user: User) -> list[dict[str, Any]]:
    rows = PatrolPartner.objects.visible_to(user).standing().filter(patrol=patrol.pk)
    lines = [
        {
            "url": one.get_absolute_url(), "name": str(one.partner_post),
            "why": one.what if may(user, "see_names") else "",
            "mark": one.get_state_display(), "style": STYLES[one.state],
        }
        for one in rows.select_related("partner_post").order_by("pk")
    ]  # fmt: skip
    if not lines:
        return []
    return [{"title": _("Joint patrol with"), "lines": lines, "more": "", "more_label": ""}]
