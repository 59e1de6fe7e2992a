"""Data, logs and bodies: rows da.*, xf.*, vc.*, rc.*, aux and vol of the law."""

from datetime import date

from rules.declared.shape import Unit
from rules.law.shape import Confidence, Effect, Item, LegalRow, Quantity, Source

H, H_M, M_H, M = (
    Confidence.HIGH,
    Confidence.HIGH_IN_PART,
    Confidence.SECONDARY_SURE,
    Confidence.SECONDARY,
)
PIPL, COPY = Source.PIPL, Source.PUBLIC_COPY
PERSONAL_DATA = date(2021, 11, 1)  # 个人信息保护法
NEW_NUMBERS = date(2026, 1, 1)  # 网络安全法, 村组法, 居组法 as amended
LEVEL_3 = date(2019, 12, 1)  # GB/T 22239-2019

AUXILIARIES = (
    Item("politics", "国内安全保卫、反邪教、反恐怖"),
    Item("secrets", "涉及国家秘密的事项"),
    Item("evidence", "案件调查取证、鉴定、交通事故责任认定"),
    Item("coercion", "执行强制措施"),
    Item("decide", "作出行政处理决定"),
    Item("review", "审核案件"),
    Item("arms", "保管武器"),
    Item("alone", "单独执法或者以个人名义执法"),
)
# fmt: off
ROWS: tuple[LegalRow, ...] = (
    LegalRow(
        "da.logs", "网络日志留存不少于六个月。", "网络安全法 21(3)", date(2017, 6, 1), (Effect.OPERATION,), COPY, H,
        value=(Quantity(6, Unit.MONTHS), Quantity(184, Unit.DAYS, "days")), until=date(2025, 12, 31),
        note="六个日历月，不少于184天",
    ),
    LegalRow(
        "da.logs", "网络日志留存不少于六个月。", "网络安全法 23(3)", NEW_NUMBERS, (Effect.OPERATION,), COPY, H,
        value=(Quantity(6, Unit.MONTHS), Quantity(184, Unit.DAYS, "days")), note="六个日历月，不少于184天",
    ),
    LegalRow(
        "da.min", "处理个人信息应当目的明确、范围最小；国家机关在法定职责权限内、依照法定程序进行。",
        "个人信息保护法 6, 34", PERSONAL_DATA, (Effect.GUARD_RAIL,), PIPL, H,
    ),
    LegalRow(
        "da.notice",
        "国家机关处理个人信息应当告知处理者、目的、种类、期限和权利；应当保密或者告知将妨碍履行职责的除外。",
        "个人信息保护法 17, 18, 35", PERSONAL_DATA, (Effect.PRINT,), PIPL, H,
    ),
    LegalRow(
        "da.sensitive",
        "敏感个人信息和不满十四周岁未成年人的信息，须有特定目的和充分必要，并严格保护；以同意为依据的须监护人同意。",
        "个人信息保护法 28–31; 未成年人保护法 72", PERSONAL_DATA, (Effect.GUARD_RAIL,), PIPL, H,
        value=(Quantity(14, Unit.YEARS),),
    ),
    LegalRow(
        "da.inland", "国家机关处理的个人信息在境内存储。",
        "个人信息保护法 36", PERSONAL_DATA, (Effect.OPERATION,), PIPL, H,
    ),
    LegalRow(
        "da.rights", "个人要求查阅、复制、更正、补充、删除、说明的，应当及时处理；拒绝的说明理由，可以向法院起诉。",
        "个人信息保护法 44–50; 网络数据条例 23", PERSONAL_DATA, (Effect.SETTING,), PIPL, H,
        setting="data_request.answer_days", note="法律只说“及时”；三十日来自推荐性标准 GB/T 35273-2020 8.7",
    ),
    LegalRow(
        "da.pia", "处理敏感信息、委托处理、向他人提供之前进行影响评估，报告和处理情况记录至少保存三年。",
        "个人信息保护法 55, 56", PERSONAL_DATA, (Effect.OPERATION,), PIPL, H, value=(Quantity(3, Unit.YEARS_KEPT),),
    ),
    LegalRow(
        "da.provide", "向他人提供、委托处理个人信息的记录至少保存三年。",
        "网络数据条例 12", date(2025, 1, 1), (Effect.OPERATION,), COPY, H, value=(Quantity(3, Unit.YEARS_KEPT),),
        note="转办和导出的记录保存三年",
    ),
    LegalRow(
        "da.breach", "发生或者可能发生泄露、篡改、丢失的，立即补救，并通知主管部门和个人。",
        "个人信息保护法 57; 网络安全法 44", PERSONAL_DATA, (Effect.OPERATION,), PIPL, H,
    ),
    LegalRow(
        "da.gov", "国家机关对数据保密，建立数据安全制度，监督受托方；受托方不得擅自留存、使用数据。",
        "数据安全法 38–40", date(2021, 9, 1), (Effect.OPERATION,), COPY, H,
    ),
    LegalRow(
        "da.minor", "公安机关等办理案件，不得披露未成年人的姓名、影像、住所、就读学校等信息。",
        "未成年人保护法 103", date(2021, 6, 1), (Effect.HIDE,), COPY, H, value=(Quantity(18, Unit.YEARS),),
    ),
    LegalRow(
        "da.l3", "第三级系统采用两种或者两种以上组合的鉴别技术，其中至少一种使用密码技术。",
        "GB/T 22239-2019 8.1.4.1 d", LEVEL_3, (Effect.OPERATION,), Source.CHECKLISTS, M_H,
        value=(Quantity(2, Unit.KINDS),),
    ),
    LegalRow(
        "da.l3.admin", "系统管理员、审计管理员、安全管理员分设，操作均须鉴别并审计。",
        "GB/T 22239-2019 8.1.5.1–3", LEVEL_3, (Effect.OPERATION,), Source.CHECKLISTS, M,
        value=(Quantity(3, Unit.ROLES),), note="条文号未核",
    ),
    LegalRow(
        "xf.visit",
        "走访应当到有权处理的本级或者上一级机关；代表不超过五人；十五日内书面告知，六十日内办结，可以延长三十日。",
        "信访工作条例 20, 22–23, 34–36", date(2022, 5, 1), (Effect.INFO,), COPY, H,
        value=(
            Quantity(5, Unit.PERSONS, "representatives"), Quantity(15, Unit.DAYS, "notice"),
            Quantity(60, Unit.DAYS, "done"), Quantity(30, Unit.DAYS, "extension"),
            Quantity(30, Unit.DAYS, "review"), Quantity(30, Unit.DAYS, "second_review"),
        ),
    ),
    LegalRow(
        "vc.com", "村民委员会设人民调解、治安保卫等委员会；人口少的村可以不设，由成员分工负责。",
        "村委会组织法 7, 2", None, (Effect.INFO,), COPY, H, until=date(2025, 12, 31),
    ),
    LegalRow(
        "vc.com", "村民委员会设人民调解、治安保卫等委员会；人口少的村可以不设，由成员分工负责。",
        "村委会组织法 9, 2", NEW_NUMBERS, (Effect.INFO,), COPY, H,
    ),
    LegalRow(
        "rc.com", "居民委员会设人民调解、治安保卫等委员会，调解民间纠纷，协助维护社会治安和群防群治。",
        "居委会组织法 13, 3", None, (Effect.INFO,), COPY, H, until=date(2025, 12, 31),
    ),
    LegalRow(
        "rc.com", "居民委员会设人民调解、治安保卫等委员会，调解民间纠纷，协助维护社会治安和群防群治。",
        "居委会组织法 9, 10(4)(5)", NEW_NUMBERS, (Effect.INFO,), COPY, H,
    ),
    LegalRow(
        "aux", "警务辅助人员不得从事所列工作；可以协助治安调解，不得主持、决定或者单独进行。",
        "国办发〔2016〕15号; 河北 12; 河南 17; 海南 10", None, (Effect.STOP, Effect.PERMISSION), Source.PROV, H_M,
        value=AUXILIARIES, note="国办发〔2016〕15号未读；三省规定一致",
    ),
    LegalRow(
        "vol", "需要专门知识、技能的志愿服务应当培训，如实记录服务和培训情况，尊重隐私；保安员须年满十八周岁并持证。",
        "志愿服务条例 16, 19, 21, 22; 保安条例 16, 21", date(2017, 12, 1), (Effect.INFO,), COPY, H,
        note="法律没有八小时、十八周岁的志愿者规定：这两项是县局设定",
    ),
)
# fmt: on
