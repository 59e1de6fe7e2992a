"""What hangs on a village, a post or a station, or waits for a person: numbers by kind.

For those who move, close and end. The query is in the room that reads all books and is named by ``settings.OPEN_WORK``.
Called by the pages of this room and by administration/.
"""

from dataclasses import dataclass
from functools import cache
from typing import Protocol

from django.conf import settings
from django.utils.functional import Promise
from django.utils.module_loading import import_string
from django.utils.translation import gettext_lazy as _

REGISTER = ("households", "residents")
# In the order in which pages tell them.
KINDS: dict[str, Promise] = {
    "households": _("households"),
    "residents": _("residents"),
    "returned": _("entries given back"),
    "requests": _("open requests"),
    "hazards": _("open hazards"),
    "disputes": _("open disputes"),
    "calls": _("disputes with a follow-up call to make"),
    "duties": _("disputes with a promise to be kept"),
    "referrals": _("open referrals"),
    "received": _("passed on to the post, not dealt with"),
    "priority": _("priority visits"),
    "pairings": _("pairings"),
    "data_requests": _("open requests on own data"),
    "duplicates": _("suspected duplicates to decide"),
    "arrivals": _("arrivals to confirm"),
    "teams": _("teams"),
    "members": _("members of teams"),
    "groups": _("neighbourhood groups"),
    "plans": _("patrol plans"),
    "rounds": _("planned rounds to walk or to explain"),
    "checkpoints": _("checkpoints"),
    "partners": _("joint patrols to confirm"),
    "premises": _("premises"),
    "drafts": _("drafts"),
    "stand_ins": _("days as acting chief"),
}


class Counter(Protocol):
    def __call__(
        self,
        *,
        village: int | None = None,
        post: int | None = None,
        station: int | None = None,
        person: int | None = None,
        handover: int | None = None,
    ) -> dict[str, int]: ...


@dataclass(frozen=True)
class Count:
    """How many of one kind there are."""

    kind: str
    n: int

    @property
    def name(self) -> Promise:
        return KINDS[self.kind]


@cache
def counter() -> Counter:
    """What ``settings.OPEN_WORK`` names."""
    found: Counter = import_string(settings.OPEN_WORK)
    return found


def of_village(village: int) -> list[Count]:
    """What moves with the village; drafts stay with whoever typed them."""
    return _counts(counter()(village=village))


def of_post(post: int) -> list[Count]:
    """What has the access keys of the post."""
    return _counts(counter()(post=post))


def of_station(station: int) -> list[Count]:
    """What has the access keys of the station."""
    return _counts(counter()(station=station))


def of_handover(handover: int) -> list[Count]:
    """What has the access keys of the post of an open hand-over, for those who sign it."""
    return _counts(counter()(handover=handover))


def of_person(person: int) -> list[Count]:
    """What waits for the person."""
    return _counts(counter()(person=person))


def there(counts: list[Count]) -> list[Count]:
    """The register, and of the other kinds those of which there are some."""
    return [one for one in counts if one.n or one.kind in REGISTER]


def open_only(counts: list[Count]) -> list[Count]:
    """Those of which there are some, without the register and the drafts."""
    return [one for one in counts if one.n and one.kind not in (*REGISTER, "drafts")]


def _counts(found: dict[str, int]) -> list[Count]:
    return [Count(kind, found[kind]) for kind in KINDS if kind in found]
