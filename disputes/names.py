"""How the parties of a dispute are called on screens, in lists and in files; papers print the full name."""

from collections.abc import Iterable

from django.utils.translation import gettext as _

from disputes.models import Party
from encryption.masks import UNREADABLE, Unreadable
from residents.surnames import COMPOUND


def shown(party: Party) -> str:
    """The name; of a minor the surname alone: 王某某(未成年)."""
    return shown_as(party.name, is_minor=party.is_minor)


def shown_as(name: str | Unreadable, *, is_minor: bool) -> str:
    """``shown_as("王小明", is_minor=True) == "王某某(未成年)"``."""
    if name is UNREADABLE or not is_minor:
        return str(name)
    return _("%(surname)s某某 (under 18)") % {"surname": surname(str(name))}


def surname(name: str) -> str:
    """The first character of a Chinese name, two of a compound surname; of another name its first letter."""
    return name[:2] if len(name) > 2 and name[:2] in COMPOUND else name[:1]


def against(parties: Iterable[Party]) -> str:
    """Who against whom: the sides, A first, each with its people: 黄玉波、周福珍 – 王建."""
    sides: dict[str, list[str]] = {}
    for party in sorted(parties, key=lambda one: (one.side, one.pk)):
        sides.setdefault(party.side, []).append(shown(party))
    return " – ".join("、".join(names) for names in sides.values())
