"""Village meetings: in most months of most posts one."""

from datetime import date, timedelta
from random import Random

from calendars import calendar
from demo.plan import Plan
from demo.workload import entry, shares
from meetings.models import Meeting

ATTENDED = (
    ["committee", "delegates", "police"],
    ["branch", "committee", "grid", "police"],
    ["branch", "committee", "security", "mediation", "police"],
    ["committee", "villagers", "team", "police"],
    ["committee", "school", "enterprise", "grid", "police"],
)
SAID = (
    ("通报近期治安情况，议定夜间加强看护。", "防盗"),
    ("听取村民代表意见，议定整治村口乱停车。", "道路安全"),
    ("讲解防诈骗案例，议定老人户逐户提醒。", "防诈骗"),
    ("议定汛期前查看水塘和危房。", "防溺水、防汛"),
    ("议定秸秆禁烧和用火用电检查。", "防火"),
)


def write_meetings(plan: Plan) -> None:
    rng = plan.rng("meetings")
    rows: list[Meeting] = []
    for year in plan.timeline.years:
        counts = shares(plan, plan.targets.total("meeting", year), year, rng)
        for (place, month), count in counts.items():
            rows += [_meeting(plan, place, month, rng) for _ in range(count)]
    plan.enter(rows)


def _meeting(plan: Plan, place: int, month: date, rng: Random) -> Meeting:
    beat = plan.beats[place]
    day = rng.choice(beat.duty_in(month))
    minutes, focus = rng.choice(SAID)
    until = min(calendar.last_day(calendar.shift(month, 1)), day + timedelta(days=45))
    return entry(
        Meeting, beat, day, rng, people=rng.randint(8, 46), attended=rng.choice(ATTENDED), minutes=minutes,
        focus=focus, focus_until=until,
    )  # fmt: skip
