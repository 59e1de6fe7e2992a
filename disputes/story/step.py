"""One thing that is to be done in a dispute, with the pages on which it is done."""

from dataclasses import dataclass
from datetime import date

from django.urls import reverse
from django.utils import timezone

from access.rights import may
from disputes.parts_of import Parts


@dataclass(frozen=True)
class Act:
    """A button: where it leads, and what it says."""

    url: str
    label: str


@dataclass(frozen=True)
class Step:
    """One thing to be done. ``due_on``: None where no day is set; ``source``: the article or setting that sets it;
    ``is_offer``: something that nobody must do. ``words``: instead of the days that are left; ``words_have_day``: the
    day is among them.
    """

    what: str
    detail: str = ""
    due_on: date | None = None
    acts: tuple[Act, ...] = ()
    source: str = ""
    is_offer: bool = False
    words: str = ""
    words_have_day: bool = False

    @property
    def days(self) -> int | None:
        """Days that are left, negative once the day is over."""
        return (self.due_on - timezone.localdate()).days if self.due_on else None

    @property
    def late(self) -> int:
        """Days by which it is overdue; 0 while it is not."""
        return max(0, -(self.days or 0))


def acts(parts: Parts, verb: str, *pages: tuple[str, ...], key: int | None = None) -> tuple[Act, ...]:
    """The buttons of pages of this room, ``(name, label)`` or ``(name, label, query)``; none without the right."""
    if not may(parts.user, verb):
        return ()
    found = []
    for name, label, *query in pages:
        of_part = not name.startswith("dispute-")
        pk = key if of_part else parts.dispute.pk
        found.append(Act(reverse(f"disputes:{name}", args=[pk]) + "".join(query), label))
    return tuple(found)
