"""What the members of a team have reported: the form, and their number on its page (hazards/apps.py)."""

from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from access.rights import may
from accounts.models import User
from hazards.models import Hazard
from hazards.of_patrol import section
from teams.models import Team

SHOWN = 3


def buttons(row: Any, user: User) -> list[dict[str, Any]]:
    """The form of a hazard with the team and its village filled in: kind and place are left to type."""
    if not isinstance(row, Team) or row.ends_on is not None or not may(user, "record_hazard"):
        return []
    given = urlencode({"team": row.pk, "village": row.village_id})
    url = f"{reverse('hazards:hazard-create')}?{given}"
    return [{"url": url, "label": _("A member reports a hazard"), "style": "quiet"}]


def sections(row: Any, user: User) -> list[dict[str, Any]]:
    """How many its members have reported, and the newest of them."""
    if not isinstance(row, Team) or not may(user, "read_ledgers"):
        return []
    found = Hazard.objects.visible_to(user).counted().filter(team=row)
    number = found.count()
    if not number:
        return []
    title = ngettext("%(n)s report of its members", "%(n)s reports of its members", number) % {"n": number}
    more = f"{reverse('hazards:hazard-list')}?team={row.pk}&counted=1"
    return [section(title, found.order_by("-occurred_on", "-pk")[:SHOWN], user, more)]
