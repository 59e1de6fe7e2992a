"""Three leaders of the county with contact points, days in the field, guidance and briefings of last year and this."""

from datetime import date, timedelta
from random import Random

from accounts.models import User
from calendars import calendar
from demo.plan import Beat, Plan
from demo.timeline import at
from leaders.models import ContactPoint, LeaderEntry

UNITS = ("刑侦大队", "治安管理大队", "交警大队")
DILIGENCE = (1.05, 0.95, 0.6)  # how much of what is wanted each of them does
FIELD_DAYS, GUIDANCE = 30, 8
FIELD_PLACES = ("农贸市场", "中心小学", "水库大坝", "在建路段", "村民活动广场")
ADVICE = (
    ("听取驻村情况，查看台账。", "台账要当天记，不补记。", "已按周抽查。"),
    ("走访三户村民，了解见警情况。", "见不到的户要换时段再去。", "已调整走访时段。"),
    ("查看警务室值守和信箱。", "信箱每周开两次。", "已张贴开箱时间。"),
    ("研究一起边界纠纷。", "会同司法所现场调解。", "双方已签调解协议。"),
    ("检查夜巡安排。", "水塘、路口列入必巡点。", "已增设两个巡逻点。"),
)
HEARD = (
    "听取当月治安、走访和纠纷情况汇报。",
    "听取防诈宣传和隐患整改情况汇报。",
    "听取人口登记和重点走访情况汇报。",
)


def write_leaders(plan: Plan, leaders: list[User]) -> None:
    rng = plan.rng("leaders")
    for number, leader in enumerate(leaders):
        points = _points(plan, leader, number)
        for year in plan.timeline.years[1:]:
            _year(plan, rng, leader, points, year, DILIGENCE[number])


def _points(plan: Plan, leader: User, number: int) -> list[ContactPoint]:
    """A unit of the bureau, a station, and one or two posts of others."""
    since = plan.timeline.first_day
    beats = plan.beats[number :: len(UNITS)]
    about = {"person_id": leader.pk, "county_id": plan.county.pk, "starts_on": since}
    found = [
        plan.write(ContactPoint, unit=UNITS[number], **about),
        plan.write(ContactPoint, station_id=beats[0].station.pk, **about),
    ]
    for beat in beats[3 : 5 - (number == len(UNITS) - 1)]:
        found.append(plan.write(ContactPoint, station_id=beat.station.pk, post_id=beat.post.pk, **about))
    return found


def _year(
    plan: Plan, rng: Random, leader: User, points: list[ContactPoint], year: int, diligence: float
) -> None:
    first, last = date(year, 1, 1), min(date(year, 12, 31), plan.timeline.yesterday)
    whole = (last - first).days + 1
    if whole < 1:
        return
    share = diligence * whole / 365
    for point in points:
        for day in _days(rng, first, last, round(GUIDANCE * share)):
            said, advised, came = rng.choice(ADVICE)
            outcome = came if day < plan.timeline.today - timedelta(days=20) and rng.random() < 0.9 else ""
            _write(plan, leader, "guidance", day, point, f"{said}{advised}", outcome)
    for day in _days(rng, first, last, round((FIELD_DAYS - GUIDANCE * len(points) + 6) * share)):
        _write(plan, leader, "field", day, None, "了解群众反映的治安问题。", "", rng.choice(FIELD_PLACES))
    month = first
    while calendar.last_day(month) <= last:
        if rng.random() < diligence:
            day = month + timedelta(days=rng.randint(20, 26))
            _write(plan, leader, "briefing", day, rng.choice(points), rng.choice(HEARD), "")
        month = calendar.shift(month, 1)


def _days(rng: Random, first: date, last: date, count: int) -> list[date]:
    days = [first + timedelta(days=n) for n in range((last - first).days + 1)]
    work = [day for day in days if day.isoweekday() < 6]
    return sorted(rng.sample(work, min(count, len(work))))


def _write(
    plan: Plan,
    leader: User,
    kind: str,
    day: date,
    point: ContactPoint | None,
    advice: str,
    outcome: str,
    place: str = "",
) -> None:
    plan.write(
        LeaderEntry,
        person_id=leader.pk,
        county_id=plan.county.pk,
        kind=kind,
        held_on=day,
        contact_id=point.pk if point else None,
        station_id=point.station_id if point else None,
        post_id=point.post_id if point else None,
        place=_name(plan, point) if point else place,
        advice=advice,
        outcome=outcome,
        recorded_at=at(day, 18),
    )


def _name(plan: Plan, point: ContactPoint) -> str:
    """As the contact point calls itself (ContactPoint.__str__), without asking a database."""
    if point.unit:
        return point.unit
    beat: Beat = next(
        one for one in plan.beats
        if one.station.pk == point.station_id and point.post_id in (None, one.post.pk)
    )  # fmt: skip
    return f"{beat.station} {beat.post}" if point.post_id else str(beat.station)
