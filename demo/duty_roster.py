"""When the officers were in their villages, and when they were excused."""

from datetime import date, timedelta
from itertools import groupby

from demo.plan import Beat, Plan
from demo.timeline import at
from duty.models import DutyDay, Leave

DAYS_A_WEEK = (2, 3, 3, 3, 3, 3, 4, 4)
FORGETFUL = 3  # posts whose officer forgot to note an arrival
LEAVES_A_YEAR = ((2, 7), (5, 3), (7, 6), (10, 5))  # about which month, how many days at most


def write_roster(plan: Plan) -> None:
    rng = plan.rng("roster")
    for beat in plan.beats:
        for year in plan.timeline.years:
            for month, longest in LEAVES_A_YEAR:
                if rng.random() < 0.6:
                    starts_on = date(year, month, rng.randint(1, 22))
                    _leave(plan, beat, starts_on, rng.randint(2, longest), rng.choice(Leave.Kind.values))
        _weeks(plan, beat)
    for beat in plan.beats[:FORGETFUL]:
        _forget(plan, beat)


def _leave(plan: Plan, beat: Beat, starts_on: date, days: int, kind: str) -> None:
    last = starts_on + timedelta(days=days - 1)
    if last < plan.timeline.today:
        plan.write(Leave, user_id=beat.officer.pk, kind=kind, starts_on=starts_on, ends_on=last)
        beat.leave |= {starts_on + timedelta(days=step) for step in range(days)}


def _forget(plan: Plan, beat: Beat) -> None:
    """An arrival of a day or two ago was entered later and waits for the chief: it counts nowhere yet."""
    today = plan.timeline.today
    back = [today - timedelta(days=days) for days in range(1, 6)]
    free = [day for day in back if day not in beat.duty and day not in beat.leave and day.isoweekday() < 7]
    if free:
        plan.write(
            DutyDay,
            user_id=beat.officer.pk,
            village_id=beat.villages[0].pk,
            post_id=beat.post.pk,
            station_id=beat.station.pk,
            on=free[0],
            arrived_at=at(free[0], 9, 20),
            state=DutyDay.State.WAITING,
            entered_on=today,
            reason="手机没电，当天未签到",
        )


def _weeks(plan: Plan, beat: Beat) -> None:
    """About three days an ISO week, each begun in the next village of the post."""
    rng = plan.rng(f"week {beat.post.pk}")
    days = [day for month in plan.timeline.months for day in plan.timeline.days_of(month)]
    for _week, week in groupby(days, key=lambda day: day.isocalendar()[:2]):
        free = [day for day in week if day not in beat.leave and day.isoweekday() < 7]
        for day in sorted(rng.sample(free, min(len(free), rng.choice(DAYS_A_WEEK)))):
            village = beat.villages[len(beat.duty) % len(beat.villages)]
            beat.arrive(day, village)
            _arrive(plan, beat, day, 8 * 60 + rng.randint(0, 90))


def _arrive(plan: Plan, beat: Beat, day: date, minute: int) -> None:
    plan.write(
        DutyDay,
        user_id=beat.officer.pk,
        village_id=beat.duty[day].pk,
        post_id=beat.post.pk,
        station_id=beat.station.pk,
        on=day,
        arrived_at=at(day, minute // 60, minute % 60),
    )
