"""Periods of police mediation and of the case behind it: rows po.* of the law whose clock runs."""

from rules.declared.shape import Unit
from rules.law.police_mediation import (
    CX,
    FORCE,
    G81,
    H_M,
    NEW_LAW,
    NORM_OF_2007,
    OLD_LAW,
    OLD_LAW_ENDS,
    PROCEDURE,
    ZAG12,
    ZAG25,
    H,
    M,
)
from rules.law.shape import Effect, LegalRow, Quantity

# fmt: off
ROWS: tuple[LegalRow, ...] = (
    LegalRow(
        "po.first", "首次治安调解，自受理之日或者鉴定意见、价格认定作出之日起三个工作日内进行。",
        "81号 9 ¶2", NORM_OF_2007, (Effect.CLOCK, Effect.WARN), G81, M,
        value=(Quantity(3, Unit.WORKING_DAYS),), note=FORCE,
    ),
    LegalRow(
        "po.count",
        "一般调解一次；一次不成、公安机关认为有必要或者当事人申请的，可以再次调解，并在第一次后七个工作日内完成。",
        "程序规定 183; 81号 9", PROCEDURE, (Effect.CLOCK, Effect.STOP), CX, H_M,
        value=(Quantity(7, Unit.WORKING_DAYS), Quantity(2, Unit.TIMES, "most")), note="第二次逾期提醒，第三次停止",
    ),
    LegalRow(
        "po.case", "办理治安案件自受理之日起不超过三十日；经上一级公安机关批准可以延长三十日；鉴定期间不计入。",
        "治安法(2012) 99; 程序规定 165", OLD_LAW, (Effect.CLOCK,), ZAG12, H,
        value=(
            Quantity(30, Unit.DAYS), Quantity(30, Unit.DAYS, "extension"), Quantity(1, Unit.TIMES, "extensions"),
        ),
        until=OLD_LAW_ENDS, listed_as="po.case.old", note="自受理起算",
    ),
    LegalRow(
        "po.case",
        "办理治安案件自立案之日起不超过三十日；经上一级公安机关批准可以延长三十日，最多两次；鉴定和听证期间不计入。",
        "治安法 118", NEW_LAW, (Effect.CLOCK,), ZAG25, H,
        value=(
            Quantity(30, Unit.DAYS), Quantity(30, Unit.DAYS, "extension"), Quantity(2, Unit.TIMES, "extensions"),
        ),
        note="自立案起算；派出所由县局批准",
    ),
    LegalRow(
        "po.case.restart", "经调解未达成协议或者达成协议后不履行的，办案期限自调解未达成协议或者不履行之日起计算。",
        "程序规定 185 ¶2", PROCEDURE, (Effect.CLOCK,), CX, H_M,
    ),
    LegalRow(
        "po.count.day", "期间开始之日不计算在内；期间届满的最后一日是节假日的，以节假日后的第一日为届满日。",
        "程序规定 35", PROCEDURE, (Effect.CLOCK,), CX, H, note="所有期限的算法",
    ),
)
# fmt: on
