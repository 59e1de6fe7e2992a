"""Lines of the first pages about hand-overs: for the own signature, with the chief, open in the county."""

from django.urls import reverse
from django.utils.translation import gettext as _

from access.rights import may
from accounts.models import User
from duty.models import Handover, HandoverQuerySet
from ledgers.book import Waiting
from pages.counting import Asked
from reports.open_work import RANK_OF_HANDOVERS


def to_sign(user: User) -> list[Waiting]:
    """Those that wait for the person's signature, on either side."""
    return [_line(_("Hand-overs for my signature"), "mine", lambda: Handover.objects.to_sign(user))]


def with_the_chief(user: User) -> list[Waiting]:
    """Signed by both, or not closed in time."""
    if not may(user, "close_handover"):
        return []
    return [_line(_("Hand-overs to close"), "to-close", lambda: seen_by(user).with_the_chief())]


def in_the_county(user: User) -> list[Waiting]:
    """All that stand open, and how many of them are overdue."""
    if not may(user, "see_handovers"):
        return []
    return [
        _line(_("Hand-overs open"), "open", lambda: seen_by(user).open()),
        _line(_("Hand-overs overdue"), "overdue", lambda: seen_by(user).overdue()),
    ]


def seen_by(user: User) -> HandoverQuerySet:
    return Handover.objects.visible_to(user)


def _line(label: str, shown: str, rows: Asked) -> Waiting:
    url = f"{reverse('duty:handover-list')}?show={shown}"
    return Waiting(label=label, url=url, rows=rows, rank=RANK_OF_HANDOVERS, is_shown_empty=False)
