"""When a place is pointed out on the boards: by village, month and kind, never by person (indicators/watch.py)."""

from django.utils.translation import gettext_lazy as _

from rules.declared.shape import PRODUCT, SETTING, Declared, Group, Unit

DECLARED: tuple[Declared, ...] = (
    Declared(
        "watch.deviations",
        Group.NORMS,
        _(
            "A village is pointed out when its preventable cases of a month exceed the mean of its last months by"
        ),
        2,
        Unit.DEVIATIONS,
        SETTING,
        1,
        5,
    ),
    Declared(
        "watch.cases_least",
        Group.NORMS,
        _("Fewest preventable cases of a month with which a village is pointed out"),
        3,
        Unit.CASES,
        SETTING,
        1,
        100,
    ),
    Declared(
        "watch.months",
        Group.NORMS,
        _("Months before with which the preventable cases of a village are compared"),
        12,
        Unit.MONTHS,
        PRODUCT,
    ),
    Declared(
        "watch.months_least",
        Group.NORMS,
        _("Fewest of these months that must be reported"),
        6,
        Unit.MONTHS,
        PRODUCT,
    ),
    Declared(
        "watch.hazards_alike",
        Group.NORMS,
        _("A village is pointed out when so many hazards of one kind are open there"),
        3,
        Unit.HAZARDS,
        SETTING,
        2,
        50,
    ),
)
