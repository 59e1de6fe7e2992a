"""Police mediation (治安调解): rows po.* of the law that govern whether and how it is done."""

from datetime import date

from rules.declared.shape import Unit
from rules.law.shape import Confidence, Effect, Item, LegalRow, Quantity, Source

H, H_M, M = Confidence.HIGH, Confidence.HIGH_IN_PART, Confidence.SECONDARY
ZAG25, ZAG12, CX, G81 = Source.ZAG25, Source.ZAG12, Source.CX, Source.G81
OLD_LAW = date(2006, 3, 1)  # 治安管理处罚法 of 2005
OLD_LAW_ENDS = date(2025, 12, 31)
NEW_LAW = date(2026, 1, 1)  # revised 2025
PROCEDURE = date(2019, 1, 1)  # 程序规定
NORM_OF_2007 = date(2007, 12, 8)  # 公通字〔2007〕81号
FORCE = "效力未核，只提醒"

ACTS = (
    ("beating", "殴打他人"),
    ("injury", "故意伤害"),
    ("insult", "侮辱"),
    ("slander", "诽谤"),
    ("false_charge", "诬告陷害"),
    ("damage", "故意损毁财物"),
    ("disturbance", "干扰他人正常生活"),
    ("privacy", "侵犯隐私"),
    ("intrusion", "非法侵入住宅"),
    ("other", "其他情节较轻的行为"),
)
GROUNDS = (
    ("kin", "亲友、邻里、同事、在校学生之间因琐事发生纠纷引起"),
    ("provoked", "行为人的侵害行为系由被侵害人事前的过错行为引起"),
    ("easier", "其他适用调解处理更易化解矛盾"),
)
EXCLUSIONS = (
    Item("hired", "雇凶伤害他人"),
    Item("gang", "结伙斗殴或者其他寻衅滋事"),
    Item("repeated", "多次实施违反治安管理行为"),
    Item("unwilling", "当事人明确表示不愿意调解处理"),
    Item("again", "当事人在治安调解过程中又针对对方实施违反治安管理行为"),
    Item("fled", "调解过程中，违法嫌疑人逃跑"),
    Item("unfit", "其他不宜调解处理"),
)
LISTS = (*(Item(*one, "act") for one in ACTS), *(Item(*one, "ground") for one in GROUNDS))
RECORD = (
    Item("organ", "治安调解机关名称、主持人、双方当事人和其他在场人员"),
    Item("course", "发生时间、地点、人员、起因、经过、情节、结果等情况"),
    Item("terms", "协议内容、履行期限和方式"),
    Item("signatures", "双方当事人签名"),
)

