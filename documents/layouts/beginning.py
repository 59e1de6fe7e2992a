"""How a mediation begins: application, acceptance, notice of rights and duties, mandate."""

from dataclasses import dataclass
from typing import Any

from documents import law
from documents.blocks import Grid, Label, Layout, Line, Lines, Paragraph, Passage, Signature, Value
from documents.cases import Case
from documents.layouts.base import PEN_DAY, Base, base_of, people, signatures
from rules.law import row_or_first


@dataclass
class Application(Base):
    requests: str = ""


APPLICATION: Layout = (
    people(),
    Passage("纠纷简要情况", "{{ summary }}", lines=6),
    Passage("申请事项", "{{ requests }}", lines=4),
    Paragraph("人民调解委员会已将申请人民调解的有关规定告知我，现自愿申请人民调解。"),
    *signatures(Signature("申请日期：", PEN_DAY)),
)


def application(case: Case) -> list[Any]:
    claims = case.sessions[0].claims if case.sessions else ""
    return [Application(**base_of(case), requests=claims)]


@dataclass
class Acceptance(Base):
    applied: str = ""
    on_own_motion: str = ""
    entrusted: str = ""
    registrar: str = ""


ACCEPTANCE: Layout = (
    Grid(
        (18, 32, 18, 32),
        (
            Line((Label("受理日期"), Value("{{ accepted_on }}"), Label("编号"), Value("{{ paper.number }}"))),
            Line((Label("纠纷类型"), Value("{{ kind }}"), Label("调解组织"), Value("{{ body }}"))),
            Line(
                (
                    Label("案件来源"),
                    Value(
                        "{{ applied }}当事人申请　{{ on_own_motion }}主动调解　{{ entrusted }}接受委托移送", 3
                    ),
                )
            ),
        ),
    ),
    people(),
    Passage("纠纷简要情况", "{{ summary }}", lines=6),
    *signatures(
        Signature("登记人（签名）：{{ registrar }}"),
        Signature("人民调解委员会（印章）：", PEN_DAY),
    ),
)


def acceptance(case: Case) -> list[Any]:
    origin = case.dispute.origin
    ticked = {name: "■" if origin == name else "□" for name in ("applied", "found", "entrusted")}
    return [
        Acceptance(
            **base_of(case),
            applied=ticked["applied"],
            on_own_motion=ticked["found"],
            entrusted=ticked["entrusted"],
            registrar=str(case.dispute.recorded_by),
        )
    ]


@dataclass
class Notice(Base):
    """The sentences of the law are those of the day of acceptance (rules/law/)."""

    nature: str = ""
    principle: str = ""
    rights: str = ""
    rights_article: str = ""
    duties: str = ""
    duties_article: str = ""
    effect: str = ""


NOTICE: Layout = (
    Paragraph("{{ sides }}："),
    Paragraph(
        "{{ body }}受理了你们之间的{{ kind }}。调解开始前，现将人民调解的性质、原则、效力和你们的权利义务告知如下。"
    ),
    Passage("一、人民调解的性质", "{{ nature }}"),
    Passage("二、人民调解的原则", "{{ principle }}"),
    Passage("三、你们的权利（{{ rights_article }}）", "{{ rights }}"),
    Passage("四、你们的义务（{{ duties_article }}）", "{{ duties }}"),
    Passage("五、调解协议的效力", "{{ effect }}"),
    Paragraph("以上内容我已知悉。"),
    *signatures(
        Signature("告知人（签名）：", PEN_DAY),
        Signature("人民调解委员会（印章）：", PEN_DAY),
    ),
)


def notice(case: Case) -> list[Any]:
    day = case.dispute.occurred_on
    after = "".join(law.sentence(code, day) for code in ("pm.binding", "jc.30", "pm.fail"))
    return [
        Notice(
            **base_of(case),
            nature="人民调解委员会是依法设立的调解民间纠纷的群众性组织。" + law.sentence("pm.free", day),
            principle="调解以自愿、平等为基础，不违背法律、法规和国家政策。" + law.sentence("pm.refuse", day),
            rights=law.items("pm.rights", day),
            rights_article=law.cited(row_or_first("pm.rights", on=day).article),
            duties=law.items("pm.duties", day),
            duties_article=law.cited(row_or_first("pm.duties", on=day).article),
            effect=after,
        )
    ]


@dataclass
class Mandate(Base):
    giver: str = ""
    side: str = ""
    holder: str = ""
    extent: str = ""


MANDATE: Layout = (
    Grid(
        (20, 30, 20, 30),
        (
            Line((Label("委托人"), Value("{{ giver }}"), Label("当事人"), Value("{{ side }}"))),
            Line((Label("受托人"), Value("{{ holder }}"), Label("性别"), Value(""))),
            Line((Label("与委托人关系"), Value(""), Label("联系方式"), Value(""))),
            Line((Label("证件号码"), Value(""), Label("住址"), Value(""))),
        ),
    ),
    Paragraph("委托人现委托受托人作为本纠纷调解中的代理人，代理事项和权限如下："),
    Passage("代理事项和权限", "{{ extent }}", lines=5),
    Paragraph("本委托书自签署之日起至本纠纷调解结束之日止有效。特别授权应当逐项写明。"),
    Signature("委托人（签名、盖章或按指印）：{{ giver }}", PEN_DAY),
    Signature("受托人（签名、盖章或按指印）：{{ holder }}", PEN_DAY),
)


def mandates(case: Case) -> list[Any]:
    """One for each party that is represented."""
    base = base_of(case)
    return [
        Mandate(**base, giver=one.name, side=one.side, holder=one.representative, extent=one.mandate)
        for one in base["parties"]
        if one.representative
    ]


IDENTITY: Layout = (
    Grid(
        (14, 24, 62),
        (
            Line((Label("当事人"), Label("姓名（名称）"), Label("身份证明复印件粘贴处"))),
            Lines(
                "parties",
                "party",
                (Line((Label("{{ party.side }}"), Value("{{ party.name }}"), Value("", lines=7))),),
            ),
        ),
        head=True,
    ),
    Paragraph("以上复印件由当事人提供，与原件核对无异。身份证明只留存于纸质卷宗，不录入系统。"),
    Signature("核对人（签名）：", PEN_DAY),
)
