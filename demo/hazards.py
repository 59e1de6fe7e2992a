"""Hazards of two years, in every state; one of them is the story of the dogs that bit eight villagers."""

from dataclasses import dataclass
from datetime import date, timedelta
from random import Random
from typing import Any

import rules
from accounts.models import User
from calendars.working_days import next_working_day, table_of
from demo.plan import Beat, Plan
from demo.workload import entry
from hazards.models import Hazard
from patrols.models import Patrol
from teams.models import Team

ON_PATROL, ON_DUTY = 0.15, 0.35  # of patrols, and of months of a post, that found one
URGENT, OVERDUE_OF_RECENT, LATE = 0.06, 0.2, 0.07
RECENT_DAYS, STORY_DAYS = 45, 400
WITHIN = table_of([])
# Kind, place, what is dangerous, who puts it right, what was done.
FOUND = (
    ("fire", "村部旁加工点", "电焊作业旁堆放木料，无灭火器", "加工点", "木料移走，配灭火器四具"),
    ("fire", "三组晒谷场", "秸秆堆放过密，距房屋不足五米", "村委会", "秸秆清运完毕"),
    ("road", "村口转弯处", "转弯处树枝遮挡视线", "村委会", "树枝修剪，装广角镜"),
    ("road", "一组水泥桥", "护栏断裂三米", "镇交管站", "护栏重新焊接"),
    ("explosive", "村北废弃砖房", "堆放来历不明的烟花半成品", "镇安监办", "清点封存并移交"),
    ("power", "小学后墙", "低压线下垂，伸手可及", "供电所", "线路抬高固定"),
    ("power", "二组抽水站", "配电箱无门，电线裸露", "供电所", "换新箱，接漏电保护"),
    ("light", "小学至二组路段", "路灯三盏不亮，晚上学生要走", "供电所", "路灯全部换新"),
    ("light", "村卫生室门口", "无照明，夜间台阶看不清", "村委会", "装太阳能灯一盏"),
    ("water", "五组水塘", "水深无警示牌和护栏", "村委会", "立牌两块，装护栏"),
    ("house", "四组闲置土房", "山墙开裂，雨季可能倒塌", "镇村建办", "拉警戒线后拆除"),
    ("animal", "二组巷口", "大型犬未拴", "村委会", "犬只已拴养，办理登记"),
    ("other", "村文化广场", "健身器材螺丝脱落", "村委会", "器材维修完毕"),
)
SOURCES = ("by_officer", "by_officer", "by_auxiliary", "by_team", "by_resident", "by_leader")
DOGS = (
    "animal", "村小学至三组路段", "六只无主犬成群，先后有8名村民被咬伤，村民反映强烈", "村委会、镇畜牧站",
    "六只犬全部捕捉移交，伤者均已接种",
)  # fmt: skip
CHECKED = ("现场查看，隐患已消除", "与责任单位一起查看，合格", "")


@dataclass
class Finding:
    """Where and when one was found, and by whom it is typed."""

    beat: Beat
    on: date
    village: int
    patrol: Patrol | None = None


def write_hazards(plan: Plan) -> None:
    rng = plan.rng("hazards")
    beats = {beat.post.pk: beat for beat in plan.beats}
    found = [
        Finding(beats[patrol.post_id], patrol.occurred_on, patrol.village_id, patrol)
        for patrol in plan.rows[Patrol]
        if rng.random() < ON_PATROL
    ]
    for beat in plan.beats:
        for month in sorted(beat.duty_by_month):
            if rng.random() < ON_DUTY:
                day = rng.choice(beat.duty_in(month))
                found.append(Finding(beat, day, beat.duty[day].pk))
    rows = [_hazard(plan, one, rng.choice(FOUND), rng) for one in found]
    plan.enter([*rows, _dogs(plan, rng), *_waiting(plan, rng)])