# fmt: off
ROWS: tuple[LegalRow, ...] = (
    LegalRow(
        "po.scope.law", "因民间纠纷引起的打架斗殴、损毁他人财物等违反治安管理行为，情节较轻的，可以调解处理。",
        "治安法(2012) 9", OLD_LAW, (Effect.STOP,), ZAG12, H, until=OLD_LAW_ENDS, note="范围之外不得治安调解",
    ),
    LegalRow(
        "po.scope.law", "因民间纠纷引起的打架斗殴、损毁他人财物等违反治安管理行为，情节较轻的，可以调解处理。",
        "治安法 9 ¶1", NEW_LAW, (Effect.STOP,), ZAG25, H, note="范围之外不得治安调解",
    ),
    LegalRow(
        "po.how", "治安调解应当查明事实，遵循合法、公正、自愿、及时的原则，注重教育和疏导。",
        "程序规定 180", PROCEDURE, (Effect.INFO,), CX, H_M, until=OLD_LAW_ENDS,
    ),
    LegalRow(
        "po.how", "治安调解应当查明事实，遵循合法、公正、自愿、及时的原则，注重教育和疏导。",
        "治安法 9 ¶2", NEW_LAW, (Effect.INFO,), ZAG25, H,
    ),
    LegalRow(
        "po.effect", "达成协议并履行的，不再处罚；未达成协议或者不履行的，依法处理，并告知可以提起民事诉讼。",
        "程序规定 185", PROCEDURE, (Effect.DUTY,), CX, H_M, until=OLD_LAW_ENDS,
    ),
    LegalRow(
        "po.effect", "达成协议的，不予处罚；未达成协议或者不履行的，依法处理，并告知可以提起民事诉讼。",
        "治安法 9 ¶3; 程序规定 185", NEW_LAW, (Effect.DUTY,), ZAG25, H,
    ),
    LegalRow(
        "po.settled", "当事人自行和解或者经人民调解达成协议并履行，书面申请经认可的，不予处罚。",
        "程序规定 186", PROCEDURE, (Effect.OUTCOME,), CX, H_M, until=OLD_LAW_ENDS,
    ),
    LegalRow(
        "po.settled", "处罚决定前，当事人自行和解或者经人民调解达成协议并履行，书面申请经认可的，不予处罚。",
        "治安法 9 ¶4", NEW_LAW, (Effect.OUTCOME,), ZAG25, H,
    ),
    LegalRow(
        "po.list", "限于所列情节较轻的行为，并且属于三种情形之一的，可以治安调解。",
        "程序规定 178 ¶1", PROCEDURE, (Effect.STOP,), CX, H_M, value=LISTS, note="2019年文本已核，2020年以来的修改未核",
    ),
    LegalRow(
        "po.notviolation", "不构成违反治安管理行为的民间纠纷，告知当事人向人民法院或者人民调解组织申请处理。",
        "程序规定 178 ¶2", PROCEDURE, (Effect.DUTY,), CX, H_M,
    ),
    LegalRow(
        "po.spot",
        "情节轻微、事实清楚、对医疗费和物损无争议，双方同意并当场履行的，可以当场调解，制作协议书或者全程录音录像。",
        "程序规定 178 ¶3", PROCEDURE, (Effect.FIELD,), CX, H_M,
    ),
    LegalRow(
        "po.excl", "有所列七种情形之一的，不适用治安调解。",
        "程序规定 179", PROCEDURE, (Effect.STOP,), CX, H_M, value=EXCLUSIONS,
    ),
    LegalRow(
        "po.minor",
        "当事人有未成年人的，应当通知父母或者其他监护人到场；年满十六周岁、"
        "以自己劳动收入为主要生活来源且本人同意的除外。",
        "程序规定 181 ¶1", PROCEDURE, (Effect.STOP, Effect.WARN), CX, H_M,
        value=(Quantity(18, Unit.YEARS, "minor"), Quantity(16, Unit.YEARS, "exception")),
        note="未通知又无例外的停止；已通知未到场的提醒",
    ),
    LegalRow(
        "po.rep", "被侵害人可以委托他人参加，须有载明权限的委托书；违法嫌疑人不得委托他人参加。",
        "程序规定 181 ¶2; 81号 7", PROCEDURE, (Effect.STOP,), CX, H_M,
    ),
    LegalRow(
        "po.invite", "调解邻里纠纷，可以邀请村（居）民委员会的人员或者双方当事人熟悉的人员协助。",
        "程序规定 182; 81号 8 ¶1", PROCEDURE, (Effect.FIELD,), CX, H_M,
    ),
    LegalRow(
        "po.open", "治安调解公开进行，涉及国家秘密、商业秘密、个人隐私或者双方都要求不公开的除外。",
        "81号 6(3)", NORM_OF_2007, (Effect.FIELD,), G81, M, note=FORCE,
    ),
    LegalRow(
        "po.paper",
        "协议书应当写明机关、主持人、双方当事人和其他在场人员，案情经过，协议内容、履行期限和方式，并由双方签名。",
        "程序规定 184", PROCEDURE, (Effect.STOP,), CX, H_M, value=RECORD,
    ),
    LegalRow(
        "po.copies", "协议书一式三份；现场调解书一式三联，按编号装订，不另立卷；两者都计入统计。",
        "81号 10–17", NORM_OF_2007, (Effect.PRINT,), Source.PRESS, M,
        value=(Quantity(3, Unit.COPIES),), note="条文号未核；" + FORCE,
    ),
    LegalRow(
        "po.one", "全程同步录音录像的，可以由一名人民警察进行；未录音录像或者资料丢失的，有关证据不得作为依据。",
        "治安法 108 ¶2–3; 程序规定 52 ¶2", NEW_LAW, (Effect.FIELD, Effect.WARN), ZAG25, H,
        value=(Quantity(1, Unit.PERSONS),), note="办案区以外的调解是否适用，理解为M",
    ),
    LegalRow(
        "po.ask18", "询问不满十六周岁的人，应当通知其父母或者其他监护人到场。",
        "治安法(2012) 84 ¶3", OLD_LAW, (Effect.INFO,), ZAG12, H, until=OLD_LAW_ENDS, value=(Quantity(16, Unit.YEARS),),
    ),
    LegalRow(
        "po.ask18",
        "询问不满十八周岁的人，应当通知其父母或者其他监护人到场；不能到场的，通知其他合适成年人，并记录在案。",
        "治安法 98 ¶3, 99 ¶3", NEW_LAW, (Effect.INFO,), ZAG25, H, value=(Quantity(18, Unit.YEARS),),
    ),
    LegalRow(
        "po.seal", "违反治安管理的记录应当封存；办案中知悉的信息不得用于其他用途。",
        "治安法 136, 138, 94", NEW_LAW, (Effect.GUARD_RAIL,), ZAG25, H,
    ),
)
# fmt: on
