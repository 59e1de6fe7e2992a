"""Checkpoints, patrol plans of two years and their rounds. What was walked are patrols that there are anyway: those of
three posts are moved to days of their plans, within their year, and none is added.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from random import Random
from typing import Any

from django.utils import timezone

from demo.plan import Beat, Plan
from demo.timeline import at
from patrols.models import Checkpoint, Patrol, PatrolPlan, PlannedRound, RoundPoint
from patrols.models.checkpoints import CODE_LENGTH, LETTERS
from posts.models import Village
from teams.models import Team

MISSED = 0.06  # of the points of rounds that were walked
# Post and village of it (places in their lists), and its points: name, kind, where, lacks light, lacks a camera.
POINTS: tuple[tuple[int, int, tuple[tuple[str, str, str, bool, bool], ...]], ...] = (
    (0, 0, (
        ("村口治安哨卡", "post", "进村公路与县道交叉处", False, False),
        ("小学门口", "school", "村小学正门", False, True),
        ("三组路灯", "lamp", "三组水塘边路灯杆", True, True),
        ("文化广场", "gathering", "村部旁健身器材处", False, False),
    )),
    (0, 1, (
        ("北桥哨卡", "post", "北桥桥头值守亭", False, False),
        ("岔路口", "crossing", "去镇上的三岔路口", True, True),
        ("村部门前", "gathering", "村部门前宣传栏", False, False),
    )),
    (1, 0, (
        ("东界哨卡", "post", "与邻县交界的公路旁", False, False),
        ("加油站路口", "crossing", "加油站东侧路口", False, True),
        ("老街口", "gathering", "老街口小卖部前", True, False),
        ("砖厂便道", "other", "废弃砖厂北侧便道", True, True),
    )),
)  # fmt: skip
# First and last day of a season of each year: month and day.
SEASONS = ((("冬春夜巡"), (1, 5), (2, 25)), (("暑期护校巡逻"), (7, 6), (8, 28)))
WHY = {"冬春夜巡": "年前返乡人多，夜间盗窃多发", "暑期护校巡逻": "暑期学生多在塘边、路口，照明不足"}
RUNNING = ("日常夜巡", "近月夜间摩托车被盗集中在此时段")
BEGUN, PASSED_OF_BEGUN = ("集市夜巡", "集市日返程人多，路口拥堵"), 2
BEGINS, ENDS = time(19, 30), time(22, 0)
REASONS = ("暴雨", "参加县局集中清查", "处置纠纷警情", "在所培训", "驻村民警休假")


@dataclass
class Walks:
    """What is planned at one village, until its rows are written."""

    beat: Beat
    village: Village
    name: str
    why: str
    first: date
    last: date | None
    weekdays: list[int]
    patrols: dict[date, Patrol] = field(default_factory=dict)

    def days(self, today: date) -> list[date]:
        """Its days up to today."""
        last = min(self.last or today, today)
        span = [self.first + timedelta(days=number) for number in range((last - self.first).days + 1)]
        return [day for day in span if day.isoweekday() in self.weekdays]


def follow_plans(plan: Plan, patrols: Iterable[Patrol]) -> None:
    """Move patrols of the posts with plans to days of these, each within its year, before the rows have numbers."""
    rng = plan.rng("patrols on plan")
    plan.walks = _walks(plan)
    by_post: dict[tuple[int, int], list[Patrol]] = {}
    for patrol in sorted(patrols, key=lambda one: (one.occurred_on, one.recorded_at, one.client_key)):
        by_post.setdefault((patrol.post_id, patrol.occurred_on.year), []).append(patrol)
    free: list[tuple[Walks, date]] = [
        (walks, day)
        for walks in plan.walks
        for day in walks.days(plan.timeline.yesterday)
        if day in walks.beat.duty
    ]
    rng.shuffle(free)
    free.sort(
        key=lambda one: one[0].last is not None
    )  # of the plan that runs first of all: it shows how it is walked
    for walks, day in free:
        waiting = by_post.get((walks.beat.post.pk, day.year), [])
        if waiting and rng.random() < 0.9:
            _move(waiting.pop(), walks, day, rng)


def _walks(plan: Plan) -> list[Walks]:
    today = plan.timeline.today
    found = []
    for place, number, _points in POINTS:
        beat = plan.beats[place]
        village = beat.villages[number]
        for year in plan.timeline.years:
            for name, first, last in SEASONS:
                begins, ends = date(year, *first), date(year, *last)
                if ends < today - timedelta(days=60):
                    found.append(
                        Walks(beat, village, name, WHY[name], begins, ends, [_busiest(beat, begins, ends)])
                    )
        since = today - timedelta(days=49)
        usual = _busiest(beat, since, today)
        weekdays = {usual, today.isoweekday()} if place == 0 and number == 0 else {usual}
        found.append(Walks(beat, village, *RUNNING, since, None, sorted(weekdays)))
    return sorted(found, key=lambda one: one.first)


def _busiest(beat: Beat, first: date, last: date) -> int:
    """The day of the week on which the officer was most often in the villages."""
    days = [day.isoweekday() for day in beat.duty if first <= day <= last]
    return max(range(1, 6), key=days.count)


def _move(patrol: Patrol, walks: Walks, day: date, rng: Random) -> None:
    patrol.occurred_on, patrol.village_id = day, walks.village.pk
    patrol.starts_at, patrol.minutes = time(19, rng.choice((30, 35, 40, 45))), rng.randrange(50, 100, 5)
    back = at(day, patrol.starts_at.hour, patrol.starts_at.minute) + timedelta(minutes=patrol.minutes)
    patrol.recorded_at = back + timedelta(seconds=rng.randint(60, 900))
    walks.patrols[day] = patrol


def write_rounds(plan: Plan) -> None:
    rng = plan.rng("rounds")
    points = _points(plan, rng)
    for walks in plan.walks:
        _write(plan, walks, points[walks.village.pk], rng)
    _write_begun(plan, points)


def _keys(walks: Walks) -> dict[str, Any]:
    beat = walks.beat
    return {"village_id": walks.village.pk, "post_id": beat.post.pk, "station_id": beat.station.pk}


def _points(plan: Plan, rng: Random) -> dict[int, list[Checkpoint]]:
    found: dict[int, list[Checkpoint]] = {}
    for place, number, points in POINTS:
        beat = plan.beats[place]
        village = beat.villages[number]
        for name, kind, where, lacks_light, lacks_camera in points:
            code = "".join(rng.choice(LETTERS) for _place in range(CODE_LENGTH))
            point = plan.write(
                Checkpoint, name=name, kind=kind, place=where, lacks_light=lacks_light, lacks_camera=lacks_camera,
                code=code, starts_on=plan.timeline.first_day, village_id=village.pk, post_id=beat.post.pk,
                station_id=beat.station.pk,
            )  # fmt: skip
            found.setdefault(village.pk, []).append(point)
    return found


def _write(plan: Plan, walks: Walks, points: list[Checkpoint], rng: Random) -> None:
    team = next(
        (one for one in plan.rows[Team] if one.village_id == walks.village.pk and one.kind == "patrol"), None
    )
    written = plan.write(
        PatrolPlan, name=walks.name, weekdays=walks.weekdays, starts_at=BEGINS, ends_at=ENDS, mode="foot",
        points=[one.pk for one in points], team_id=team and team.pk, why=walks.why, starts_on=walks.first,
        ends_on=walks.last, end_reason="季节结束" if walks.last else "", **_keys(walks),
    )  # fmt: skip
    for day in walks.days(plan.timeline.today):
        _round(plan, walks, written, points, day, rng)


def _write_begun(plan: Plan, points: dict[int, list[Checkpoint]]) -> None:
    """A plan of the first post that began yesterday; its one round was started in the evening and not finished."""
    place, number, _points = POINTS[0]
    beat, yesterday = plan.beats[place], plan.timeline.yesterday
    village = beat.villages[number]
    keys = {"village_id": village.pk, "post_id": beat.post.pk, "station_id": beat.station.pk}
    planned = {"starts_at": BEGINS, "ends_at": ENDS, "mode": "foot"}
    stops = points[village.pk]
    name, why = BEGUN
    written = plan.write(
        PatrolPlan, name=name, why=why, weekdays=[yesterday.isoweekday()], points=[one.pk for one in stops],
        starts_on=yesterday, ends_on=None, **planned, **keys,
    )  # fmt: skip
    began = at(yesterday, 19, 40)
    walked = plan.write(
        PlannedRound, plan_id=written.pk, occurred_on=yesterday, points_planned=len(stops), state="started",
        started_at=began, started_by_id=beat.officer.pk, **planned, **keys,
    )  # fmt: skip
    for position, stop in enumerate(stops, start=1):
        tap = {
            "passed_at": began + timedelta(minutes=12 * position),
            "passed_by_id": beat.officer.pk,
            "how": "tap",
        }
        passed = tap if position <= PASSED_OF_BEGUN else {}
        plan.write(RoundPoint, round_id=walked.pk, checkpoint_id=stop.pk, position=position, **passed, **keys)


def _round(
    plan: Plan, walks: Walks, written: PatrolPlan, points: list[Checkpoint], day: date, rng: Random
) -> None:
    patrol = walks.patrols.get(day)
    keys = _keys(walks)
    made = {
        "plan_id": written.pk, "occurred_on": day, "starts_at": BEGINS, "ends_at": ENDS, "mode": "foot",
        "points_planned": len(points),
    }  # fmt: skip
    is_last = len(points) - 1  # of the plan that runs at the first village, missed again and again
    if patrol is None:
        is_open = day >= plan.timeline.yesterday
        state = {"state": "planned"} if is_open else {"state": "not_walked", "reason": rng.choice(REASONS)}
        planned = plan.write(PlannedRound, **made, **state, **keys)
        taps: dict[int, datetime] = {}
    else:
        began = timezone.make_aware(datetime.combine(day, patrol.starts_at))
        missed = {
            number
            for number in range(len(points))
            if rng.random() < MISSED
            or (walks.last is None and number == is_last and walks.beat is plan.beats[0])
        }
        step = timedelta(minutes=patrol.minutes) / (len(points) + 1)
        taps = {n: began + step * (n + 1) for n in range(len(points)) if n not in missed}
        planned = plan.write(
            PlannedRound, **made, **keys, state="incomplete" if missed else "done", points_passed=len(taps),
            started_at=began, started_by_id=patrol.recorded_by_id,
            ended_at=began + timedelta(minutes=patrol.minutes), patrol_id=patrol.pk,
        )  # fmt: skip
    for number, point in enumerate(points):
        tap = taps.get(number)
        passed = (
            {
                "passed_at": tap, "passed_by_id": patrol.recorded_by_id, "how": rng.choice(("tap", "tap", "scan")),
                "is_device_time": rng.random() < 0.08,
            }
            if tap and patrol else {}
        )  # fmt: skip
        plan.write(
            RoundPoint, round_id=planned.pk, checkpoint_id=point.pk, position=number + 1, **passed, **keys
        )
