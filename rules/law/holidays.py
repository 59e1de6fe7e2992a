"""Public holidays: rows ho.* of the law, to be read and printed. Nothing counts by them.

Working days are counted by the notices of rules/holidays.py, and by the statutory days of calendars/working_days.py in
a year without a notice.
"""

from datetime import date

from rules.declared.shape import Unit
from rules.law.shape import Confidence, Effect, Item, LegalRow, Quantity, Source

H, M = Confidence.HIGH, Confidence.SECONDARY
REGULATION = date(2025, 1, 1)  # 放假办法 as revised 2024

# fmt: off
ROWS: tuple[LegalRow, ...] = (
    LegalRow(
        "ho.days",
        "全体公民放假的节日：元旦一天、春节四天（除夕至初三）、清明、劳动节两天、端午、中秋、国庆三天，逢周末补假。",
        "放假办法 2, 6", REGULATION, (Effect.CLOCK,), Source.HOL24, H,
        value=(
            Quantity(13, Unit.DAYS), Quantity(1, Unit.DAYS, "new_year"), Quantity(4, Unit.DAYS, "spring_festival"),
            Quantity(1, Unit.DAYS, "qingming"), Quantity(2, Unit.DAYS, "labour_day"),
            Quantity(1, Unit.DAYS, "dragon_boat"), Quantity(1, Unit.DAYS, "mid_autumn"),
            Quantity(3, Unit.DAYS, "national_day"),
        ),
        note="施行日未核；2024-11-10 的决定已读",
    ),
    LegalRow(
        "ho.swap", "调休由国务院办公厅每年通知；没有通知的年份按法定节日和周一至周五暂算。",
        "放假办法 7", REGULATION, (Effect.CLOCK, Effect.WARN), Source.HOL24, H,
        note="春节八天、九天是通知的安排，不是法定天数",
    ),
    LegalRow(
        "ho.2026", "2026年按通知放假和上班。",
        "国办发明电〔2025〕7号", date(2026, 1, 1), (Effect.CLOCK,), Source.HOL26, H, until=date(2026, 12, 31),
        value=(
            Item("off", "1月1–3日，2月15–23日，4月4–6日，5月1–5日，6月19–21日，9月25–27日，10月1–7日放假"),
            Item("work", "1月4日，2月14日、28日，5月9日，9月20日，10月10日上班"),
        ),
    ),
    LegalRow(
        "ho.2027", "2027年尚无通知，按法定节日暂算。",
        "放假办法 2, 6", date(2027, 1, 1), (Effect.CLOCK,), Source.COMPUTED, M, until=date(2027, 12, 31),
        value=(
            Item("off", "1月1日，2月5–8日，4月5日，5月1–2日，6月9日，9月15日，10月1–3日，逢周末补假"),
        ),
    ),
)
# fmt: on
