"""Hand-overs of auxiliaries who have left: signed by one, by both, closed, overdue, and one that was not needed."""

from datetime import date, timedelta
from typing import Any

from django.db import connection

from demo.plan import Beat, Plan
from demo.timeline import at
from duty.models import Handover
from posts.models import Assignment

State, Given = Handover.State, Handover.Given
DAYS = 7  # until the chief has it
# Place of the post in the county, state, how many days ago the last one was.
CASES = (
    (0, State.SIGNED, 2),
    (1, State.OPEN, 9),
    (2, State.TAKEN, 4),
    (3, State.CLOSED, 20),
)
# What hangs at the post now is what hung there then; both have seen it.
NUMBERS = """
    UPDATE duty_handover h
       SET left_counts = found.counts,
           taken_counts = CASE WHEN h.taken_by_id IS NOT NULL THEN found.counts END
      FROM (
        SELECT p.id, (
            SELECT jsonb_object_agg(kind, n) FROM indicators_place_work('post_id', p.id) WHERE kind <> 'drafts'
        ) AS counts FROM posts_post p
      ) found
     WHERE found.id = h.post_id AND h.left_by_id IS NOT NULL
"""
MISSING = "对讲机一部已送修，未随交接移交。"


def last_days(today: date) -> dict[int, date]:
    """Place of the post -> the last day of the auxiliary who has left it (demo/cast.py engages them)."""
    return {place: today - timedelta(days=days) for place, _state, days in CASES}


def write_handovers(plan: Plan) -> None:
    for place, state, _days in CASES:
        beat = plan.beats[place]
        assert beat.former is not None
        _write(plan, beat, _of(plan, beat.former.pk), state)
    stays = next(beat for beat in plan.beats[len(CASES) :] if beat.auxiliary)
    assert stays.auxiliary is not None
    _not_needed(plan, stays, _of(plan, stays.auxiliary.pk))


def _of(plan: Plan, person: int) -> Assignment:
    found: Assignment = next(one for one in plan.rows[Assignment] if one.user_id == person)
    return found


def _write(plan: Plan, beat: Beat, assignment: Assignment, state: str) -> None:
    last_day = assignment.ends_on
    assert last_day is not None
    opened = _row(beat, assignment, last_day)
    more: dict[str, Any] = {}
    if state != State.OPEN:
        items = dict.fromkeys(Handover.Item.values, Given.GIVEN) | {
            Handover.Item.RADIO: Given.MISSING,
            Handover.Item.SEAL: Given.NONE,
        }
        more = {
            "items": {str(code): str(given) for code, given in items.items()},
            "note": MISSING,
            "left_by_id": assignment.user_id,
            "left_at": at(last_day, 17, 10),
            "left_counts": {},
        }
    if state in (State.TAKEN, State.CLOSED):
        more |= {
            "taken_by_id": beat.officer.pk,
            "taken_at": at(last_day + timedelta(days=1), 9, 30),
            "taken_counts": {},
        }
    if state == State.CLOSED:
        closed_on = last_day + timedelta(days=2)
        more |= {"closed_by_id": beat.chief.pk, "closed_at": at(closed_on, 10), "closed_on": closed_on}
    plan.write(Handover, state=state, **opened, **more)


def _not_needed(plan: Plan, beat: Beat, assignment: Assignment) -> None:
    """The end was taken back on the next day."""
    day = plan.timeline.today - timedelta(days=12)
    closed_on = day + timedelta(days=1)
    plan.write(
        Handover,
        state=State.VOID,
        closed_on=closed_on,
        closed_at=at(closed_on, 8),
        **_row(beat, assignment, day),
    )


def _row(beat: Beat, assignment: Assignment, last_day: date) -> dict[str, Any]:
    return {
        "assignment_id": assignment.pk,
        "post_id": beat.post.pk,
        "leaver_id": assignment.user_id,
        "last_day": last_day,
        "opened_on": last_day,
        "due_on": last_day + timedelta(days=DAYS),
    }


def count_what_hangs() -> None:
    """Once all books are there."""
    with connection.cursor() as cursor:
        cursor.execute(NUMBERS)
