"""People's mediation (人民调解): rows pm.* of the law."""

from datetime import date

from rules.declared.shape import Unit
from rules.law.shape import Confidence, Effect, Item, LegalRow, Quantity, Source

H, M_H, M = Confidence.HIGH, Confidence.SECONDARY_SURE, Confidence.SECONDARY
RTF, RTG = Source.RTF, Source.RTG
THE_LAW = date(2011, 1, 1)  # 人民调解法
THE_RULES = date(2002, 11, 1)  # 人民调解工作若干规定

AGREEMENT = (
    Item("basics", "双方当事人基本情况"),
    Item("facts", "纠纷简要事实、争议事项及双方责任"),
    Item("terms", "双方当事人的权利和义务"),
    Item("performance", "履行协议的方式、地点、期限"),
    Item("signatures", "当事人签名，调解主持人签名，人民调解委员会印章"),
)
RIGHTS = (
    Item("mediator", "选择或者接受人民调解员"),
    Item("refuse", "接受调解、拒绝调解或者要求终止调解"),
    Item("open", "要求调解公开进行或者不公开进行"),
    Item("free", "自主表达意愿、自愿达成调解协议"),
)
ROUTES = (
    Item("arbitration", "申请仲裁"),
    Item("administrative", "请求行政机关处理"),
    Item("court", "向人民法院起诉"),
)

ROWS: tuple[LegalRow, ...] = (
    LegalRow(
        "pm.free",
        "人民调解委员会调解民间纠纷，不收取任何费用。",
        "人民调解法 4",
        THE_LAW,
        (Effect.INFO,),
        RTF,
        H,
        value=(Quantity(0, Unit.YUAN),),
    ),
    LegalRow(
        "pm.refuse", "当事人一方明确拒绝调解的，不得调解。", "人民调解法 17", THE_LAW, (Effect.STOP,), RTF, H
    ),
    LegalRow(
        "pm.police_refer",
        "人民法院、公安机关可以在受理前告知当事人向人民调解委员会申请调解。",
        "人民调解法 18",
        THE_LAW,
        (Effect.INFO,),
        RTF,
        H,
    ),
    LegalRow(
        "pm.mediator",
        "调解由一名或者数名人民调解员进行，由委员会指定，也可以由当事人选择。",
        "人民调解法 19",
        THE_LAW,
        (Effect.FIELD,),
        RTF,
        H,
        value=(Quantity(1, Unit.PERSONS),),
    ),
    LegalRow(
        "pm.invite",
        "征得当事人同意后，可以邀请亲属、邻里、同事或者有专门知识、特定社会经验的人参与调解。",
        "人民调解法 20",
        THE_LAW,
        (Effect.WARN,),
        RTF,
        H,
    ),
    LegalRow(
        "pm.rights",
        "当事人可以选择或者接受调解员，可以接受、拒绝、终止调解，可以要求公开或者不公开，自愿达成协议。",
        "人民调解法 23",
        THE_LAW,
        (Effect.NOTICE,),
        RTF,
        H,
        value=RIGHTS,
    ),
    LegalRow(
        "pm.escalate",
        "对可能引起治安案件、刑事案件的纠纷，调解员应当及时向当地公安机关报告。",
        "人民调解法 25",
        THE_LAW,
        (Effect.WARN,),
        RTF,
        H,
    ),
    LegalRow(
        "pm.fail",
        "调解不成的，应当终止调解，并告知当事人可以通过仲裁、行政、司法等途径维护权利。",
        "人民调解法 26",
        THE_LAW,
        (Effect.DUTY,),
        RTF,
        H,
        value=ROUTES,
    ),
    LegalRow(
        "pm.file",
        "调解员应当记录调解情况；委员会建立调解工作档案，登记、记录、协议书等立卷归档。",
        "人民调解法 27",
        THE_LAW,
        (Effect.DUTY,),
        RTF,
        H,
        note="法律未规定期限",
    ),
    LegalRow(
        "pm.oral",
        "当事人认为无需制作协议书的，可以口头协议，由调解员记录；口头协议自达成之日起生效。",
        "人民调解法 28, 30",
        THE_LAW,
        (Effect.FIELD,),
        RTF,
        H,
    ),
    LegalRow(
        "pm.written",
        "协议书可以载明当事人基本情况、纠纷事实和争议事项及责任、协议内容、履行方式和期限。",
        "人民调解法 29 ¶1",
        THE_LAW,
        (Effect.WARN,),
        RTF,
        H,
        note="法律用“可以”",
    ),
    LegalRow(
        "pm.effect",
        "协议书自各方当事人签名、盖章或者按指印，调解员签名并加盖委员会印章之日起生效；当事人各执一份，"
        "委员会留存一份。",
        "人民调解法 29 ¶2",
        THE_LAW,
        (Effect.STOP,),
        RTF,
        H,
        value=(Quantity(1, Unit.COPIES, "each_party"), Quantity(1, Unit.COPIES, "kept")),
        note="正式打印须有签名、印章的位置，不要求已签",
    ),
    LegalRow(
        "pm.must",
        "调解协议应当载明当事人情况、事实与争议及责任、权利义务、履行的方式与地点及期限，并有签名和印章。",
        "若干规定 35",
        THE_RULES,
        (Effect.STOP,),
        RTG,
        M_H,
        value=AGREEMENT,
    ),
    LegalRow(
        "pm.inform",
        "调解前，应当口头或者书面告知当事人人民调解的性质、原则、效力以及权利义务。",
        "若干规定 30",
        THE_RULES,
        (Effect.DUTY,),
        RTG,
        H,
    ),
    LegalRow(
        "pm.month",
        "人民调解委员会调解纠纷，一般在一个月内调结。",
        "若干规定 33",
        THE_RULES,
        (Effect.CLOCK, Effect.WARN),
        RTG,
        H,
        value=(Quantity(1, Unit.MONTHS),),
        note="自受理起算；“一般”：逾期只提醒",
    ),
    LegalRow(
        "pm.month.extend",
        "双方当事人要求或者同意的，可以延长；延长多久由本县按本省规定设定。",
        "",
        None,
        (Effect.SETTING,),
        Source.PROV,
        H,
        setting="dispute.month_extension_days",
        note="国家未规定延长；宁波、四川、海南等地另有规定，只在当地有效",
    ),
    LegalRow(
        "pm.follow",
        "委员会应当监督调解协议的履行，督促当事人履行约定的义务。",
        "人民调解法 31 ¶2; 若干规定 36",
        THE_LAW,
        (Effect.PLAN,),
        RTF,
        H,
        note="法律未规定间隔；回访间隔是县局设定",
    ),
    LegalRow(
        "pm.excluded",
        "法律规定由专门机关管辖或者禁止民间调解的，以及法院、公安机关或者其他机关已经受理或者解决的纠纷，不得受理。",
        "若干规定 22",
        THE_RULES,
        (Effect.WARN,),
        Source.SECOND_HAND,
        M,
        note="条文号未核，只提醒",
    ),
)
