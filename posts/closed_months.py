"""Asks the gate of closed months for what holds on a span of days: leave, assignments, villages of a post, pairings.

Figures count such a span in every month that it reaches. The gate is in the room that knows the months and is named by
``settings.MONTH_GATE``. The actions of this room and of those above call ``let_in`` before or after they write, inside
their transaction.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Protocol

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.module_loading import import_string

from posts.models import Membership


@dataclass(frozen=True)
class Span:
    """Days on which the figures of a village change, both inside; without ``last``: until today."""

    village: int
    first: date
    last: date | None = None


class Gate(Protocol):
    def __call__(
        self, spans: Iterable[Span], late_reason: str, *, cause: type[models.Model], about: str = ""
    ) -> bool: ...


@cache
def gate() -> Gate:
    """What ``settings.MONTH_GATE`` names."""
    found: Gate = import_string(settings.MONTH_GATE)
    return found


def let_in(spans: Iterable[Span], late_reason: str, *, cause: type[models.Model], about: str = "") -> bool:
    """May the figures of these days change by a row of ``cause``? Returns whether a published month is among them.

    Raises ValidationError beside ``late_reason``: of a submitted or approved month always, of a published one without
    a reason. The reason is stored for each village and published month, and stands beside the difference. ``about``:
    the row of which it speaks (``label:key``), where somebody may come to hide that.
    """
    return gate()(spans, late_reason.strip(), cause=cause, about=about)


def overlapping(first: date, last: date | None) -> Q:
    """Rows dated ``starts_on`` .. ``ends_on`` that hold on some day from ``first`` to ``last`` (None: without end)."""
    begun = Q() if last is None else Q(starts_on__lte=last)
    return begun & (Q(ends_on=None) | Q(ends_on__gte=first))


def spans_of_post(post: int, first: date, last: date | None = None) -> list[Span]:
    """The days from ``first`` to ``last`` on which villages belong to the post: they share its targets."""
    memberships = Membership.objects.filter(overlapping(first, last), post=post)
    found = memberships.values_list("village_id", "starts_on", "ends_on")
    return [
        Span(village, max(first, starts_on), min(filter(None, (last, ends_on)), default=None))
        for village, starts_on, ends_on in found
    ]
