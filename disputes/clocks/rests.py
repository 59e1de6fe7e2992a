"""Days on which the mediation rests are days of none of its periods: a clock of mediation stands still over them."""

from collections.abc import Iterable
from datetime import date, timedelta

from calendars.working_days import Table, is_working_day, next_working_day
from disputes.clocks.facts import SuspensionFact

A_DAY = timedelta(days=1)
Spans = list[tuple[date, date]]


def spans(rests: Iterable[SuspensionFact], today: date) -> Spans:
    """First and last day of each; what goes on is left out up to today, so that a last day moves on with it."""
    return [(one.starts_on, one.ended_on or max(today, one.starts_on)) for one in rests]


def last_day(start: date, n: int, rests: Iterable[SuspensionFact], today: date, table: Table) -> date:
    """The ``n``-th day after ``start`` that counts; on a day of rest of the calendar the next working day."""
    left_out, day, left = spans(rests, today), start, n
    while left:
        day += A_DAY
        left -= not _is_in(day, left_out)
    return next_working_day(day, table)


def last_working_day(start: date, n: int, rests: Iterable[SuspensionFact], today: date, table: Table) -> date:
    """The ``n``-th working day after ``start`` on which the mediation did not rest."""
    left_out, day, left = spans(rests, today), start, n
    while left:
        day += A_DAY
        left -= is_working_day(day, table) and not _is_in(day, left_out)
    return day


def stands_still(rests: Iterable[SuspensionFact], due: date) -> bool:
    """Does a rest go on that began before the period was over? What was missed before it stays missed."""
    return any(one.ended_on is None and one.starts_on <= due for one in rests)


def _is_in(day: date, found: Spans) -> bool:
    return any(first <= day <= last for first, last in found)
