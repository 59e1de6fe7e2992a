"""Planned rounds: when a started one is over, how long missing ones are made up for, when a point is missed too
often."""

from django.utils.translation import gettext_lazy as _

from rules.declared.shape import PRODUCT, SETTING, Declared, Group, Unit

DECLARED: tuple[Declared, ...] = (
    Declared(
        "patrol.round_closes_hour",
        Group.PERIODS,
        _("Planned rounds: a started one is incomplete on the next day from"),
        6,
        Unit.OF_THE_CLOCK,
        SETTING,
        1,
        12,
    ),
    Declared(
        "patrol.missed_in_row",
        Group.PERIODS,
        _("Planned rounds: a checkpoint is shown as missed after so many rounds in a row"),
        3,
        Unit.TIMES,
        SETTING,
        2,
        30,
    ),
    Declared(
        "patrol.rounds_back_days",
        Group.PERIODS,
        _("Planned rounds: rounds that the clock has not made are made up for"),
        7,
        Unit.DAYS,
        PRODUCT,
    ),
    Declared(
        "patrol.round_beside_minutes",
        Group.ENTRIES,
        _("Planned rounds: asked about when begun so long before or after the planned time"),
        120,
        Unit.MINUTES,
        SETTING,
        1,
        1_440,
    ),
    Declared(
        "patrol.round_minutes_least",
        Group.ENTRIES,
        _("Planned rounds: asked about when shorter than"),
        5,
        Unit.MINUTES,
        SETTING,
        1,
        480,
    ),
    Declared(
        "plan.points_most", Group.ENTRIES, _("Checkpoints of a patrol plan, at most"), 30, Unit.TIMES, PRODUCT
    ),
)
