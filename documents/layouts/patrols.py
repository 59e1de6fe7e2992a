"""Papers of patrols: the duty plan of a month for the wall, the labels of checkpoints."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta

from calendars import calendar
from documents.blocks import Grid, Label, Labels, Layout, Line, Lines, Paragraph, Signature, Value
from documents.cases import day
from documents.layouts.base import PEN_DAY, Paper
from patrols.models import Checkpoint, PatrolPlan
from posts.models import Village

WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
NAMES = ("一", "二", "三", "四", "五", "六", "日")


@dataclass
class Week:
    """What stands under each day of a week: the day of the month, and the rounds of the day."""

    mon: str = ""
    tue: str = ""
    wed: str = ""
    thu: str = ""
    fri: str = ""
    sat: str = ""
    sun: str = ""


@dataclass
class Planned:
    """One plan, under the weeks."""

    name: str = ""
    when: str = ""
    mode: str = ""
    points: str = ""
    team: str = ""


@dataclass
class DutyPlan:
    """The rounds of a village in a month."""

    paper: Paper = field(default_factory=Paper)
    village: str = ""
    station: str = ""
    post: str = ""
    month: str = ""
    printed_on: str = ""
    rounds: str = ""
    weeks: list[Week] = field(default_factory=list)
    plans: list[Planned] = field(default_factory=list)


@dataclass
class PointLabel:
    """One label. ``code``: as letters and as a picture."""

    name: str = ""
    code: str = ""
    place: str = ""


@dataclass
class PointLabels:
    paper: Paper = field(default_factory=Paper)
    village: str = ""
    points: list[PointLabel] = field(default_factory=list)


DUTY_PLAN: Layout = (
    Grid(
        (12, 38, 12, 38),
        (
            Line((Label("村"), Value("{{ village }}"), Label("警务室"), Value("{{ station }}{{ post }}"))),
            Line((Label("月份"), Value("{{ month }}（{{ rounds }}次）"), Label("制表日期"), Value("{{ printed_on }}"))),
        ),
    ),
    Grid(
        (1, 1, 1, 1, 1, 1, 1),
        (
            Line(tuple(Label(f"星期{one}") for one in NAMES)),
            Lines("weeks", "week", (Line(tuple(Value(f"{{{{ week.{one} }}}}", lines=3) for one in WEEKDAYS)),)),
        ),
        head=True,
    ),
    Grid(
        (18, 22, 12, 30, 18),
        (
            Line((Label("计划"), Label("时间"), Label("方式"), Label("巡逻点（按顺序）"), Label("参加队伍"))),
            Lines(
                "plans",
                "one",
                (
                    Line(
                        (
                            Value("{{ one.name }}"), Value("{{ one.when }}"), Value("{{ one.mode }}"),
                            Value("{{ one.points }}"), Value("{{ one.team }}"),
                        )
                    ),
                ),
            ),
        ),
        head=True,
    ),
    Signature("警务室（签名）：", PEN_DAY),
)  # fmt: skip

LABELS: Layout = (
    Paragraph("沿虚线剪开，过塑后贴在巡逻点。巡逻时扫码或输入短码打卡；标签不含位置，也不记录任何人的位置。"),
    Labels("points", "point", "{{ point.name }}", "{{ point.code }}", "{{ village }}　{{ point.place }}"),
)


@dataclass(frozen=True)
class OfMonth:
    """What the duty plan of a village is made of: its plans as the person sees them."""

    village: Village
    month: date
    plans: Iterable[PatrolPlan]
    post: str
    station: str
    today: date


@dataclass(frozen=True)
class OfVillage:
    """What the labels of a village are made of."""

    village: Village
    points: Iterable[Checkpoint]


def duty_plan(of: OfMonth) -> list[DutyPlan]:
    plans = list(of.plans)
    by_day = {on: [one for one in plans if _is_on(one, on)] for on in _days(of.month)}
    return [
        DutyPlan(
            paper=Paper(),
            village=str(of.village),
            station=of.station,
            post=of.post,
            month=f"{of.month.year}年{of.month.month}月",
            printed_on=day(of.today),
            rounds=str(sum(map(len, by_day.values()))),
            weeks=_weeks(of.month, by_day),
            plans=[
                Planned(
                    name=one.name,
                    when=f"{one.get_weekdays_display()} {_times(one)}",
                    mode=str(one.get_mode_display()),
                    points=one.get_points_display(),
                    team=str(one.team or ""),
                )
                for one in plans
            ],
        )
    ]


def _days(month: date) -> list[date]:
    return [month + timedelta(days=number) for number in range(calendar.days_in(month))]


def _is_on(plan: PatrolPlan, on: date) -> bool:
    return (
        plan.starts_on <= on
        and (plan.ends_on is None or on <= plan.ends_on)
        and on.isoweekday() in plan.weekdays
    )


def _times(plan: PatrolPlan) -> str:
    return f"{plan.starts_at:%H:%M}—{plan.ends_at:%H:%M}"


def _weeks(month: date, by_day: dict[date, list[PatrolPlan]]) -> list[Week]:
    found: list[Week] = []
    for on, plans in by_day.items():
        if not found or on.weekday() == 0:
            found.append(Week())
        words = [f"{one.starts_at:%H:%M}\n{one.name}" for one in plans]
        setattr(found[-1], WEEKDAYS[on.weekday()], "\n".join([str(on.day), *words]))
    return found


def labels(of: OfVillage) -> list[PointLabels]:
    points = [PointLabel(one.name, one.code, one.place) for one in of.points]
    return [PointLabels(paper=Paper(), village=str(of.village), points=points)]
