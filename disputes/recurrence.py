"""Has a quarrel of the same two sides come before? Told on the dispute to who may see both, and nowhere listed.

The same entry of the register or the same telephone on two sides; a name alone never matches, and one person in two
quarrels is nobody's business.
"""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.db.models import Q

import rules
from accounts.models import User
from disputes.models import Dispute, Party
from disputes.parts_of import Parts
from encryption.fields import matching
from encryption.masks import UNREADABLE
from posts.models import County


@dataclass(frozen=True)
class Again:
    """``number``: its place among the quarrels of these sides within ``days``, 2 for the first repeat.

    ``before``: the last one before it.
    """

    number: int
    days: int
    before: Dispute


def found(dispute: Dispute, parts: Parts) -> Again | None:
    """What came before; None for the first quarrel of these sides, and for those who do not see names."""
    ways = _ways(parts.parties)
    if len({side for side, _way in ways}) < 2:
        return None
    county = County.objects.values_list("code", flat=True).get(pk=dispute.county_id)
    window = rules.days("dispute.again_days", on=dispute.occurred_on, county=county)
    earlier = _earlier(dispute, parts.user, window)
    alike: dict[int, set[str]] = {}
    for side, way in ways:
        others = Party.objects.visible_to(parts.user).filter(way, dispute__in=earlier.values("pk"))
        for key in others.values_list("dispute_id", flat=True):
            alike.setdefault(key, set()).add(side)
    same = [key for key, sides in alike.items() if len(sides) > 1]
    last = earlier.filter(pk__in=same).order_by("-occurred_on", "-pk").first() if same else None
    return Again(len(same) + 1, window.days, last) if last else None


def _ways(parties: list[Party]) -> list[tuple[str, Any]]:
    """Side and condition: how each party would be found in another dispute."""
    ways: list[tuple[str, Any]] = []
    for party in parties:
        if party.resident_id:
            ways.append((party.side, _same_entry(party.resident_id)))
        if party.phone and party.phone is not UNREADABLE:
            ways.append((party.side, matching(Party, "phone_index", str(party.phone))))
    return ways


def _same_entry(resident: int) -> Any:
    return Q(resident=resident) | Q(resident__continued_in=resident)


def _earlier(dispute: Dispute, user: User, window: timedelta) -> Any:
    """Disputes that were accepted before this one within the window."""
    rows = Dispute.objects.visible_to(user).counted()
    since = dispute.occurred_on - window
    rows = rows.filter(occurred_on__range=(since, dispute.occurred_on))
    return rows.exclude(pk__gte=dispute.pk, occurred_on=dispute.occurred_on)
