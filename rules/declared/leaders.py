"""What a county leader owes the contact points in a year."""

from django.utils.translation import gettext_lazy as _

from rules.declared.shape import SETTING, Declared, Group, Unit

NORMS = Group.NORMS

DECLARED: tuple[Declared, ...] = (
    Declared(
        "leader.field_days", NORMS, _("Days in the field of a leader, a year"), 30, Unit.DAYS, SETTING, 0, 250
    ),
    Declared(
        "leader.guidance_visits",
        NORMS,
        _("Days of guidance at each contact point of a leader, a year"),
        8,
        Unit.TIMES,
        SETTING,
        0,
        100,
    ),
    Declared(
        "leader.units",
        NORMS,
        _("Units of the bureau of a leader"),
        1,
        Unit.TIMES,
        SETTING,
        0,
        10,
    ),
    Declared(
        "leader.places_least",
        NORMS,
        _("Stations and posts of which a leader is the contact, at least"),
        2,
        Unit.TIMES,
        SETTING,
        0,
        20,
    ),
    Declared(
        "leader.places_most",
        NORMS,
        _("Stations and posts of which a leader is the contact, at most"),
        3,
        Unit.TIMES,
        SETTING,
        0,
        20,
    ),
)
