"""A leader's ledger of a year, and the county's board of all leaders."""

from dataclasses import dataclass, field

from documents.blocks import Grid, Heading, Label, Layout, Line, Lines, Signature, Value
from documents.cases import day, plain
from documents.layouts.base import PEN_DAY, Paper
from leaders.models import LeaderEntry
from leaders.years import Count, LeaderYear


@dataclass
class Contact:
    """A contact point with the days of guidance there."""

    name: str
    guidance: str = ""
    newest: str = ""


@dataclass
class Noted:
    """One line of the ledger."""

    held_on: str
    kind: str = ""
    place: str = ""
    advice: str = ""
    outcome: str = ""


@dataclass
class LeaderLedger:
    """``field_days``, ``guidance``, ``briefings``: n/m of the year."""

    paper: Paper = field(default_factory=Paper)
    county: str = ""
    name: str = ""
    year: str = ""
    until: str = ""
    field_days: str = ""
    guidance: str = ""
    briefings: str = ""
    points: list[Contact] = field(default_factory=list)
    entries: list[Noted] = field(default_factory=list)


@dataclass
class Standing:
    """One leader on the board."""

    name: str
    field_days: str = ""
    guidance: str = ""
    briefings: str = ""
    points: str = ""
    without_outcome: str = ""


@dataclass
class LeaderBoard:
    """The leaders of a county in a year, whoever met least of what is due first."""

    paper: Paper = field(default_factory=Paper)
    county: str = ""
    year: str = ""
    until: str = ""
    leaders: list[Standing] = field(default_factory=list)


LEDGER: Layout = (
    Grid(
        (18, 32, 18, 32),
        (
            Line((Label("单位"), Value("{{ county }}"), Label("姓名"), Value("{{ name }}"))),
            Line((Label("年度"), Value("{{ year }}"), Label("统计至"), Value("{{ until }}"))),
            Line((Label("下基层天数"), Value("{{ field_days }}"), Label("联系点指导"), Value("{{ guidance }}"))),
            Line((Label("听取汇报月数"), Value("{{ briefings }}", 3))),
        ),
    ),
    Heading("一、联系点"),
    Grid(
        (50, 25, 25),
        (
            Line((Label("联系点"), Label("指导次数"), Label("最近一次"))),
            Lines(
                "points", "one",
                (Line((Value("{{ one.name }}"), Value("{{ one.guidance }}"), Value("{{ one.newest }}"))),),
            ),
        ),
        head=True,
    ),
    Heading("二、下基层、指导和听取汇报情况"),
    Grid(
        (15, 14, 19, 30, 22),
        (
            Line((Label("日期"), Label("方式"), Label("地点"), Label("了解的情况和指导意见"), Label("落实结果"))),
            Lines(
                "entries", "one",
                (
                    Line((
                        Value("{{ one.held_on }}"), Value("{{ one.kind }}"), Value("{{ one.place }}"),
                        Value("{{ one.advice }}"), Value("{{ one.outcome }}"),
                    )),
                ),
            ),
        ),
        head=True,
    ),
    Signature("本人（签名）：", PEN_DAY),
)  # fmt: skip
BOARD: Layout = (
    Grid(
        (18, 32, 18, 32),
        (
            Line((Label("单位"), Value("{{ county }}"), Label("年度"), Value("{{ year }}"))),
            Line((Label("统计至"), Value("{{ until }}", 3))),
        ),
    ),
    Grid(
        (20, 17, 17, 17, 15, 14),
        (
            Line((
                Label("姓名"), Label("下基层天数"), Label("联系点指导"), Label("听取汇报月数"), Label("联系点"),
                Label("未落实"),
            )),
            Lines(
                "leaders", "one",
                (
                    Line((
                        Value("{{ one.name }}"), Value("{{ one.field_days }}"), Value("{{ one.guidance }}"),
                        Value("{{ one.briefings }}"), Value("{{ one.points }}"), Value("{{ one.without_outcome }}"),
                    )),
                ),
            ),
        ),
        head=True,
    ),
)  # fmt: skip


def ledger(about: tuple[LeaderYear, list[LeaderEntry]]) -> list[LeaderLedger]:
    """The year of one leader, and its lines in the order of their days."""
    found, entries = about
    return [
        LeaderLedger(
            paper=Paper(f"LD{found.year}-{found.leader.pk:06d}"),
            county=str(found.county),
            name=found.leader.name,
            year=f"{found.year}年",
            until=day(found.until),
            field_days=_of(found.field_days),
            guidance=_of(found.guidance),
            briefings=_of(found.briefings),
            points=[
                Contact(str(one.point), _of(one.guidance), day(one.newest) if one.newest else "")
                for one in found.points
            ],
            entries=[
                Noted(
                    f"{one.held_on:%Y-%m-%d}",
                    str(one.get_kind_display()),
                    one.place,
                    plain(one.advice),
                    plain(one.outcome),
                )
                for one in entries
            ],
        )
    ]


def board(found: list[LeaderYear]) -> list[LeaderBoard]:
    first = found[0]
    return [
        LeaderBoard(
            paper=Paper(f"LDB{first.year}-{first.county.code}"),
            county=str(first.county),
            year=f"{first.year}年",
            until=day(first.until),
            leaders=[
                Standing(
                    one.leader.name, _of(one.field_days), _of(one.guidance), _of(one.briefings),
                    f"{one.units}＋{one.places}", str(one.without_outcome),
                )
                for one in found
            ],
        )
    ]  # fmt: skip


def _of(count: Count) -> str:
    return f"{count.n}/{count.m}"
