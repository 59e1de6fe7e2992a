"""The agreement on paper, and the form of an oral one (人民调解法 28, 29; 若干规定 35)."""

from dataclasses import dataclass, field
from typing import Any

from disputes.actions import signing
from disputes.models import Agreement, Dispute, Duty
from documents import law
from documents.blocks import Grid, Label, Layout, Line, Lines, Paragraph, Passage, Signature, Value
from documents.cases import Case, day, plain
from documents.layouts.base import FORMER, PEN_DAY, Base, Paper, base_of, people, signatures

LEAST_LINES = 3  # for the pen


@dataclass
class Promise:
    """A duty of the agreement: who does what until when, and what came of it. ``money``: the amount with its unit."""

    number: str = ""
    who: str = ""
    what: str = ""
    amount: str = ""
    money: str = ""
    due_on: str = ""
    state: str = ""
    settled_on: str = ""
    proof: str = ""


@dataclass
class Agreed(Base):
    """``former``: of one that holds no more how its instance is told apart; ``ended``: since when and why."""

    facts: str = ""
    terms: str = ""
    manner: str = ""
    place: str = ""
    effective_on: str = ""
    copies: str = ""
    recorder: str = ""
    effect: str = ""
    oral_effect: str = ""
    former: str = ""
    ended: str = ""
    duties: list[Promise] = field(default_factory=list)


DUTIES = Grid(
    (9, 18, 32, 18, 23),
    (
        Line((Label("序号"), Label("履行人"), Label("履行内容"), Label("金额（元）"), Label("期限"))),
        Lines(
            "duties",
            "duty",
            (
                Line(
                    (
                        Label("{{ duty.number }}"),
                        Value("{{ duty.who }}"),
                        Value("{{ duty.what }}"),
                        Value("{{ duty.amount }}"),
                        Value("{{ duty.due_on }}"),
                    )
                ),
            ),
        ),
    ),
    head=True,
)

AGREEMENT: Layout = (
    people(),
    Passage("一、纠纷的主要事实、争议事项和各方责任", "{{ facts }}", lines=8),
    Passage("二、经调解，当事人自愿达成如下协议", "{{ terms }}", lines=8),
    Passage("三、履行的方式、内容和期限", "{{ manner }}", lines=1),
    DUTIES,
    Passage("四、履行的地点", "{{ place }}", lines=1),
    Paragraph("{{ effect }}本协议一式{{ copies }}份。"),
    Paragraph("{{ ended }}"),
    *signatures(
        Signature("人民调解员（签名）：{{ mediators }}"),
        Signature("记录人（签名）：{{ recorder }}"),
        Signature("人民调解委员会（印章）：", "{{ effective_on }}"),
    ),
)

ORAL: Layout = (
    people(),
    Passage("纠纷的主要事实和争议事项", "{{ facts }}", lines=6),
    Passage("口头协议的内容", "{{ terms }}", lines=6),
    Passage("履行的方式、地点和期限", "{{ manner }}　{{ place }}", lines=2),
    DUTIES,
    Paragraph("{{ oral_effect }}"),
    Paragraph("{{ ended }}"),
    Signature("达成协议日期：{{ effective_on }}"),
    Signature("人民调解员（签名）：{{ mediators }}", PEN_DAY),
    Signature("人民调解委员会（印章）：", PEN_DAY),
)


def written(case: Case) -> list[Any]:
    return [agreed(case, one) for one in agreements_of(case, Agreement.Form.WRITTEN)]


def oral(case: Case) -> list[Any]:
    return [agreed(case, one) for one in agreements_of(case, Agreement.Form.ORAL)]


def agreements_of(case: Case, *forms: str) -> list[Agreement | None]:
    """The former agreements in one of these forms, then the one that holds, if any.

    None: the dispute names such an agreement and nobody entered it.
    """
    found: list[Agreement | None] = [one for one in case.former if one.form in forms]
    form = case.agreement.form if case.agreement else case.dispute.agreement
    return found + ([case.agreement] if form in forms else [])


def to_fill(case: Case) -> Agreed:
    """The agreement as it stands now, in whichever form; without one lines for the pen."""
    return agreed(case, case.agreement)


def agreed(case: Case, found: Agreement | None) -> Agreed:
    """One agreement, a draft while it is not final; without one lines for the pen."""
    base = base_of(case)
    on = case.dispute.occurred_on
    base |= {"effect": law.sentence("pm.effect", on), "oral_effect": law.sentence("pm.oral", on)}
    copies = str(len(case.parties) + 1) if case.parties else "　　"
    duties = promises(case, found)
    blank = [Promise(str(number)) for number in range(len(duties) + 1, LEAST_LINES + 1)]
    if found is None:  # what is known of it stands in the dispute itself
        terms = case.dispute.result if case.dispute.stage == Dispute.Stage.AGREED else ""
        return Agreed(
            **base, facts=case.dispute.summary, terms=terms, copies=copies, effective_on=PEN_DAY, duties=blank
        )
    paper = base["paper"]
    base["paper"] = Paper(paper.number, paper.mark or mark_of(found))
    return Agreed(
        **base,
        facts=found.facts or case.dispute.summary,
        terms=found.terms,
        manner=found.manner,
        place=found.place,
        effective_on=_holds_from(case, found) or PEN_DAY,
        copies=copies,
        recorder=found.recorder,
        duties=duties or blank,
        former=f"前次，{day(found.effective_on)}" if found.replaced_on else "",
        ended=f"本协议至{day(found.replaced_on)}止：{found.replaced_why}。" if found.replaced_on else "",
    )


def mark_of(agreement: Agreement) -> str:
    """A draft that was replaced before it was final is in no file."""
    return FORMER if agreement.replaced_on else "" if agreement.is_final else "草稿"


def promises(case: Case, agreement: Agreement | None) -> list[Promise]:
    duties = case.duties_of(agreement) if agreement else []
    return [promise(number, one) for number, one in enumerate(duties, start=1)]


def _holds_from(case: Case, found: Agreement) -> str:
    """The day beside the signatures; empty while a written one bears not all of them: it is written by hand."""
    if found.form != Agreement.Form.WRITTEN:
        return day(found.effective_on)
    return "" if signing.is_unsigned(found, case.dispute) else day(found.signed_on)


def promise(number: int, duty: Duty) -> Promise:
    return Promise(
        number=str(number),
        who=plain(duty.who.name) if duty.who else "",
        what=duty.what,
        amount=f"{duty.amount:,.2f}" if duty.amount else "",
        money=f"{duty.amount:,.2f}元" if duty.amount else "",
        due_on=day(duty.due_on),
        state=duty.get_state_display() if duty.settled_on else "",
        settled_on=day(duty.settled_on) if duty.state == Duty.State.PERFORMED else "",
        proof=duty.proof,
    )
