"""Hazards: by which day each kind is put right and looked at again, and when an overdue one climbs. Meetings: how many
people are usual."""

from django.utils.translation import gettext_lazy as _

from rules.declared.shape import PRODUCT, SETTING, Declared, Group, Unit

PERIODS, ENTRIES = Group.PERIODS, Group.ENTRIES
LONGEST = 180  # days that a county may give

DECLARED: tuple[Declared, ...] = (
    Declared(
        "hazard.fire_days", PERIODS, _("Hazards: fire, verified within"), 7, Unit.DAYS, SETTING, 1, LONGEST
    ),
    Declared(
        "hazard.road_days", PERIODS, _("Hazards: roads, verified within"), 15, Unit.DAYS, SETTING, 1, LONGEST
    ),
    Declared(
        "hazard.explosive_days",
        PERIODS,
        _("Hazards: explosives, verified within"),
        3,
        Unit.DAYS,
        SETTING,
        1,
        LONGEST,
    ),
    Declared(
        "hazard.power_days",
        PERIODS,
        _("Hazards: electricity, verified within"),
        7,
        Unit.DAYS,
        SETTING,
        1,
        LONGEST,
    ),
    Declared(
        "hazard.light_days",
        PERIODS,
        _("Hazards: lighting, verified within"),
        30,
        Unit.DAYS,
        SETTING,
        1,
        LONGEST,
    ),
    Declared(
        "hazard.water_days", PERIODS, _("Hazards: water, verified within"), 10, Unit.DAYS, SETTING, 1, LONGEST
    ),
    Declared(
        "hazard.house_days",
        PERIODS,
        _("Hazards: unsafe houses, verified within"),
        15,
        Unit.DAYS,
        SETTING,
        1,
        LONGEST,
    ),
    Declared(
        "hazard.animal_days",
        PERIODS,
        _("Hazards: animals, verified within"),
        5,
        Unit.DAYS,
        SETTING,
        1,
        LONGEST,
    ),
    Declared(
        "hazard.other_days",
        PERIODS,
        _("Hazards: others, verified within"),
        15,
        Unit.DAYS,
        SETTING,
        1,
        LONGEST,
    ),
    Declared(
        "hazard.urgent_days", PERIODS, _("Hazards: urgent, verified within"), 1, Unit.DAYS, SETTING, 1, 7
    ),
    Declared(
        "hazard.chief_days",
        PERIODS,
        _("Hazards overdue: named to the chief after"),
        0,
        Unit.DAYS,
        SETTING,
        0,
        30,
    ),
    Declared(
        "hazard.county_days",
        PERIODS,
        _("Hazards overdue: named to the county after"),
        7,
        Unit.DAYS,
        SETTING,
        0,
        60,
    ),
    Declared(
        "hazard.harmed_usual",
        ENTRIES,
        _("People harmed by a hazard: asked above"),
        5,
        Unit.PEOPLE,
        SETTING,
        0,
        1_000,
    ),
    Declared(
        "hazard.harmed_most", ENTRIES, _("People harmed by a hazard, at most"), 1_000, Unit.PEOPLE, PRODUCT
    ),
    Declared(
        "meeting.people_usual",
        ENTRIES,
        _("Village meetings: people present, asked above"),
        200,
        Unit.PEOPLE,
        SETTING,
        1,
        2_000,
    ),
    Declared(
        "meeting.people_most",
        ENTRIES,
        _("Village meetings: people present, at most"),
        2_000,
        Unit.PEOPLE,
        PRODUCT,
    ),
)
