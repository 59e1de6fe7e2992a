"""An officer's year: what was done at all posts held, training, assignments, hand-overs, familiarity tests."""

from dataclasses import dataclass, field
from decimal import Decimal

from documents.blocks import Grid, Heading, Label, Layout, Line, Lines, Signature, Value
from documents.cases import day
from documents.layouts.base import PEN_DAY, Paper
from officers.years import OfficerYear


@dataclass
class Number:
    """One kind of work; ``norm`` is empty where there is none."""

    kind: str
    total: str = ""
    norm: str = ""


@dataclass
class Held:
    """One assignment, with the office held in the village committee."""

    place: str
    role: str = ""
    office: str = ""
    days: str = ""


@dataclass
class Event:
    """One hand-over or one familiarity test."""

    on: str
    kind: str = ""
    post: str = ""
    result: str = ""


@dataclass
class OfficerSheet:
    """``numbers`` in the order of the page; ``events`` by day."""

    paper: Paper = field(default_factory=Paper)
    county: str = ""
    name: str = ""
    year: str = ""
    until: str = ""
    numbers: list[Number] = field(default_factory=list)
    held: list[Held] = field(default_factory=list)
    events: list[Event] = field(default_factory=list)


SHEET: Layout = (
    Grid(
        (18, 32, 18, 32),
        (
            Line((Label("单位"), Value("{{ county }}"), Label("姓名"), Value("{{ name }}"))),
            Line((Label("年度"), Value("{{ year }}"), Label("统计至"), Value("{{ until }}"))),
        ),
    ),
    Heading("一、任职情况"),
    Grid(
        (36, 18, 18, 28),
        (
            Line((Label("单位"), Label("岗位"), Label("兼任村内职务"), Label("起止日期"))),
            Lines(
                "held", "one",
                (
                    Line((
                        Value("{{ one.place }}"), Value("{{ one.role }}"), Value("{{ one.office }}"),
                        Value("{{ one.days }}"),
                    )),
                ),
            ),
        ),
        head=True,
    ),
    Heading("二、本人完成的工作（任过的各警务室合计）"),
    Grid(
        (50, 25, 25),
        (
            Line((Label("项目"), Label("完成"), Label("应完成"))),
            Lines(
                "numbers", "one",
                (Line((Value("{{ one.kind }}"), Value("{{ one.total }}"), Value("{{ one.norm }}"))),),
            ),
        ),
        head=True,
    ),
    Heading("三、交接和熟悉情况抽问"),
    Grid(
        (20, 20, 36, 24),
        (
            Line((Label("日期"), Label("事项"), Label("警务室"), Label("结果"))),
            Lines(
                "events", "one",
                (
                    Line((
                        Value("{{ one.on }}"), Value("{{ one.kind }}"), Value("{{ one.post }}"),
                        Value("{{ one.result }}"),
                    )),
                ),
            ),
        ),
        head=True,
    ),
    Signature("本人（签名）：", PEN_DAY),
)  # fmt: skip


def sheet(found: OfficerYear) -> list[OfficerSheet]:
    """The year of one person."""
    return [
        OfficerSheet(
            paper=Paper(f"OY{found.year}-{found.person.pk:06d}"),
            county=str(found.county or ""),
            name=found.person.name,
            year=f"{found.year}年",
            until=day(found.until),
            numbers=[
                Number(str(one.label), plain_number(one.total), "" if one.norm is None else str(one.norm))
                for one in found.lines
            ],
            held=[
                Held(
                    f"{one.post.station} {one.post}" if one.post else str(one.place),
                    str(one.get_role_display()),
                    str(one.get_office_display()) if one.office else "",
                    f"{one.starts_on:%Y-%m-%d} 至 " + (f"{one.ends_on:%Y-%m-%d}" if one.ends_on else "今"),
                )
                for one in found.assignments
            ],
            events=[*_handovers(found), *_tests(found)],
        )
    ]


def plain_number(value: Decimal) -> str:
    """12 and 1.5, without zeros behind the point."""
    return f"{value.normalize():f}"


def _handovers(found: OfficerYear) -> list[Event]:
    return [
        Event(
            f"{one.last_day:%Y-%m-%d}",
            "移交" if one.leaver_id == found.person.pk else "接收",
            str(one.post),
            str(one.get_state_display()),
        )
        for one in found.handovers
    ]


def _tests(found: OfficerYear) -> list[Event]:
    return [
        Event(f"{one.asked_on:%Y-%m-%d}", "熟悉情况抽问", str(one.post), f"{one.known}/{one.drawn}户")
        for one in found.tests
    ]
