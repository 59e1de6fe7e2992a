"""What households, schools and people passing by asked for, and when they were told the answer."""

from datetime import date, timedelta
from random import Random
from typing import Any

from demo import sentences
from demo.plan import Plan
from demo.workload import entry
from residents.models import Request, Visit

ASKED = 0.05
NEVER_ANSWERED, STILL_OPEN = 0.006, 0.2
NOT_POSSIBLE = 0.08
HOW_TOLD = ("face", "face", "face", "phone", "phone", "message", "note", "letter")
OF_PLACES = (
    ("村小学", "校门口放学时车多，希望有人疏导。", "traffic"),
    ("便民超市", "夜里有人砸卷帘门，希望加强巡逻。", "safety"),
    ("", "过路人反映桥头护栏断了一截。", "utilities"),
)


def write_requests(plan: Plan) -> None:
    rng, answers = plan.rng("requests"), plan.rng("told back")
    met = [visit for visit in plan.rows[Visit] if visit.outcome == "met" and visit.state == "recorded"]
    asked = [_request(plan, visit, rng, answers) for visit in met if rng.random() < ASKED]
    plan.enter([*asked, *_of_places(plan, plan.rng("requests of places"))])


def _request(plan: Plan, visit: Visit, rng: Random, answers: Random) -> Request:
    asked, answer, kind = rng.choice(sentences.REQUESTS)
    beat = plan.beats[visit.post_id - plan.beats[0].post.pk]
    due_on = visit.occurred_on + timedelta(days=rng.choice((7, 10, 15)))
    told_back_on = _told_back(plan, visit.occurred_on, due_on, rng)
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
        kind=kind,
        due_on=due_on,
        **(_answer(answer, told_back_on, answers) if told_back_on else {}),
    )


def _answer(answer: str, told_back_on: date, rng: Random) -> dict[str, Any]:
    is_done = rng.random() >= NOT_POSSIBLE
    return {
        "answer": answer if is_done else "已向有关单位问清，目前没有政策依据，已说明原因。",
        "outcome": "done" if is_done else "not_done",
        "told_how": rng.choice(HOW_TOLD),
        "told_back_on": told_back_on,
    }


def _of_places(plan: Plan, rng: Random) -> list[Request]:
    """One of each at some posts, in the last weeks; an urgent one was told back on the same day."""
    found = []
    for beat in plan.beats[::4]:
        days = [day for day in beat.duty if 5 <= (plan.timeline.today - day).days <= 40]
        for name, asked, kind in OF_PLACES if days else ():
            day = rng.choice(days)
            is_urgent = kind == "safety"
            due_on = day if is_urgent else day + timedelta(days=15)
            told_back_on = day if is_urgent else day + timedelta(days=rng.randint(1, 4))
            answer = _answer("已到场处理并答复。", told_back_on, rng)
            is_open = (
                not is_urgent and beat is plan.beats[0]
            )  # what the first officer passes on (demo/referrals.py)
            found.append(
                entry(
                    Request, beat, day, rng, asker="place" if name else "passer_by", place_name=name, asked=asked,
                    kind=kind, urgency="urgent" if is_urgent else "normal", due_on=due_on,
                    **({} if is_open else answer),
                )
            )  # fmt: skip
    return found


def _told_back(plan: Plan, asked_on: date, due_on: date, rng: Random) -> date | None:
    """Most are told in time, a few late; some of the last two months are still open."""
    told_back_on = min(asked_on + timedelta(days=rng.randint(1, 12)), due_on + timedelta(days=2))
    is_recent = (plan.timeline.today - asked_on).days <= 60
    if told_back_on >= plan.timeline.today or rng.random() < (STILL_OPEN if is_recent else NEVER_ANSWERED):
        return None
    return told_back_on
