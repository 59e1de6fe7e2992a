"""Due days and periods."""

from django.utils.translation import gettext_lazy as _

from rules.declared.shape import PRODUCT, SETTING, Declared, Group, Unit

PERIODS = Group.PERIODS
OPEN_A_MONTH = "人民调解工作若干规定 33"  # as a rule (一般) within one month
DATA_REQUEST = "GB/T 35273-2020, 8.7; 个人信息保护法 45, 46"  # the law has "in time"

DECLARED: tuple[Declared, ...] = (
    Declared(
        "visit.absent_again_days", PERIODS, _("Nobody home: tried again after"), 3, Unit.DAYS, SETTING, 1, 30
    ),
    Declared(
        "figures.why_days",
        PERIODS,
        _("Changes of a figure that is neither published nor submitted: shown of the last"),
        7,
        Unit.DAYS,
        SETTING,
        1,
        90,
    ),
    Declared(
        "request.named_days", PERIODS, _("Promises: named before their day"), 3, Unit.DAYS, SETTING, 0, 30
    ),
    Declared(
        "referral.answer_days", PERIODS, _("Referrals: answered within"), 10, Unit.DAYS, SETTING, 1, 180
    ),
    Declared(
        "referral.chief_days",
        PERIODS,
        _("Referrals overdue: named to the chief after"),
        3,
        Unit.DAYS,
        SETTING,
        0,
        30,
    ),
    Declared(
        "referral.county_days",
        PERIODS,
        _("Referrals overdue: named to the county after"),
        7,
        Unit.DAYS,
        SETTING,
        0,
        60,
    ),
    Declared(
        "slip.shown_days", PERIODS, _("Slips: the code opens after the answer for"), 90, Unit.DAYS, PRODUCT
    ),
    Declared("request.answer_days", PERIODS, _("Requests: answered within"), 15, Unit.DAYS, SETTING, 1, 180),
    Declared(
        "dispute.open_days",
        PERIODS,
        _("Disputes: named to the chief after"),
        30,
        Unit.DAYS,
        OPEN_A_MONTH,
        1,
        30,
    ),
    Declared(
        "priority.longest_days", PERIODS, _("Priority visits: run for"), 180, Unit.DAYS, SETTING, 1, 180
    ),
    Declared(
        "data_request.answer_days",
        PERIODS,
        _("Requests about own data: answered within"),
        30,
        Unit.DAYS,
        DATA_REQUEST,
        1,
        30,
    ),
    Declared(
        "month.station_due_day",
        PERIODS,
        _("A month: submitted by the station by this day of the next one"),
        3,
        Unit.DAY_OF_THE_MONTH,
        SETTING,
        1,
        28,
    ),
    Declared(
        "month.county_due_day",
        PERIODS,
        _("A month: published by the county by this day of the next one"),
        8,
        Unit.DAY_OF_THE_MONTH,
        SETTING,
        1,
        28,
    ),
    Declared(
        "account.reset_confirmation_hours",
        PERIODS,
        _("After a reset a person is confirmed within"),
        24,
        Unit.HOURS,
        SETTING,
        1,
        72,
    ),
    Declared(
        "account.confirmation_days",
        PERIODS,
        _("A person is confirmed after the code was given, within"),
        30,
        Unit.DAYS,
        SETTING,
        1,
        90,
    ),
    Declared(
        "county.set_up_days",
        PERIODS,
        _("The steps of setting up are shown after the first account, for"),
        60,
        Unit.DAYS,
        SETTING,
        1,
        366,
    ),
    Declared(
        "residence.named_days",
        PERIODS,
        _("The end of a temporary stay is named on Today, days ahead"),
        14,
        Unit.DAYS,
        SETTING,
        0,
        90,
    ),
    Declared(
        "merge.undo_days",
        PERIODS,
        _("A merge of two entries is undone within"),
        30,
        Unit.DAYS,
        SETTING,
        1,
        90,
    ),
    Declared(
        "holidays.asked_from_month",  # the notice of the next year usually comes then (放假办法 7)
        PERIODS,
        _("Next year's holidays are asked for from"),
        11,
        Unit.MONTH_OF_THE_YEAR,
        SETTING,
        9,
        12,
    ),
    Declared(  # of the notices of 2024 to 2026 the longest: 15 to 23 February 2026
        "holidays.longest_stretch_days",
        PERIODS,
        _("Holidays: days off together, at most"),
        9,
        Unit.DAYS,
        "国办发明电〔2025〕7号",
        9,
        16,
    ),
    Declared(  # another notice may give a day more, as in 2015 for 3 September
        "holidays.extra_days",
        PERIODS,
        _("Holidays: days off beyond the statutory ones"),
        0,
        Unit.DAYS,
        "放假办法 2, 6, 7",
        0,
        10,
    ),
)
