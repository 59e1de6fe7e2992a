"""The hand-over of a post, in two copies: for who leaves and for the successor."""

from dataclasses import dataclass, field
from datetime import datetime

from django.utils import timezone

from accounts.models import User
from documents.blocks import Grid, Heading, Label, Layout, Line, Lines, Passage, Signature, Value
from documents.cases import day
from documents.layouts.base import PEN_DAY, Paper
from duty.models import Handover
from posts import open_work


@dataclass
class Counted:
    """One kind of work, with its number at each signature; empty where nobody has signed."""

    name: str
    left: str = ""
    taken: str = ""


@dataclass
class Thing:
    """Keys, a piece of equipment or papers, and what became of it."""

    name: str
    given: str = ""


@dataclass
class HandoverSheet:
    """``left`` and ``taken``: who signed and when; empty lines for the pen where nobody has."""

    paper: Paper = field(default_factory=Paper)
    station: str = ""
    post: str = ""
    leaver: str = ""
    last_day: str = ""
    successor: str = ""
    counts: list[Counted] = field(default_factory=list)
    things: list[Thing] = field(default_factory=list)
    note: str = ""
    taken_note: str = ""
    left: str = ""
    taken: str = ""
    closed: str = ""
    in_place: str = ""


HANDOVER: Layout = (
    Grid(
        (18, 32, 18, 32),
        (
            Line((Label("派出所"), Value("{{ station }}"), Label("警务室"), Value("{{ post }}"))),
            Line((Label("移交人"), Value("{{ leaver }}"), Label("最后任职日"), Value("{{ last_day }}"))),
            Line((Label("接收人"), Value("{{ successor }}"), Label("代签原因"), Value("{{ in_place }}"))),
        ),
    ),
    Heading("一、未办结事项"),
    Grid(
        (60, 20, 20),
        (
            Line((Label("事项"), Label("移交时"), Label("接收时"))),
            Lines(
                "counts",
                "one",
                (Line((Value("{{ one.name }}"), Value("{{ one.left }}"), Value("{{ one.taken }}"))),),
            ),
        ),
        head=True,
    ),
    Heading("二、钥匙、装备和资料"),
    Grid(
        (60, 40),
        (
            Line((Label("名称"), Label("移交情况"))),
            Lines("things", "one", (Line((Value("{{ one.name }}"), Value("{{ one.given }}"))),)),
        ),
        head=True,
    ),
    Passage("移交人备注", "{{ note }}", 2),
    Passage("接收人备注", "{{ taken_note }}", 2),
    Signature("移交人（签名）：{{ left }}", PEN_DAY),
    Signature("接收人（签名）：{{ taken }}", PEN_DAY),
    Signature("监交人（所领导签名）：{{ closed }}", PEN_DAY),
)


def handover(row: Handover) -> list[HandoverSheet]:
    """The sheet as it stands; what nobody has signed yet is left for the pen."""
    left, taken = row.left_counts or {}, row.taken_counts or {}
    kinds = [kind for kind in open_work.KINDS if left.get(kind) or taken.get(kind)]
    return [
        HandoverSheet(
            paper=Paper(
                f"JJ{row.opened_on:%y%m%d}-{row.pk:06d}", "作废" if row.state == row.State.VOID else ""
            ),
            station=str(row.post.station),
            post=str(row.post),
            leaver=row.leaver.name,
            last_day=day(row.last_day),
            successor=row.taken_by.name if row.taken_by else "",
            counts=[
                Counted(
                    str(open_work.KINDS[kind]),
                    str(left.get(kind, 0)),
                    str(taken.get(kind, 0)) if row.taken_by else "",
                )
                for kind in kinds
            ],
            things=[
                Thing(str(label), str(Handover.Given(row.items[code]).label) if code in row.items else "")
                for code, label in Handover.Item.choices
            ],
            note=row.note,
            taken_note=row.taken_note,
            left=_signed(row.left_by, row.left_at),
            taken=_signed(row.taken_by, row.taken_at),
            closed=_signed(row.closed_by, row.closed_at),
            in_place=row.in_place_reason,
        )
    ]


def _signed(who: User | None, at: datetime | None) -> str:
    """钱建国（2026-11-20 系统签）."""
    return f"{who}（{timezone.localtime(at):%Y-%m-%d} 系统签）" if who and at else ""
