"""The days by which figures count what belongs to a dispute: sessions, duties and calls count while the dispute does.

Whatever takes a dispute out of the count, brings it back or puts it into another village asks their months as well.
"""

from collections.abc import Iterable
from datetime import date
from typing import Any

from calendars import calendar
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
    for model, days in _days(dispute).items():
        spans = [
            Span(village, day, day)
            for day in sorted(days)
            for village in sorted(set(villages) or {dispute.village_on(day)})
        ]
        spans_let_in(spans, late_reason, cause=model, dispute=dispute.pk, is_protected=dispute.is_protected)


def let_in_stock(before: Dispute | None, after: Dispute, late_reason: str) -> None:
    """Ask the months at whose end the dispute is counted open by one of the two, and not by the other.

    It reaches forward: an older dispute that was no dispute was open at the end of every month since. The months of
    its own days ask by themselves (ledgers/actions.py). ``before``: as it is stored; None for a new one.
    """
    was, now = (open_at_the_end_of(one) if one else set() for one in (before, after))
    asked = (was ^ now) - {
        (one.village_on(day), calendar.month_of(day))
        for one in (before, after)
        if one
        for day in (one.occurred_on, one.handled_on)
        if day
    }
    spans = [Span(village, month, month) for village, month in sorted(asked)]
    if spans:
        protected = after.is_protected
        spans_let_in(spans, late_reason, cause=Dispute, dispute=after.pk, is_protected=protected)


def open_at_the_end_of(dispute: Dispute) -> set[tuple[int, date]]:
    """The villages and months, up to this one, whose figures count it among those that are still open."""
    found, month = set(), calendar.month_of(dispute.occurred_on)
    ended = calendar.month_of(dispute.handled_on) if dispute.handled_on else None
    while dispute.is_counted and month <= calendar.this_month() and (ended is None or month < ended):
        found.add((dispute.village_on(calendar.last_day(month)), month))
        month = calendar.shift(month, 1)
    return found


def _days(dispute: Dispute) -> dict[type[Any], set[date]]:
    sessions = set(dispute.session_set.values_list("held_on", flat=True))
    owed = Duty.objects.filter(dispute=dispute, agreement__is_final=True)
    calls = FollowUp.objects.filter(dispute=dispute, dropped_on=None)
    return {
        Session: {day for day in (first_day(sessions),) if day},
        Duty: set(owed.values_list("due_on", flat=True)),
        FollowUp: set(calls.values_list("planned_on", flat=True)),
    }
