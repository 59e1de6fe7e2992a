"""What the chiefs have reviewed: old months are accepted, recent rows partly, a few were given back."""

from datetime import datetime, timedelta
from random import Random
from typing import Any

from django.db.models import Model

from calendars import calendar
from demo import sentences
from demo.closing import state_of_last_month
from demo.plan import Beat, Plan
from demo.timeline import at
from ledgers import books
from ledgers.book import Book
from ledgers.models import Row, StationMonth

ACCEPTED_OF_RECENT = 0.85


def review_books(plan: Plan) -> None:
    """Every book with rows that are reviewed, in the order in which the plan wrote them."""
    rng = plan.rng("review")
    declared = {book.model: book for book in books.ledgers()}
    written = [declared[model] for model in plan.rows if model in declared]
    for book in written:
        for row in plan.rows[book.model]:
            if row.state == Row.State.RECORDED and _was_accepted(plan, row, rng):
                _sign(plan, row, Row.State.ACCEPTED, _monday_after(row))
    for book in written:
        if book.given_back_in_demo:
            _give_back(plan, book, rng)


def _beat_of(plan: Plan, row: Row) -> Beat:
    return plan.beats[row.post_id - plan.beats[0].post.pk]


def _monday_after(row: Row) -> datetime:
    monday = row.occurred_on + timedelta(days=7 - row.occurred_on.weekday())
    return at(monday, 9, int(row.pk) % 60)


def _was_accepted(plan: Plan, row: Row, rng: Random) -> bool:
    """A submitted month is reviewed in full; in an open one the chief reviews the week on Monday."""
    month = calendar.month_of(row.occurred_on)
    if month < plan.timeline.last_complete:
        return True
    if month == plan.timeline.last_complete:
        if state_of_last_month(plan, _beat_of(plan, row).station) != StationMonth.State.OPEN:
            return True
    return _monday_after(row).date() < plan.timeline.today and rng.random() < ACCEPTED_OF_RECENT


def _sign(plan: Plan, row: Row, state: Row.State, when: datetime) -> None:
    row.state = state
    row.reviewed_by_id = _beat_of(plan, row).chief.pk
    row.reviewed_at = plan.timeline.latest(when)


def _give_back(plan: Plan, book: Book, rng: Random) -> None:
    """Rows of the last days, each with the chief's reason; never one of the full year, nor one of which a row of
    another book came.
    """
    referenced = _pointed_at(plan, book.model)
    recent: list[Any] = [
        row
        for row in plan.rows[book.model]
        if row.occurred_on >= plan.timeline.this_month
        and row.occurred_on < plan.timeline.yesterday
        and row.pk not in referenced
    ]
    for row in rng.sample(recent[-60:], min(book.given_back_in_demo, len(recent))):
        row.reason = rng.choice(sentences.GIVEN_BACK)
        _sign(plan, row, Row.State.GIVEN_BACK, at(row.occurred_on + timedelta(days=1), 9, 10))


def _pointed_at(plan: Plan, model: type[Model]) -> set[int]:
    """The keys of its rows that rows of other books name: a request its visit."""
    points = [
        (other.model, field.attname)
        for other in books.ledgers()
        for field in other.model._meta.fields
        if field.related_model is model
    ]
    return {getattr(row, name) for other, name in points for row in plan.rows.get(other, ())}
