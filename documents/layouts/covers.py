"""Cover, contents, note on the file and back cover of a case file (人民调解卷宗, 治安调解卷宗)."""

from dataclasses import dataclass, field, replace
from typing import Any

from documents.blocks import Contents, Grid, Label, Large, Layout, Line, Paragraph, Signature, Value
from documents.cases import Case, day
from documents.layouts.base import PEN_DAY, Base, base_of

POLICE_LABELS = {"调解组织": "主持机关", "调 解 员": "主 持 人"}  # as the agreement of the police calls them


@dataclass
class Cover(Base):
    name: str = ""
    began_on: str = ""
    ended_on: str = ""
    filed_by: str = ""
    filed_on: str = ""
    kept: str = ""


COVER: Layout = (
    Large("案卷名称", "{{ name }}"),
    Large("卷　　号", "{{ paper.number }}"),
    Large("调解组织", "{{ body }}"),
    Large("调 解 员", "{{ mediators }}"),
    Large("调解日期", "{{ began_on }}至{{ ended_on }}"),
    Large("立 卷 人", "{{ filed_by }}"),
    Large("立卷日期", "{{ filed_on }}"),
    Large("保管期限", "{{ kept }}"),
    Large("备　　注", ""),
)
POLICE_COVER: Layout = tuple(
    replace(block, label=POLICE_LABELS.get(block.label, block.label))
    for block in COVER
    if isinstance(block, Large)
)


def cover(case: Case) -> list[Any]:
    base = base_of(case)
    name = f"{base['sides']}{base['kind']}" if base["sides"] else ""
    began = case.sessions[0].held_on if case.sessions else case.dispute.occurred_on
    ended = day(case.dispute.handled_on) or PEN_DAY
    return [Cover(**base, name=name, began_on=day(began), ended_on=ended)]


@dataclass
class Plain(Base):
    """A form that has the facts of every form and no more."""


def plain_form(case: Case) -> list[Any]:
    return [Plain(**base_of(case))]


@dataclass
class Entry:
    """A line of the contents: a paper, its number, and the pages that it takes, ``1`` or ``2—4``."""

    place: str = ""
    title: str = ""
    number: str = ""
    pages: str = ""


@dataclass
class Listed(Base):
    """``entries``: empty in a whole file, which finds the pages in itself."""

    entries: list[Entry] = field(default_factory=list)


CONTENTS: Layout = (Contents("entries"),)


def contents(case: Case) -> list[Any]:
    return [Listed(**base_of(case))]


NOTE: Layout = (
    Grid(
        (22, 78),
        (
            Line((Label("本卷情况说明"), Value("", lines=14))),
            Line((Label("缺少、损坏、修改、补充的材料"), Value("", lines=8))),
        ),
    ),
    Signature("立卷人（签名）：", PEN_DAY),
    Signature("检查人（签名）：", PEN_DAY),
)

BACK: Layout = (
    Paragraph("本卷共＿＿＿＿册＿＿＿＿页，附＿＿＿＿＿＿＿＿＿＿。"),
    Signature("装订人（签名）：", PEN_DAY),
    Signature("检查人（签名）：", PEN_DAY),
)
