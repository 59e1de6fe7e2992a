"""The problem list of a village: what is open there (hazards/apps.py, the paper of it)."""

from typing import Any

from django.db.models import Count
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
    if not found:
        return []
    shown = section(_("Problem list: open hazards"), found, user, more)
    return [shown | {"summary": "、".join(f"{name} {n}" for name, n in by_kind(village, user))}]


def by_kind(village: Village, user: User) -> list[tuple[str, int]]:
    """Kinds of the open ones in words, each with how many; most first."""
    names = dict(Hazard.Kind.choices)
    rows = open_at(village, user).order_by().values_list("kind").annotate(n=Count("pk"))
    return [(str(names[kind]), n) for kind, n in sorted(rows, key=lambda one: (-one[1], one[0]))]
