"""Forms of the police: the agreement of a public-order mediation (治安调解协议书) and the form of one on the spot.

What they must state: 程序规定 184. The agreement is made in three copies, the form on the spot in three plies
(公通字〔2007〕81号).
"""

from dataclasses import dataclass
from typing import Any

from disputes.models import Agreement, Session
from documents import law
from documents.blocks import Grid, Label, Layout, Line, Paragraph, Passage, Signature, Value
from documents.cases import Case
from documents.layouts.agreements import DUTIES, Agreed, agreed, agreements_of
from documents.layouts.base import PEN_DAY, people, signatures
from documents.layouts.mediation import when


@dataclass
class PoliceAgreement(Agreed):
    organ: str = ""
    held_on: str = ""
    held_at: str = ""
    others: str = ""
    act: str = ""
    police_effect: str = ""
    spot: str = ""


HEAD = Grid(
    (14, 42, 16, 28),
    (
        Line((Label("主持机关"), Value("{{ organ }}"), Label("主持人"), Value("{{ mediators }}"))),
        Line((Label("调解时间"), Value("{{ held_on }}"), Label("调解地点"), Value("{{ held_at }}"))),
        Line((Label("违法行为"), Value("{{ act }}"), Label("其他在场人"), Value("{{ others }}"))),
    ),
)
EFFECT = Paragraph("{{ police_effect }}")

POLICE_AGREEMENT: Layout = (
    HEAD,
    people(),
    Passage("主要事实（时间、地点、人员、起因、经过、情节、结果）", "{{ facts }}", lines=8),
    Passage("经调解，当事人自愿达成如下协议", "{{ terms }}", lines=6),
    Passage("履行方式和地点", "{{ manner }}　{{ place }}", lines=2),
    DUTIES,
    EFFECT,
    Paragraph("本协议书一式三份，双方当事人各执一份，公安机关存档一份。"),
    Paragraph("{{ ended }}"),
    *signatures(
        Signature("见证人（签名）："),
        Signature("主持人（签名）：{{ mediators }}"),
        Signature("公安机关（印章）：", PEN_DAY),
    ),
)

ON_THE_SPOT: Layout = (
    HEAD,
    people(),
    Passage("主要事实", "{{ facts }}", lines=5),
    Passage("协议内容和当场履行情况", "{{ terms }}", lines=5),
    Paragraph("{{ spot }}双方当事人确认符合上述情形，同意当场调解并当场履行。"),
    EFFECT,
    Paragraph("{{ ended }}"),
    *signatures(
        Signature("主持人（签名）：{{ mediators }}"),
        Signature("公安机关（印章）：", PEN_DAY),
    ),
)


def police_agreement(case: Case) -> list[Any]:
    """The former agreements, then the one that holds."""
    return [_police(case, one) for one in agreements_of(case, *Agreement.Form.values)]


def police_to_fill(case: Case) -> PoliceAgreement:
    return _police(case, case.agreement)


def _police(case: Case, found: Agreement | None) -> PoliceAgreement:
    on = case.dispute.filed_on or case.dispute.occurred_on
    session = _session_of(case, found)
    return PoliceAgreement(
        **vars(agreed(case, found)),
        organ=str(case.dispute.station),
        held_on=when(session) if session else "",
        held_at=session.place if session else "",
        others=session.others_present if session else "",
        act=case.dispute.get_act_display() if case.dispute.act else "",
        police_effect=law.sentence("po.effect", on),
        spot=law.sentence("po.spot", on),
    )


def _session_of(case: Case, found: Agreement | None) -> Session | None:
    """The meeting at which it was agreed: the last one up to its day; of what has no day yet the last one."""
    day = found.effective_on if found else None
    held = [one for one in case.sessions if day is None or one.held_on <= day]
    return next(iter((held or case.sessions)[-1:]), None)
