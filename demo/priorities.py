"""Households that are visited more often, at every stage: waiting, running, ended early, expired, refused."""

from collections.abc import Callable
from datetime import date, timedelta
from random import Random
from typing import Any

from demo.plan import Beat, Plan
from residents.models import Household, PriorityVisit, Visit

Purpose, State = PriorityVisit.Purpose, PriorityVisit.State
REASONS = {
    Purpose.ELDERLY: "独自居住，请每周上门看一次，帮助购买日用品。",
    Purpose.HARDSHIP: "帮助办理申请材料，联系村里的就业信息。",
    Purpose.FRAUD: "近日多次接到冒充客服的电话，请帮助设置拦截。",
    Purpose.ASKED: "家人外出务工，本户请民警常来看看。",
    Purpose.CHILDREN: "父母在外务工，由祖父母照看，帮助联系学校。",
}
REFUSAL = "村委会已安排专人照看，按普通走访安排即可。"

# Place of the post in the county, purpose, and the stage it has come to.
CASES = (
    (0, Purpose.ASKED, "running"),
    (0, Purpose.FRAUD, "waiting"),
    (0, Purpose.HARDSHIP, "expired"),
    (1, Purpose.ELDERLY, "waiting"),
    (2, Purpose.CHILDREN, "refused"),
    (6, Purpose.ELDERLY, "running"),
    (10, Purpose.HARDSHIP, "ended"),
    (14, Purpose.FRAUD, "expired"),
    (18, Purpose.ASKED, "refused"),
    (21, Purpose.CHILDREN, "waiting"),
)
REQUESTED_BEFORE = {"waiting": 2, "running": 22, "ended": 50, "expired": 120, "refused": 35}
DAYS, ENDED_AFTER = 90, 30
FITS: dict[str, Callable[[Household], bool]] = {
    Purpose.ELDERLY: lambda household: household.members == 1,
    Purpose.HARDSHIP: lambda household: household.is_hardship,
    Purpose.CHILDREN: lambda household: household.children_under_14 > 0,
}


def write_priorities(plan: Plan) -> None:
    """The household of a running one that was asked for has been visited since."""
    rng = plan.rng("priorities")
    for place, purpose, stage in CASES:
        beat = plan.beats[place]
        visited = _visited_of_late(plan, beat) if (purpose, stage) == (Purpose.ASKED, "running") else None
        household = visited.household if visited else _household(beat, purpose, rng)
        if visited:
            visited.is_priority = True
        _request(plan, beat, household, purpose, stage)


def _visited_of_late(plan: Plan, beat: Beat) -> Visit | None:
    since = plan.timeline.today - timedelta(days=REQUESTED_BEFORE["running"] - 1)
    found = (
        visit
        for visit in reversed(plan.rows[Visit])
        if visit.post_id == beat.post.pk and visit.occurred_on >= since and visit.outcome == "met"
    )
    return next((visit for visit in found if visit.state == "accepted"), None)


def _household(beat: Beat, purpose: PriorityVisit.Purpose, rng: Random) -> Household:
    households = [household for household in beat.households if household.closed_on is None]
    return rng.choice(
        [household for household in households if FITS.get(purpose, bool)(household)] or households
    )


def _request(
    plan: Plan, beat: Beat, household: Household, purpose: PriorityVisit.Purpose, stage: str
) -> None:
    requested_on = plan.timeline.today - timedelta(days=REQUESTED_BEFORE[stage])
    plan.write(
        PriorityVisit,
        household_id=household.pk,
        village_id=household.village_id,
        post_id=beat.post.pk,
        station_id=beat.station.pk,
        purpose=purpose,
        reason=REASONS[purpose],
        days=DAYS,
        author_id=beat.officer.pk,
        requested_on=requested_on,
        **_decided(beat, requested_on + timedelta(days=1), stage),
    )


def _decided(beat: Beat, on: date, stage: str) -> dict[str, Any]:
    """The fields of the chief's decision, on the day after the request."""
    if stage == "waiting":
        return {"state": State.REQUESTED}
    decision: dict[str, Any] = {"approver_id": beat.chief.pk, "decided_on": on}
    if stage == "refused":
        return decision | {"state": State.REFUSED, "refusal": REFUSAL}
    decision |= {"state": State.APPROVED, "expires_on": on + timedelta(days=DAYS)}
    return decision | ({"ended_on": on + timedelta(days=ENDED_AFTER)} if stage == "ended" else {})
