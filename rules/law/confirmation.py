"""Judicial confirmation (司法确认) of an agreement: rows jc.* of the law."""

from datetime import date

from rules.declared.shape import Unit
from rules.law.shape import Confidence, Effect, Item, LegalRow, Quantity, Source

H = Confidence.HIGH
MSJ = Source.MSJ
MSJ_2022 = date(2022, 4, 10)  # 民诉法解释, amended
RULE = "双方当事人认为有必要的，可以自协议生效之日起三十日内共同向人民法院申请司法确认。"
COUNTED = "生效当日不计；末日为法定休假日的，顺延至次日"
DAYS = (Quantity(30, Unit.DAYS),)
NOT_ACCEPTED = (
    Item("scope", "不属于人民法院受理范围"),
    Item("court", "不属于收到申请的人民法院管辖"),
    Item("status", "申请确认婚姻关系、亲子关系、收养关系等身份关系无效、有效或者解除"),
    Item("procedure", "涉及适用其他特别程序、公示催告程序、破产程序审理"),
    Item("ownership", "调解协议内容涉及物权、知识产权确权"),
)
DISMISSED = (
    Item("mandatory", "违反法律强制性规定"),
    Item("interests", "损害国家利益、社会公共利益、他人合法权益"),
    Item("morals", "违背公序良俗"),
    Item("involuntary", "违反自愿原则"),
    Item("unclear", "内容不明确"),
    Item("other", "其他不能进行司法确认的情形"),
)
PAPERS = (
    Item("agreement", "调解协议"),
    Item("proof", "调解组织主持调解的证明"),
    Item("property", "与调解协议相关的财产权利证明"),
    Item("identity", "当事人的身份、住所、联系方式等基本信息"),
)
COURTS = (
    Item("inviting", "人民法院邀请调解组织开展先行调解的，作出邀请的人民法院"),
    Item("domicile", "当事人住所地的人民法院"),
    Item("thing", "标的物所在地的人民法院"),
    Item("body", "调解组织所在地的人民法院"),
)

ROWS: tuple[LegalRow, ...] = (
    LegalRow(
        "jc.30",
        RULE,
        "人民调解法 33",
        date(2011, 1, 1),
        (Effect.CLOCK,),
        Source.RTF,
        H,
        value=DAYS,
        until=date(2021, 12, 31),
        note=COUNTED,
    ),
    LegalRow(
        "jc.30",
        RULE,
        "人民调解法 33; 民诉法 201; 民法典 201, 203",
        date(2022, 1, 1),
        (Effect.CLOCK,),
        Source.MSF,
        H,
        value=DAYS,
        until=date(2023, 12, 31),
        note=COUNTED,
    ),
    LegalRow(
        "jc.30",
        RULE,
        "人民调解法 33; 民诉法 205; 民法典 201, 203",
        date(2024, 1, 1),
        (Effect.CLOCK,),
        Source.MSF,
        H,
        value=DAYS,
        note=COUNTED,
    ),
    LegalRow(
        "jc.court",
        "法院邀请调解的，向作出邀请的法院申请；自行调解的，向当事人住所地、标的物所在地、调解组织所在地的法院申请。",
        "民诉法 205",
        date(2024, 1, 1),
        (Effect.INFO,),
        Source.MSF,
        H,
        value=COURTS,
    ),
    LegalRow(
        "jc.no",
        "不属于法院受理范围或者管辖的，涉及婚姻、亲子、收养等身份关系的，适用其他特别程序的，涉及物权、"
        "知识产权确权的，法院不予受理。",
        "民诉法解释 355",
        MSJ_2022,
        (Effect.STOP, Effect.WARN),
        MSJ,
        H,
        value=NOT_ACCEPTED,
        note="此时不提示申请；房屋宅基地、山林土地、征地拆迁先问是否确认权属",
    ),
    LegalRow(
        "jc.refuse",
        "协议违反强制性规定、损害他人利益、违背公序良俗、违反自愿、内容不明确的，法院裁定驳回申请。",
        "民诉法解释 358",
        MSJ_2022,
        (Effect.CHECKLIST,),
        MSJ,
        H,
        value=DISMISSED,
    ),
    LegalRow(
        "jc.papers",
        "申请可以书面或者口头提出，提交调解协议、主持调解的证明、财产权利证明和当事人基本信息。",
        "民诉法解释 353, 354",
        MSJ_2022,
        (Effect.PRINT,),
        MSJ,
        H,
        value=PAPERS,
    ),
)
