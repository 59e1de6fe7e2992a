"""Rounds through the villages in the evening, some of them with a volunteer team."""

from datetime import date, time, timedelta
from random import Random

import rules
from demo import sentences
from demo.apportion import portions
from demo.plan import Beat, Plan
from demo.planned_rounds import follow_plans
from demo.timeline import at
from demo.workload import entry, shares
from patrols.models import Patrol, PatrolPartner
from patrols.models.partners import DECLARED
from teams.models import Member
from training.models import Attendance, Training

MODES, MODE_WEIGHTS = ("foot", "motor", "bicycle"), (6, 3, 1)
WITH_MEMBERS, WITH_PARTNER = 0.8, 0.15  # of joint patrols
ROUTES = ("两村交界处至村口", "县道沿线", "集镇周边", "")
PARTS = ("守北路口", "走本村一侧", "共同盘查过往车辆", "")


def write_patrols(plan: Plan) -> None:
    rng = plan.rng("patrols")
    rows: list[Patrol] = []
    for year in plan.timeline.years:
        counts = shares(plan, plan.targets.total("patrols", year), year, rng)
        for (place, month), count in counts.items():
            rows += [_patrol(plan.beats[place], month, rng) for _ in range(count)]
        _count_caught(plan, [row for row in rows if row.occurred_on.year == year], year)
    follow_plans(plan, rows)
    _put_members_on(plan, rows)
    plan.enter(rows)
    _ask_partners(plan, rows)


def _count_caught(plan: Plan, rows: list[Patrol], year: int) -> None:
    """On a few patrols of the year somebody was caught in the act: a number of each."""
    rng = plan.rng(f"caught {year}")
    parts = portions(plan.targets.total("people_caught", year), (1, 1, 2), rng)
    for row, caught in zip(rng.sample(rows, min(len(parts), len(rows))), parts, strict=False):
        row.caught = caught


def _ask_partners(plan: Plan, rows: list[Patrol]) -> None:
    """Another post of the station was on some joint patrols; of the newest one of each post the next is asked."""
    rng, newest = plan.rng("partners"), {row.post_id: row for row in rows if row.is_joint}
    for row in rows:
        if not row.is_joint or (newest[row.post_id] is not row and rng.random() > WITH_PARTNER):
            continue
        of_station = [one for one in plan.beats if one.station.pk == row.station_id]
        own = next(number for number, one in enumerate(of_station) if one.post.pk == row.post_id)
        near = of_station[own + 1 :] + of_station[:own]
        if not near:
            continue
        beat = near[0] if newest[row.post_id] is row else rng.choice(near)
        partner = plan.write(
            PatrolPartner, patrol_id=row.pk, partner_post_id=beat.post.pk, partner_village_id=beat.villages[0].pk,
            village_id=row.village_id, post_id=row.post_id, station_id=row.station_id,
            route=rng.choice(ROUTES), **{name: getattr(row, name) for name in DECLARED},
        )  # fmt: skip
        if newest[row.post_id] is not row:
            partner.state, partner.people = PatrolPartner.State.JOINED, rng.randint(1, 3)
            partner.done_by, partner.answered_by_id = [beat.officer.pk], beat.officer.pk
            partner.what = rng.choice(PARTS)


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