def _hazard(plan: Plan, finding: Finding, words: tuple[str, ...], rng: Random, **values: Any) -> Hazard:
    kind, place, what, responsible, done = words
    urgency = "urgent" if rng.random() < URGENT else "normal"
    row = entry(
        Hazard, finding.beat, finding.on, rng, village=finding.village, kind=kind, place=place, what=what,
        **{"urgency": urgency, "source": rng.choice(SOURCES), "patrol_id": finding.patrol and finding.patrol.pk}
        | values,
    )  # fmt: skip
    if row.source == Hazard.Source.TEAM:
        row.team = next(one for one in plan.rows[Team] if one.village_id == row.village_id)
    row.due_on = _due(row)
    row.typed_by = [row.recorded_by_id]
    _go_on(plan, finding.beat, row, responsible, done, rng)
    return row


def _due(row: Hazard) -> date:
    """As hazards/due.py has it, with the rules that hold where no county has set another."""
    urgent = row.urgency == Hazard.Urgency.URGENT
    days = rules.newest("hazard.urgent_days" if urgent else f"hazard.{row.kind}_days")
    last = row.occurred_on + timedelta(days=days)
    return last if urgent else next_working_day(last, WITHIN)


def _go_on(plan: Plan, beat: Beat, row: Hazard, responsible: str, done: str, rng: Random) -> None:
    """Assigned on the next days, put right before its due day and verified by the chief; of the last weeks some are
    still open, and a few are overdue.
    """
    today = plan.timeline.today
    is_recent = (today - row.occurred_on).days <= RECENT_DAYS
    assigned = row.occurred_on + timedelta(days=rng.randint(0, 2))
    span = max((row.due_on - row.occurred_on).days, 1)
    mended = row.occurred_on + timedelta(days=min(rng.randint(1, span + 2), span))
    if rng.random() < LATE:
        mended += timedelta(days=rng.randint(2, 9))
    checked = mended + timedelta(days=rng.choice((0, 0, 0, 1)))
    stays_open = is_recent and rng.random() < OVERDUE_OF_RECENT
    if assigned < today:
        row.responsible, row.assigned_on = responsible, assigned
    if mended < today and not stays_open:
        _mend(row, mended, beat.recorder(rng), done, rng)
    if checked < today and row.rectified_on and not (is_recent and rng.random() < OVERDUE_OF_RECENT):
        row.verified_on, row.verified_by_id, row.checked = checked, beat.chief.pk, rng.choice(CHECKED)


def _mend(row: Hazard, day: date, by: User, done: str, rng: Random) -> None:
    row.rectified_on, row.rectified, row.rectified_by_id = day, done, by.pk
    row.proof = rng.choice(("seen", "seen", "paper"))
    row.typed_by = sorted({*row.typed_by, by.pk})


def _dogs(plan: Plan, rng: Random) -> Hazard:
    """In the full year, at the first post."""
    beat = plan.beats[0]
    day = min(beat.duty, key=lambda one: abs((plan.timeline.today - one).days - STORY_DAYS))
    finding = Finding(beat, day, beat.duty[day].pk)
    return _hazard(plan, finding, DOGS, rng, people_harmed=8, urgency="urgent", source="by_resident")


def _waiting(plan: Plan, rng: Random) -> list[Hazard]:
    """At the first post, and the first with an auxiliary: one that nobody was told of yet, one put right and typed by
    the auxiliary, which the officer verifies, and one that is open again.
    """
    helped = next(beat for beat in plan.beats if beat.auxiliary)
    return [
        row
        for beat in {plan.beats[0].post.pk: plan.beats[0], helped.post.pk: helped}.values()
        for row in _waiting_at(plan, beat, rng)
    ]


def _waiting_at(plan: Plan, beat: Beat, rng: Random) -> list[Hazard]:
    days = sorted(day for day in beat.duty if (plan.timeline.today - day).days <= RECENT_DAYS)[-3:]
    rows: list[Hazard] = []
    for day, words in zip(days, FOUND, strict=False):
        kind, place, what, responsible, done = words
        by = beat.auxiliary or beat.officer
        row = entry(Hazard, beat, day, rng, by=by, kind=kind, place=place, what=what, source="by_auxiliary")
        row.done_by = row.typed_by = [by.pk]
        row.due_on = plan.timeline.today + timedelta(days=3 + len(rows))
        if len(rows) == 1:
            row.responsible, row.assigned_on = responsible, day
            _mend(row, day, by, done, rng)
        elif rows:
            row.responsible, row.assigned_on, row.times_reopened = responsible, day, 1
        rows.append(row)
    return rows
