"""Familiarity tests of officers, and the county's library of rules."""

from django.utils.translation import gettext_lazy as _

from rules.declared.shape import PRODUCT, Declared, Group, Unit

DECLARED: tuple[Declared, ...] = (
    Declared(
        "familiarity.households",
        Group.NORMS,
        _("Households drawn for a familiarity test"),
        10,
        Unit.HOUSEHOLDS,
        PRODUCT,
    ),
    Declared(
        "familiarity.list_days",
        Group.PRIVACY,
        _("Days for which the list of a familiarity test is kept"),
        7,
        Unit.DAYS,
        PRODUCT,
    ),
    Declared(
        "library.megabytes", Group.ENTRIES, _("Largest file of a regulation"), 5, Unit.MEGABYTES, PRODUCT
    ),
    Declared(
        "burden.minutes_most",
        Group.ENTRIES,
        _("Longest time that one entry is taken to cost"),
        10,
        Unit.MINUTES,
        PRODUCT,
    ),
    Declared(
        "burden.field_days",
        Group.ENTRIES,
        _("Days in which nobody filled a field, or fetched a file"),
        90,
        Unit.DAYS,
        PRODUCT,
    ),
)
