"""How a mediation begins: application, acceptance, notice of rights and duties, mandate."""

from dataclasses import dataclass
from typing import Any

from documents.blocks import Grid, Label, Layout, Line, Paragraph, Passage, Signature, Value
from documents.cases import Case
from documents.layouts.base import PEN_DAY, Base, base_of, people, signatures


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


NOTICE: Layout = (
    Paragraph("{{ sides }}："),
    Paragraph(
        "{{ body }}受理了你们之间的{{ kind }}。调解开始前，现将人民调解的性质、原则、效力和你们的权利义务告知如下。"
    ),
    Passage(
        "一、人民调解的性质",
        "人民调解委员会是依法设立的调解民间纠纷的群众性组织，调解纠纷不收取任何费用（人民调解法第四条）。",
    ),
    Passage(
        "二、人民调解的原则",
        "在当事人自愿、平等的基础上进行，不违背法律、法规和国家政策；尊重当事人的权利，不因调解而阻止当事人通过仲裁、行政、"
        "司法等途径维护自己的权利。一方当事人明确拒绝调解的，不得调解（人民调解法第十七条）。",
    ),
    Passage(
        "三、你们的权利（人民调解法第二十三条）",
        "（一）选择调解员，或者接受人民调解委员会指定的调解员；\n（二）接受调解、拒绝调解，或者要求终止调解；\n"
        "（三）要求调解公开进行，或者不公开进行；\n（四）自主表达意愿，自愿达成调解协议。",
    ),
    Passage(
        "四、你们的义务（人民调解法第二十四条）",
        "（一）如实陈述纠纷事实；\n（二）遵守调解现场秩序，尊重调解员；\n（三）尊重对方当事人行使权利。",
    ),
    Passage(
        "五、调解协议的效力",
        "达成的调解协议具有法律约束力，当事人应当按照约定履行（人民调解法第三十一条）。双方认为有必要的，可以自协议生效之日起"
        "三十日内共同向人民法院申请司法确认（人民调解法第三十三条、民事诉讼法第二百零五条）。调解不成的，终止调解，当事人可以"
        "依法通过仲裁、行政、司法等途径维护自己的权利（人民调解法第二十六条）。",
    ),
    Paragraph("以上内容我已知悉。"),
    *signatures(
        Signature("告知人（签名）：", PEN_DAY),
        Signature("人民调解委员会（印章）：", PEN_DAY),
    ),
)


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
