"""Disputes: what no article asks for. The rows of the law stand in rules/law/."""

from django.utils.translation import gettext_lazy as _

from rules.declared.shape import PRODUCT, SETTING, Declared, Group, Unit

DISPUTES = Group.DISPUTES

# fmt: off
DECLARED: tuple[Declared, ...] = (
    Declared(
        "dispute.again_days", DISPUTES, _("Disputes: the same two sides are told of within"),
        90, Unit.DAYS, SETTING, 0, 730,
    ),
    Declared("party.adult_from", DISPUTES, _("Parties of a dispute: of age from"), 18, Unit.YEARS, "民法典 17"),
    Declared(
        "follow_up.first_days", DISPUTES, _("First call after the end of a dispute: after"),
        7, Unit.DAYS, SETTING, 0, 365,
    ),
    Declared(
        "follow_up.second_days", DISPUTES, _("Second call after the end of a dispute: after"),
        30, Unit.DAYS, SETTING, 0, 365,
    ),
    Declared(
        "follow_up.third_days", DISPUTES, _("Third call after the end of a dispute: after"),
        90, Unit.DAYS, SETTING, 0, 365,
    ),
    Declared(  # a figure of its own: how soon the law wants the police to hold one is po.first, in working days
        "dispute.first_session_calendar_days", DISPUTES,
        _("Indicator: first session in time within (calendar days after acceptance, whoever mediates)"),
        3, Unit.DAYS, PRODUCT,
    ),
    Declared("dispute.quiet_days", DISPUTES, _("Quiet when nothing was entered for"), 14, Unit.DAYS, SETTING, 1, 60),
    Declared(
        "dispute.clock_named_days", DISPUTES, _("Periods: named before their last day"), 3, Unit.DAYS, SETTING, 0, 30
    ),
    Declared(
        "dispute.suspension_months", DISPUTES, _("A suspension lasts at most"), 1, Unit.MONTHS, SETTING, 1, 6
    ),
    Declared(  # only where the province allows it: pm.month.extend
        "dispute.month_extension_days", DISPUTES, _("The month of people's mediation is extended by"),
        0, Unit.DAYS, SETTING, 0, 60,
    ),
    Declared(
        "dispute.chief_amount", DISPUTES, _("The chief is told of an amount above"),
        50_000, Unit.YUAN, SETTING, 0, 10_000_000,
    ),
    Declared(
        "dispute.chief_people", DISPUTES, _("The chief is told of more people than"),
        10, Unit.PERSONS, SETTING, 1, 1_000,
    ),
    Declared(
        "dispute.chief_group", DISPUTES, _("Of land and wages the chief is told from more people than"),
        4, Unit.PERSONS, SETTING, 1, 1_000,
    ),
    Declared(  # the law names no interval: dv.serve
        "dispute.visit_days", DISPUTES, _("After a written admonition both are visited every"),
        30, Unit.DAYS, SETTING, 1, 180,
    ),
    Declared(  # they suggest to ask, and answer nothing: after 反家暴法 2 and 法释〔2022〕17号 3
        "dispute.violence_words", DISPUTES, _("Words that suggest to ask about domestic violence"),
        ["家暴", "殴打", "打人", "动手打", "捆绑", "掐脖", "恐吓", "威胁", "跟踪", "冻饿", "不让出门", "打老婆"],
        Unit.WORDS, SETTING, 1, 60, kept_by="dv.def",
    ),
    Declared(  # dv.stop: a county gives it the day and the paper, and can not lift it
        "dispute.violence_stop", DISPUTES, _("Domestic violence is not mediated"), 1, Unit.YES, SETTING, 1, 1
    ),
)
# fmt: on
