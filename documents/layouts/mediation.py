"""What is written while it is mediated: investigation record, minutes."""

from dataclasses import dataclass, field
from typing import Any

from disputes.models import Dispute, Session
from documents.blocks import Grid, Label, Layout, Line, Lines, Passage, Signature, Value
from documents.cases import SIDES, Case, clock, day, named
from documents.layouts.base import PEN_DAY, Base, base_of, signatures

EVIDENCE_LINES = 8
Stage = Dispute.Stage
NOT_MEDIATED = (
    Stage.REFUSED,
    Stage.REFERRED,
    Stage.SETTLED,
    Stage.TOLD,
)  # ended so without a session: no minutes


@dataclass
class Investigation(Base):
    held_on: str = ""
    place: str = ""
    asked: str = ""
    recorder: str = ""


INVESTIGATION: Layout = (
    Grid(
        (19, 31, 19, 31),
        (
            Line((Label("调查时间"), Value("{{ held_on }}"), Label("调查地点"), Value("{{ place }}"))),
            Line((Label("调查人"), Value("{{ mediators }}"), Label("记录人"), Value("{{ recorder }}"))),
            Line((Label("被调查人"), Value(""), Label("性别、年龄"), Value(""))),
            Line((Label("单位或住址"), Value(""), Label("联系方式"), Value(""))),
        ),
    ),
    Passage("调查内容", "{{ asked }}", lines=16),
    Signature("被调查人（签名、盖章或按指印）：", PEN_DAY),
    Signature("调查人（签名）：", PEN_DAY),
    Signature("记录人（签名）：", PEN_DAY),
)


def investigations(case: Case) -> list[Any]:
    """One for each session in which something was found out."""
    base = base_of(case)
    return [
        Investigation(**base, held_on=when(one), place=one.place, asked=one.asked, recorder=one.recorder)
        for one in case.sessions
        if one.asked
    ]


@dataclass
class Page:
    number: str = ""


@dataclass
class Evidence(Base):
    """Which papers were handed in: the registry does not know them, so they are lines for the pen."""

    lines: list[Page] = field(
        default_factory=lambda: [Page(str(number)) for number in range(1, EVIDENCE_LINES + 1)]
    )


EVIDENCE: Layout = (
    Grid(
        (9, 35, 19, 13, 24),
        (
            Line(
                (
                    Label("序号"),
                    Label("证据材料名称"),
                    Label("提交人"),
                    Label("页数"),
                    Label("原件、复印件或照片说明"),
                )
            ),
            Lines(
                "lines",
                "line",
                (
                    Line(
                        (
                            Label("{{ line.number }}"),
                            Value("", lines=2),
                            Value(""),
                            Value(""),
                            Value(""),
                        )
                    ),
                ),
            ),
        ),
        head=True,
    ),
    Passage("需要证明的事实", "", lines=5),
    Signature("提交人（签名、盖章或按指印）：", PEN_DAY),
    Signature("接收人（签名）：", PEN_DAY),
)


def evidence(case: Case) -> list[Any]:
    """As needed, and known to whoever files the papers: none of its own accord."""
    return []


@dataclass
class Minutes(Base):
    held_on: str = ""
    place: str = ""
    present: str = ""
    others: str = ""
    openness: str = ""
    told: str = ""
    claims: str = ""
    asked: str = ""
    offered: str = ""
    result: str = ""
    next_on: str = ""
    recorder: str = ""


MINUTES: Layout = (
    Grid(
        (19, 31, 19, 31),
        (
            Line((Label("时间"), Value("{{ held_on }}"), Label("地点"), Value("{{ place }}"))),
            Line((Label("调解员"), Value("{{ mediators }}"), Label("记录人"), Value("{{ recorder }}"))),
            Line((Label("到场当事人"), Value("{{ present }}"), Label("其他参加人"), Value("{{ others }}"))),
            Line((Label("是否公开"), Value("{{ openness }}"), Label("权利义务告知"), Value("{{ told }}"))),
        ),
    ),
    Passage("各方陈述和请求", "{{ claims }}", lines=8),
    Passage("询问和查明的情况", "{{ asked }}", lines=5),
    Passage("调解意见和协商过程", "{{ offered }}", lines=5),
    Grid(
        (19, 31, 19, 31),
        (Line((Label("调解结果"), Value("{{ result }}"), Label("下次调解日期"), Value("{{ next_on }}"))),),
    ),
    *signatures(
        Signature("其他参加人（签名）："),
        Signature("调解员（签名）：", PEN_DAY),
        Signature("记录人（签名）：", PEN_DAY),
    ),
)


def minutes(case: Case) -> list[Any]:
    """One for each session; an empty one while there is none, unless it ended without being mediated."""
    base = base_of(case)
    blank = [] if case.dispute.stage in NOT_MEDIATED else [Minutes(**base)]
    return [of_session(base, case, one) for one in case.sessions] or blank


def of_session(base: dict[str, Any], case: Case, session: Session) -> Minutes:
    there = {party.pk for party in case.parties if party.side in session.sides_present}
    names = [
        person.name for party, person in zip(case.parties, base["parties"], strict=False) if party.pk in there
    ]
    return Minutes(
        **base,
        held_on=when(session),
        place=session.place,
        present=named(names) or named(f"{SIDES[side]}方" for side in session.sides_present),
        others=session.others_present,
        openness="不公开" if session.is_closed else "公开",
        told="已告知" if session.told_rights else "",
        claims=session.claims,
        asked=session.asked,
        offered=session.offered,
        result=session.get_result_display(),
        next_on=day(session.next_on),
        recorder=session.recorder,
    )


def when(session: Session) -> str:
    """2026年3月5日 9时30分至11时00分."""
    until = f"至{clock(session.ended_at)}" if session.ended_at else ""
    return f"{day(session.held_on)} {clock(session.began_at)}{until}".strip()
