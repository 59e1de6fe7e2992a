"""The numbers of a hand-over by kind: at each signature and now, with the lists that each book declares for them."""

from dataclasses import dataclass, field
from typing import Any

from django.utils.functional import Promise

from access import scope
from access.rights import may
from accounts.models import User
from duty.handover.actions.signatures import NOT_HANDED_OVER
from duty.models import Handover
from ledgers import books
from posts import open_work


@dataclass
class Line:
    """One kind. ``left`` and ``taken``: the numbers at the two signatures, ``now`` while it is open; None: none yet."""

    kind: str
    name: str | Promise
    left: int | None = None
    taken: int | None = None
    now: int | None = None
    lists: list[tuple[str, str]] = field(default_factory=list)


def lines(handover: Handover, user: User) -> list[Line]:
    """The kinds of which there is, or was, something; the lists for those alone who work where the rows are."""
    now = {one.kind: one.n for one in open_work.of_handover(handover.pk)} if handover.is_open else {}
    left, taken = handover.left_counts or {}, handover.taken_counts or {}
    found = []
    for kind, name in open_work.KINDS.items():
        numbers = left.get(kind), taken.get(kind), now.get(kind)
        if kind not in NOT_HANDED_OVER and any(numbers):
            found.append(Line(kind, name, *numbers, lists_of(kind, handover, user)))
    return found


def lists_of(kind: str, handover: Handover, user: User) -> list[tuple[str, str]]:
    """Title and address of each living list of the kind that the person may open."""
    place = _place(handover, user)
    if place is None:
        return []
    return [
        (str(one.label or book.title), f"{book.url('list')}?{'&'.join(filter(None, (one.query, place)))}")
        for book in books.books()
        for one in book.hands_over
        if one.kind == kind and may(user, book.listing.verb)
    ]


def _place(handover: Handover, user: User) -> str | None:
    """What narrows a list of the person to the post; None where its rows are not the person's to see."""
    where: Any = scope.for_user(user)
    if not where.role or where.emergency:
        return None
    if where.post_id:
        return "" if where.post_id == handover.post_id else None
    here = (
        where.station_id == handover.post.station_id
        if where.station_id
        else where.county_id == handover.post.station.county_id
    )
    return f"post={handover.post_id}" if here else None
