"""The next date of a dispute, the same in the list, the printed register and its page."""

from collections.abc import Iterable
from datetime import date

from disputes.clocks.clock import Clock, State
from disputes.clocks.facts import Facts
from disputes.models import Dispute


def next_date(facts: Facts, clocks: Iterable[Clock]) -> date | None:
    """The earliest last day of what is open, a missed one before all, the next session, or the planned end of a rest.

    What nobody owes (an offer) counts only where nothing else waits.
    """
    waiting = [one for one in clocks if one.is_open and one.due_on and one.state != State.STOPPED]
    owed = [one.due_on for one in waiting if one.due_on and not one.is_offer]
    if facts.stage == Dispute.Stage.OPEN and facts.sessions and facts.sessions[-1].next_on:
        owed.append(facts.sessions[-1].next_on)
    owed += [one.planned_until for one in facts.suspensions if one.ended_on is None and one.planned_until]
    offered = [one.due_on for one in waiting if one.due_on]
    return min(owed or offered, default=None)
