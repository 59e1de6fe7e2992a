"""What the chiefs have looked at: old months are accepted, recent rows partly, a few were given back."""

from datetime import datetime, timedelta
from random import Random
from typing import Any

from calendars import calendar
from demo import sentences
from demo.closing import state_of_last_month
from demo.plan import Beat, Plan
from demo.timeline import at
from disputes.models import Dispute
from ledgers.models import Row, StationMonth
from patrols.models import Patrol
from residents.models import Request, Service, Visit

BOOKS: tuple[type[Row], ...] = (Visit, Request, Service, Patrol, Dispute)
GIVEN_BACK: dict[type[Row], int] = {Visit: 4, Service: 3, Patrol: 2}
ACCEPTED_OF_RECENT = 0.85


def review_books(plan: Plan) -> None:
    dice = plan.dice("review")
    for book in BOOKS:
        for row in plan.rows[book]:
            if row.state == Row.State.RECORDED and _was_accepted(plan, row, dice):
                _sign(plan, row, Row.State.ACCEPTED, _monday_after(row))
    for book, count in GIVEN_BACK.items():
        _give_back(plan, book, count, dice)


def _beat_of(plan: Plan, row: Row) -> Beat:
    return plan.beats[row.post_id - plan.beats[0].post.pk]


def _monday_after(row: Row) -> datetime:
    monday = row.occurred_on + timedelta(days=7 - row.occurred_on.weekday())
    return at(monday, 9, int(row.pk) % 60)


def _was_accepted(plan: Plan, row: Row, dice: Random) -> bool:
    """A submitted month is reviewed in full; in an open one the chief looks at the week on Monday."""
    month = calendar.month_of(row.occurred_on)
    if month < plan.timeline.last_complete:
        return True
    if month == plan.timeline.last_complete:
        if state_of_last_month(plan, _beat_of(plan, row).station) != StationMonth.State.OPEN:
            return True
    return _monday_after(row).date() < plan.timeline.today and dice.random() < ACCEPTED_OF_RECENT


def _sign(plan: Plan, row: Row, state: Row.State, when: datetime) -> None:
    row.state = state
    row.reviewed_by_id = _beat_of(plan, row).chief.pk
    row.reviewed_at = plan.timeline.latest(when)


def _give_back(plan: Plan, book: type[Row], count: int, dice: Random) -> None:
    """Rows of the last days, each with the chief's reason; never one of the full year."""
    asked_at = {request.visit_id for request in plan.rows[Request]}
    recent: list[Any] = [
        row
        for row in plan.rows[book]
        if row.occurred_on >= plan.timeline.this_month
        and row.occurred_on < plan.timeline.yesterday
        and not (book is Visit and row.pk in asked_at)
    ]
    for row in dice.sample(recent[-60:], min(count, len(recent))):
        row.reason = dice.choice(sentences.GIVEN_BACK)
        _sign(plan, row, Row.State.GIVEN_BACK, at(row.occurred_on + timedelta(days=1), 9, 10))
