"""What households asked for during a visit, and when they were answered."""

from datetime import date, timedelta
from random import Random

from demo import sentences
from demo.plan import Plan
from demo.workload import entry
from residents.models import Request, Visit

ASKED = 0.05
NEVER_ANSWERED, STILL_OPEN = 0.006, 0.2


def write_requests(plan: Plan) -> None:
    rng = plan.rng("requests")
    met = [visit for visit in plan.rows[Visit] if visit.outcome == "met" and visit.state == "recorded"]
    plan.enter(_request(plan, visit, rng) for visit in met if rng.random() < ASKED)


def _request(plan: Plan, visit: Visit, rng: Random) -> Request:
    asked, answer = rng.choice(sentences.REQUESTS)
    beat = plan.beats[visit.post_id - plan.beats[0].post.pk]
    due_on = visit.occurred_on + timedelta(days=rng.choice((7, 10, 15)))
    answered_on = _answered(plan, visit.occurred_on, due_on, rng)
    return entry(
        Request,
        beat,
        visit.occurred_on,
        rng,
        village=visit.village_id,
        recorded_at=visit.recorded_at + timedelta(minutes=3),
        household=visit.household,
        visit_id=visit.pk,
        asked=asked,
        due_on=due_on,
        answer=answer if answered_on else "",
        answered_on=answered_on,
    )


def _answered(plan: Plan, asked_on: date, due_on: date, rng: Random) -> date | None:
    """Most are answered in time, a few late; some of the last two months are still open."""
    answered_on = min(asked_on + timedelta(days=rng.randint(1, 12)), due_on + timedelta(days=2))
    is_recent = (plan.timeline.today - asked_on).days <= 60
    if answered_on >= plan.timeline.today or rng.random() < (STILL_OPEN if is_recent else NEVER_ANSWERED):
        return None
    return answered_on
