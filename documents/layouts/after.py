"""After the agreement: proof of performance, follow-up, application for judicial confirmation."""

from dataclasses import dataclass, field
from typing import Any

from disputes.models import Agreement
from documents import law
from documents.blocks import Grid, Label, Layout, Line, Lines, Paragraph, Passage, Signature, Value
from documents.cases import Case, day
from documents.layouts.agreements import Agreed, Promise, agreed
from documents.layouts.base import PEN_DAY, Base, base_of, people, signatures


@dataclass
class Performed(Base):
    duties: list[Promise] = field(default_factory=list)
    former: str = ""


PERFORMED: Layout = (
    Paragraph("{{ paper.number }}《人民调解协议书》约定的内容，履行情况如下："),
    Grid(
        (8, 11, 20, 19, 19, 12, 11),
        (
            Line(
                (
                    Label("序号"),
                    Label("履行人"),
                    Label("履行内容"),
                    Label("约定期限"),
                    Label("履行日期"),
                    Label("履行情况"),
                    Label("凭证"),
                )
            ),
            Lines(
                "duties",
                "duty",
                (
                    Line(
                        (
                            Label("{{ duty.number }}"),
                            Value("{{ duty.who }}"),
                            Value("{{ duty.what }} {{ duty.money }}"),
                            Value("{{ duty.due_on }}"),
                            Value("{{ duty.settled_on }}"),
                            Value("{{ duty.state }}"),
                            Value("{{ duty.proof }}"),
                        )
                    ),
                ),
            ),
        ),
        head=True,
    ),
    Passage("说明", "", lines=4),
    *signatures(Signature("调解员（签名）：", PEN_DAY)),
)


def performed(case: Case) -> list[Any]:
    """As needed: one for each agreement of which a promise was kept or broken."""
    found = []
    for one in (*case.former, *filter(None, [case.agreement])):
        facts = agreed(case, one)
        if any(promise.state for promise in facts.duties):
            found.append(
                Performed(**base_of(case) | {"paper": facts.paper}, duties=facts.duties, former=facts.former)
            )
    return found


@dataclass
class Call(Base):
    made_on: str = ""
    made_by: str = ""
    performed: str = ""
    satisfied: str = ""
    trouble: str = ""
    note: str = ""


FOLLOW_UP: Layout = (
    Grid(
        (20, 30, 20, 30),
        (
            Line((Label("当事人"), Value("{{ sides }}", 3))),
            Line((Label("协议编号"), Value("{{ paper.number }}"), Label("回访日期"), Value("{{ made_on }}"))),
            Line((Label("回访事由"), Value("{{ kind }}", 3))),
            Line(
                (Label("协议履行情况"), Value("{{ performed }}"), Label("是否满意"), Value("{{ satisfied }}"))
            ),
            Line((Label("有无起诉、判决情况"), Value("", 3))),
            Line((Label("有无新的隐患"), Value("{{ trouble }}", 3))),
            Line((Label("回访记录和采取的措施"), Value("{{ note }}", 3, 8))),
        ),
    ),
    Signature("被回访人（签名）：", PEN_DAY),
    Signature("回访人（签名）：{{ made_by }}", PEN_DAY),
)


def follow_ups(case: Case) -> list[Any]:
    """One for each call that was made."""
    base = base_of(case)
    return [
        Call(
            **base,
            made_on=day(one.made_on),
            made_by=str(one.made_by or ""),
            performed=one.get_performed_display() if one.performed else "",
            satisfied=one.get_satisfied_display() if one.satisfied else "",
            trouble="有" if one.has_new_trouble else "无",
            note=one.note,
        )
        for one in case.follow_ups
    ]


@dataclass
class CourtApplication(Agreed):
    court: str = ""
    papers: str = ""
    period: str = ""
    courts: str = ""


CONFIRMATION: Layout = (
    Paragraph("{{ court }}人民法院："),
    people(),
    Passage(
        "请求事项",
        "申请人于{{ effective_on }}经{{ body }}主持调解，自愿达成{{ paper.number }}调解协议。"
        "现共同请求依法确认该调解协议有效。",
    ),
    Passage("调解协议的主要内容", "{{ terms }}", lines=6),
    Passage(
        "申请人承诺",
        "（一）本协议出于自愿，没有恶意串通、规避法律的行为；\n（二）协议内容不损害国家利益、社会公共利益和他人合法权益；\n"
        "（三）因隐瞒事实造成的后果由申请人自行承担。",
    ),
    Passage("所附材料", "{{ papers }}"),
    Paragraph("{{ period }}{{ courts }}"),
    *signatures(Signature("申请日期：", PEN_DAY)),
)


def confirmation(case: Case) -> list[Any]:
    """As needed: for each agreement of which the parties applied for it, and which decides no ownership."""
    return [
        _confirmation(case, one)
        for one in (*case.former, *filter(None, [case.agreement]))
        if one.confirmation and one.ownership != Agreement.Ownership.YES
    ]


def court_to_fill(case: Case) -> CourtApplication:
    """For the agreement that stands, whether anybody applied or not."""
    return _confirmation(case, case.agreement)


def _confirmation(case: Case, found: Agreement | None) -> CourtApplication:
    on = (found.effective_on if found else None) or case.dispute.occurred_on
    return CourtApplication(
        **vars(agreed(case, found)),
        court=found.court.removesuffix("人民法院") if found else "",
        papers=law.sentence("jc.papers", on),
        period=law.sentence("jc.30", on),
        courts=law.sentence("jc.court", on),
    )
