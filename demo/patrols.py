"""Rounds through the villages in the evening, some of them with a volunteer team."""

from datetime import date, time, timedelta
from random import Random

from demo import sentences
from demo.plan import Beat, Plan
from demo.planned_rounds import follow_plans
from demo.timeline import at
from demo.workload import entry, shares
from patrols.models import Patrol

MODES, MODE_WEIGHTS = ("foot", "motor", "bicycle"), (6, 3, 1)


def write_patrols(plan: Plan) -> None:
    rng = plan.rng("patrols")
    rows: list[Patrol] = []
    for year in plan.timeline.years:
        counts = shares(plan, plan.targets.total("patrols", year), year, rng)
        for (place, month), count in counts.items():
            rows += [_patrol(plan.beats[place], month, rng) for _ in range(count)]
    follow_plans(plan, rows)
    plan.enter(rows)


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
