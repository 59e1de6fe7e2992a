"""Domestic violence (家庭暴力): rows dv.* of the law."""

from datetime import date

from rules.declared.shape import Unit
from rules.law.shape import Confidence, Effect, Item, LegalRow, Quantity, Source

H = Confidence.HIGH
FJB = Source.FJB
THE_LAW = date(2016, 3, 1)  # 反家庭暴力法

ACTS = (
    Item("beating", "殴打"),
    Item("tying", "捆绑"),
    Item("maiming", "残害"),
    Item("confining", "限制人身自由"),
    Item("abuse", "经常性谩骂、恐吓"),
    Item("starving", "冻饿", "since_2022"),
    Item("insulting", "经常性侮辱、诽谤、威胁", "since_2022"),
    Item("stalking", "跟踪、骚扰", "since_2022"),
)
FIRST_STEPS = (
    Item("stop", "及时出警，制止家庭暴力"),
    Item("evidence", "按照有关规定调查取证"),
    Item("doctor", "协助受害人就医、鉴定伤情"),
    Item("shelter", "无民事行为能力人、限制民事行为能力人面临危险的，通知并协助民政部门安置到庇护场所"),
)
LETTER = (
    Item("identity", "加害人的身份信息"),
    Item("facts", "家庭暴力的事实陈述"),
    Item("ban", "禁止加害人实施家庭暴力"),
)

# fmt: off
ROWS: tuple[LegalRow, ...] = (
    LegalRow(
        "dv.def",
        "家庭成员之间以殴打、捆绑、残害、限制自由、经常性谩骂恐吓等方式实施的侵害，是家庭暴力；"
        "共同生活的人参照执行。",
        "反家暴法 2, 37", THE_LAW, (Effect.FIELD,), FJB, H, until=date(2022, 7, 31), value=ACTS[:5],
    ),
    LegalRow(
        "dv.def",
        "家庭成员之间以殴打、捆绑、残害、限制自由、经常性谩骂恐吓，以及冻饿、跟踪、骚扰等方式实施的侵害，"
        "是家庭暴力。",
        "反家暴法 2, 37; 法释〔2022〕17号 3, 4", date(2022, 8, 1), (Effect.FIELD,), Source.SPC22, H, value=ACTS,
        note="共同生活的人参照执行",
    ),
    LegalRow(
        "dv.stop", "本县对家庭暴力不作调解，转入保护办理。",
        "", None, (Effect.STOP,), Source.COUNTY, H,
        setting="dispute.violence_stop",
        note="法律没有禁止调解的条文，这是县局规定；参见程序规定179(7)、人民调解法25；公通字〔2024〕34号未读",
    ),
    LegalRow(
        "dv.report",
        "村（居）委会、学校、医疗机构等发现无、限制行为能力人疑似遭受家庭暴力的，应当及时报案；"
        "公安机关对报案人信息保密。",
        "反家暴法 14, 35", THE_LAW, (Effect.WARN,), FJB, H,
    ),
    LegalRow(
        "dv.duty", "公安机关接到报案后应当及时出警，制止暴力，调查取证，协助受害人就医、鉴定，必要时协助安置。",
        "反家暴法 15", THE_LAW, (Effect.CHECKLIST,), FJB, H, value=FIRST_STEPS,
    ),
    LegalRow(
        "dv.letter", "情节较轻、依法不给予治安管理处罚的，给予批评教育或者出具告诫书；告诫书写明身份、事实和禁止内容。",
        "反家暴法 16", THE_LAW, (Effect.FIELD,), FJB, H, value=LETTER,
    ),
    LegalRow(
        "dv.serve", "告诫书送交加害人、受害人，并通知村（居）委会；村（居）委会和派出所应当查访双方。",
        "反家暴法 17", THE_LAW, (Effect.PLAN,), FJB, H, note="法律未规定查访间隔",
    ),
    LegalRow(
        "dv.letter.time", "接报后七十二小时内作出告诫；未成年人、老年人、残疾人、孕产期妇女、重病患者二十四小时内。",
        "河北省反家庭暴力条例 24", date(2023, 1, 1), (Effect.CLOCK,), Source.PROV, H,
        value=(Quantity(72, Unit.HOURS), Quantity(24, Unit.HOURS, "vulnerable")), province="13", note="只在河北省有效",
    ),
    LegalRow(
        "dv.breach", "违反告诫书的，处警告或者一千元以下罚款；情节较重的，处五日以上十日以下拘留。",
        "治安法 73(2)", date(2026, 1, 1), (Effect.WARN,), Source.ZAG25, H,
        value=(
            Quantity(1000, Unit.YUAN, "fine"), Quantity(5, Unit.DAYS, "least"), Quantity(10, Unit.DAYS, "most"),
        ),
    ),
    LegalRow(
        "dv.order",
        "当事人不能申请的，公安机关、村（居）委会等可以代为申请人身安全保护令；七十二小时、"
        "紧急二十四小时内作出，最长六个月，可以延长。",
        "反家暴法 23, 28, 30–32; 法释〔2022〕17号 1, 2", THE_LAW, (Effect.FIELD,), FJB, H,
        value=(
            Quantity(72, Unit.HOURS), Quantity(24, Unit.HOURS, "urgent"), Quantity(6, Unit.MONTHS, "longest"),
            Quantity(5, Unit.DAYS, "review"),
        ),
        note="送达公安机关和村（居）委会协助执行；不以离婚为条件",
    ),
    LegalRow(
        "dv.evidence", "公安机关出警记录、告诫书、村（居）委会的记录可以证明家庭暴力事实。",
        "反家暴法 20; 法释〔2022〕17号 6", THE_LAW, (Effect.PRINT,), Source.SPC22, H,
    ),
    LegalRow(
        "dv.private", "应当尊重受害人真实意愿，保护当事人隐私；受害人住址对其他各方隐藏。",
        "反家暴法 5", THE_LAW, (Effect.HIDE,), FJB, H,
    ),
)
# fmt: on
