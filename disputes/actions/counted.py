"""The days by which figures count what belongs to a dispute: sessions, duties and calls count while the dispute does.

Whatever takes a dispute out of the count, brings it back or puts it into another village asks their months as well.
"""

from collections.abc import Iterable
from datetime import date
from typing import Any

from disputes.actions.rows import spans_let_in
from disputes.models import Dispute, Duty, FollowUp, Session
from posts.closed_months import Span


def first_day(days: Iterable[date]) -> date | None:
    """A dispute counts in the month of its first session."""
    return min(days, default=None)


def moved(before: date | None, after: date, others: Iterable[date]) -> set[date]:
    """The days whose months change when a session of ``before`` (None: a new one) is held on ``after``."""
    beside = set(others)
    firsts = {first_day({*beside, *({before} if before else set())}), first_day({*beside, after})}
    days = {before, after} if before != after else set()
    return {day for day in days | (firsts if len(firsts) > 1 else set()) if day is not None}


def let_in_parts(dispute: Dispute, late_reason: str, villages: Iterable[int] = ()) -> None:
    """Ask the months that count what belongs to the dispute, of its own village or of ``villages``.

    ValidationError beside ``late_reason``. The reason stands at each published month, of a protected dispute without
    its words.
    """
    places = set(villages) or {dispute.village_id}
    for model, days in _days(dispute).items():
        spans = [Span(village, day, day) for village in places for day in sorted(days)]
        spans_let_in(spans, late_reason, cause=model, is_protected=dispute.is_protected)


def _days(dispute: Dispute) -> dict[type[Any], set[date]]:
    sessions = set(dispute.session_set.values_list("held_on", flat=True))
    owed = Duty.objects.filter(dispute=dispute, agreement__is_final=True)
    calls = FollowUp.objects.filter(dispute=dispute, dropped_on=None)
    return {
        Session: {day for day in (first_day(sessions),) if day},
        Duty: set(owed.values_list("due_on", flat=True)),
        FollowUp: set(calls.values_list("planned_on", flat=True)),
    }
