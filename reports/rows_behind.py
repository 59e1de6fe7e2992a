"""The rows behind two figures of disputes whose parts have no book of their own: duties of agreements and follow-ups.

Shown under the villages of the figure (reports/by_village.py) to those who read the parts, at the post and the station.
They are counted as indicators/sql/fill_month.sql counts them.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import BooleanField, F, Func, Model, Q, QuerySet

from access import scope
from access.rights import may
from accounts.models import User
from calendars import calendar
from disputes.models import Dispute, Duty, FollowUp
from ledgers import then
from posts import carried
from reports.periods import Place

MOST = 500  # rows on the page


@dataclass(frozen=True)
class Part:
    """``day``: the field by which a row counts; ``done_on``: when it was done; ``in_time``: was it, by its day?
    ``counts``: what of the rows counts."""

    model: type[Model]
    day: str
    done_on: str
    in_time: Q
    counts: Q


PARTS: Mapping[str, Part] = {
    "duties_performed": Part(
        Duty,
        "due_on",
        "settled_on",
        Q(state=Duty.State.PERFORMED, settled_on__lte=F("due_on")),
        # one whose agreement was replaced goes on in the new one, or was settled under the old one
        Q(agreement__is_final=True)
        & (
            Q(agreement__replaced_on=None)
            | ~Q(state=Duty.State.PENDING)
            | Q(due_on__lte=F("agreement__replaced_on"))
        ),
    ),
    "follow_ups_made": Part(
        FollowUp,
        "planned_on",
        "made_on",
        Q(made_on__lte=F("planned_on")),
        Q(dropped_on=None) | Q(dropped_on__gt=F("planned_on")),
    ),
}


@dataclass(frozen=True)
class Line:
    """One row: its day, its dispute, the day on which it was done, and whether that was in time."""

    day: date
    dispute: Dispute
    done_on: date | None
    is_in_time: bool


@dataclass(frozen=True)
class Rows:
    """The first of the rows that the person reads, and how many they read."""

    lines: list[Line]
    total: int


def of(user: User, code: str, place: Place, period: tuple[date, date], *, is_of_all: bool) -> Rows | None:
    """The rows of the figure, of the denominator where ``is_of_all``; None of another figure, and for those who read no
    part of a dispute."""
    where = scope.for_user(user)
    part = PARTS.get(code)
    if part is None or not (where.post_id or where.station_id) or not may(user, "read_ledgers"):
        return None
    found = _rows(user, part, place, period)
    if not is_of_all:
        found = found.filter(part.in_time)
    in_time = set(found.filter(part.in_time).values_list("pk", flat=True))
    shown = found.select_related("dispute__village").order_by(part.day, "pk")[:MOST]
    lines = [
        Line(getattr(row, part.day), row.dispute, getattr(row, part.done_on), row.pk in in_time)
        for row in shown
    ]
    return Rows(lines, found.count())


def _rows(user: User, part: Part, place: Place, period: tuple[date, date]) -> QuerySet[Any]:
    first, last = period
    of_place = {place.level: place.key} if place.level else {}
    months = then.months_of(user, first, last, at_end=False, **of_place)
    counted = Func("dispute__state", function="ledgers_counts", output_field=BooleanField())
    model: Any = part.model
    within = {f"{part.day}__gte": period[0], f"{part.day}__lt": calendar.end_of(period[1])}
    rows = model.objects.visible_to(user).filter(part.counts, counted, **within)
    placed: QuerySet[Any] = rows.annotate(
        village_then=carried.expression(Dispute, part.day, key="dispute_id")
    )
    return placed.filter(then.there(months, part.day, village="village_then"))
