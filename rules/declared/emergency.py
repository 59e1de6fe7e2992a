"""Emergency views and standing in."""

from django.utils.translation import gettext_lazy as _

from rules.declared.shape import SETTING, Declared, Group, Unit

EMERGENCY = Group.EMERGENCY

DECLARED: tuple[Declared, ...] = (
    Declared("emergency.hours", EMERGENCY, _("An emergency view lasts"), 3, Unit.HOURS, SETTING, 1, 3),
    Declared("emergency.a_day", EMERGENCY, _("Emergency views in a day"), 2, Unit.TIMES, SETTING, 1, 2),
    Declared(
        "emergency.reason_characters",
        EMERGENCY,
        _("Shortest reason of an emergency view"),
        10,
        Unit.CHARACTERS,
        SETTING,
        10,
        100,
    ),
    Declared(
        "stand_in.longest_days", EMERGENCY, _("Standing in for a chief lasts"), 90, Unit.DAYS, SETTING, 1, 90
    ),
)
