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
from residents import phones


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
    named = [party for party in parts.parties if party.resident_id or _phone(party)]
    if len({party.side for party in named}) < 2:
        return None
    county = County.objects.values_list("code", flat=True).get(pk=dispute.county_id)
    window = rules.days("dispute.again_days", on=dispute.occurred_on, county=county)
    earlier = _earlier(dispute, parts.user, window)
    alike: dict[int, set[tuple[str, str]]] = {}  # dispute -> sides of a person here and there
    for other in _others(named, earlier, parts.user):
        sides = {(party.side, other.side) for party in named if _is_same(party, other)}
        alike.setdefault(other.dispute_id, set()).update(sides)
    same = [key for key, sides in alike.items() if _are_opposed(sides)]
    last = earlier.filter(pk__in=same).order_by("-occurred_on", "-pk").first() if same else None
    return Again(len(same) + 1, window.days, last) if last else None


def _are_opposed(sides: set[tuple[str, str]]) -> bool:
    """Do two persons of different sides here stand on different sides there as well?"""
    return any(a[0] != b[0] and a[1] != b[1] for a in sides for b in sides)


def _phone(party: Party) -> str:
    return str(party.phone) if party.phone and party.phone is not UNREADABLE else ""


def _others(named: list[Party], earlier: Any, user: User) -> list[Party]:
    """The parties of earlier disputes with an entry or a telephone of these, in one statement."""
    entries = [party.resident_id for party in named if party.resident_id]
    alike = Q(resident__in=entries) | Q(resident__continued_in__in=entries)
    for phone in filter(None, map(_phone, named)):
        alike |= matching(Party, "phone_index", phone)
    found = Party.objects.visible_to(user).filter(alike, dispute__in=earlier.values("pk"))
    return list(found.select_related("resident"))


def _is_same(party: Party, other: Party) -> bool:
    """The same entry of the register, or the one that it goes on in, or the same telephone."""
    if party.resident_id and other.resident is not None:
        if party.resident_id in (other.resident_id, other.resident.continued_in_id):
            return True
    return bool(_phone(party)) and phones.normal(_phone(party)) == phones.normal(_phone(other))


def _earlier(dispute: Dispute, user: User, window: timedelta) -> Any:
    """Disputes that were accepted before this one within the window."""
    rows = Dispute.objects.visible_to(user).counted()
    since = dispute.occurred_on - window
    rows = rows.filter(occurred_on__range=(since, dispute.occurred_on))
    return rows.exclude(pk__gte=dispute.pk, occurred_on=dispute.occurred_on)
