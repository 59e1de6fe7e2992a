"""Rounds through the villages in the evening, some of them with a volunteer team."""

from datetime import date, time, timedelta
from random import Random

import rules
from demo import sentences
from demo.plan import Beat, Plan
from demo.timeline import at
from demo.workload import entry, shares
from patrols.models import Patrol
from teams.models import Member
from training.models import Attendance, Training

MODES, MODE_WEIGHTS = ("foot", "motor", "bicycle"), (6, 3, 1)
WITH_MEMBERS = 0.8  # of joint patrols


def write_patrols(plan: Plan) -> None:
    rng = plan.rng("patrols")
    rows: list[Patrol] = []
    for year in plan.timeline.years:
        counts = shares(plan, plan.targets.total("patrols", year), year, rng)
        for (place, month), count in counts.items():
            rows += [_patrol(plan.beats[place], month, rng) for _ in range(count)]
    _put_members_on(plan, rows)
    plan.enter(rows)


def _put_members_on(plan: Plan, rows: list[Patrol]) -> None:
    """Up to three members of the post's teams on most joint patrols: those who were trained enough by then."""
    rng, needed = plan.rng("members on patrol"), rules.newest("member.hours_least")
    held = {one.pk: one for one in plan.rows[Training]}
    came: dict[int, list[Training]] = {}
    for one in plan.rows[Attendance]:
        if one.member:
            came.setdefault(one.member, []).append(held[one.training_id])
    of_post: dict[int, list[Member]] = {}
    for member in plan.rows[Member]:
        of_post.setdefault(member.post_id, []).append(member)

    def is_ready(member: Member, on: date) -> bool:
        hours = sum(one.hours for one in came.get(member.pk, ()) if one.held_on <= on)
        is_there = member.starts_on <= on and (member.ends_on is None or on < member.ends_on)
        return is_there and hours >= needed

    for row in rows:
        if row.is_joint and rng.random() < WITH_MEMBERS:
            ready = [one.pk for one in of_post.get(row.post_id, ()) if is_ready(one, row.occurred_on)]
            row.members = sorted(rng.sample(ready, min(len(ready), rng.randint(1, 3), row.people - 1)))
            row.hours_needed = needed if row.members else None


def _patrol(beat: Beat, month: date, rng: Random) -> Patrol:
    on = rng.choice(beat.duty_in(month))
    starts_at, minutes = time(rng.randint(18, 20), rng.choice((0, 15, 30, 45))), rng.randrange(40, 105, 5)
    is_joint = rng.random() < 0.45
    back = at(on, starts_at.hour, starts_at.minute) + timedelta(minutes=minutes)
    return entry(
        Patrol,
        beat,
        on,
        rng,
        village=rng.choice(beat.villages).pk,
        recorded_at=back + timedelta(seconds=rng.randint(60, 1_500)),
        mode=rng.choices(MODES, MODE_WEIGHTS)[0],
        is_joint=is_joint,
        starts_at=starts_at,
        minutes=minutes,
        people=rng.randint(4, 9) if is_joint else rng.randint(1, 3),
        note=rng.choice(sentences.PATROLS),
    )
