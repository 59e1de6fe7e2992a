"""Papers of hazards: the notice to whoever puts one right, with an answer to tear off, and the problem list of a
village.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from calendars import calendar
from documents.blocks import Grid, Heading, Label, Layout, Line, Lines, Paragraph, Signature, TearOff, Value
from documents.cases import day
from documents.layouts.base import PEN_DAY, Paper
from hazards.models import Hazard
from posts.models import Village


@dataclass
class HazardNotice:
    """``harm``: how many people were harmed, in words; empty for nobody."""

    paper: Paper = field(default_factory=Paper)
    station: str = ""
    post: str = ""
    village: str = ""
    responsible: str = ""
    kind: str = ""
    place: str = ""
    what: str = ""
    harm: str = ""
    urgency: str = ""
    found_on: str = ""
    due_on: str = ""


@dataclass
class Problem:
    """One line of the list."""

    number: str = ""
    kind: str = ""
    place: str = ""
    what: str = ""
    responsible: str = ""
    due_on: str = ""
    stage: str = ""


@dataclass
class ProblemList:
    """``count``: how many lines there are; ``made_on``: the day on which it was printed."""

    paper: Paper = field(default_factory=Paper)
    village: str = ""
    post: str = ""
    station: str = ""
    made_on: str = ""
    count: str = ""
    overdue: str = ""
    problems: list[Problem] = field(default_factory=list)


NOTICE: Layout = (
    Paragraph("{{ responsible }}："),
    Paragraph("经检查（群众反映），发现下列安全隐患。请于{{ due_on }}前整改完毕，并将下方答复单寄回或送回。"),
    Grid(
        (18, 32, 18, 32),
        (
            Line((Label("编号"), Value("{{ paper.number }}"), Label("紧急程度"), Value("{{ urgency }}"))),
            Line((Label("村（社区）"), Value("{{ village }}"), Label("发现日期"), Value("{{ found_on }}"))),
            Line((Label("种类"), Value("{{ kind }}"), Label("已造成伤害"), Value("{{ harm }}"))),
            Line((Label("地点"), Value("{{ place }}", 3))),
            Line((Label("隐患情况"), Value("{{ what }}", 3, 3))),
        ),
    ),
    Signature("{{ station }}{{ post }}（印章）：", PEN_DAY),
    TearOff("沿此线撕下寄回"),
    Heading("隐患整改答复单"),
    Grid(
        (18, 32, 18, 32),
        (
            Line((Label("编号"), Value("{{ paper.number }}"), Label("整改期限"), Value("{{ due_on }}"))),
            Line((Label("寄回单位"), Value("{{ station }}{{ post }}", 3))),
            Line((Label("整改结果"), Value("□已整改　　□部分整改　　□不属本单位，退回", 3))),
            Line((Label("怎样整改或退回理由"), Value("", 3, 4))),
            Line((Label("整改日期"), Value(""), Label("答复人"), Value(""))),
        ),
    ),
    Signature("整改责任单位（印章）：", PEN_DAY),
)

PROBLEMS: Layout = (
    Grid(
        (14, 36, 14, 36),
        (
            Line((Label("村（社区）"), Value("{{ village }}"), Label("警务室"), Value("{{ station }}{{ post }}"))),
            Line((Label("制表日期"), Value("{{ made_on }}"), Label("件数"), Value("{{ count }}（逾期{{ overdue }}）"))),
        ),
    ),
    Grid(
        (24, 11, 15, 18, 12, 9, 11),
        (
            Line(
                (
                    Label("编号"), Label("种类"), Label("地点"), Label("隐患情况"), Label("责任单位"),
                    Label("期限"), Label("状态"),
                )
            ),
            Lines(
                "problems",
                "one",
                (
                    Line(
                        (
                            Value("{{ one.number }}"), Value("{{ one.kind }}"), Value("{{ one.place }}"),
                            Value("{{ one.what }}"), Value("{{ one.responsible }}"), Value("{{ one.due_on }}"),
                            Value("{{ one.stage }}"),
                        )
                    ),
                ),
            ),
        ),
        head=True,
    ),
    Signature("村（社区）（印章）：", PEN_DAY),
)  # fmt: skip


@dataclass(frozen=True)
class VillageProblems:
    """What the list of a village is made of: its open hazards as the person sees them."""

    village: Village
    hazards: Iterable[Hazard]
    post: str
    station: str
    today: date


def notice(hazard: Hazard) -> list[HazardNotice]:
    harmed = hazard.people_harmed
    return [
        HazardNotice(
            paper=Paper(hazard.receipt),
            station=str(hazard.station),
            post=str(hazard.post),
            village=str(hazard.village),
            responsible=hazard.responsible,
            kind=str(hazard.get_kind_display()),
            place=hazard.place,
            what=hazard.what,
            harm=f"已伤{harmed}人" if harmed else "无",
            urgency=str(hazard.get_urgency_display()),
            found_on=day(hazard.occurred_on),
            due_on=day(hazard.due_on),
        )
    ]


def problems(found: VillageProblems) -> list[ProblemList]:
    rows = list(found.hazards)
    lines = [
        Problem(
            number=row.receipt,
            kind=str(row.get_kind_display()),
            place=row.place,
            what=row.what,
            responsible=row.responsible,
            due_on=calendar.short(row.due_on),
            stage=str(row.stage.label),
        )
        for row in rows
    ]
    return [
        ProblemList(
            paper=Paper(""),
            village=str(found.village),
            post=found.post,
            station=found.station,
            made_on=day(found.today),
            count=f"{len(rows)}件",
            overdue=f"{sum(row.due_on < found.today for row in rows)}件",
            problems=lines,
        )
    ]
