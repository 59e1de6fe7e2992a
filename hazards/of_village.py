"""The problem list of a village: what is open there (hazards/apps.py, the paper of it)."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from access.rights import may
from accounts.models import User
from hazards.models import Hazard
from hazards.models.hazards import HazardQuerySet
from hazards.of_patrol import section
from posts.models import Village

SHOWN = 10


def open_at(village: Village, user: User) -> HazardQuerySet:
    """The open ones that the person sees, the most urgent day first."""
    rows: HazardQuerySet = Hazard.objects.visible_to(user).filter(village=village)
    return rows.open().order_by("due_on", "pk")


def sections(village: Village, user: User) -> list[dict[str, Any]]:
    if not may(user, "read_ledgers"):
        return []
    found = open_at(village, user)[:SHOWN]
    more = f"{reverse('hazards:hazard-list')}?village={village.pk}&open=on"
    return [section(_("Problem list: open hazards"), found, user, more)] if found else []
