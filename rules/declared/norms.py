"""Norms of the work.

Those of ``BY_CLASS`` differ by the class of a post (plain, hills, mountains), and may be set for a single post
(rules/norms.py).
"""

from dataclasses import replace

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from rules.declared.shape import SETTING, Declared, Group, Unit

NORMS = Group.NORMS
HARDER = {"hill": _("hills"), "mountain": _("mountains")}  # beside the plain; keys of VillageProfile.Terrain

BY_CLASS: tuple[Declared, ...] = (
    Declared("duty.days_a_week", NORMS, _("Days in the village in a week"), 3, Unit.DAYS, SETTING, 0, 7),
    Declared(
        "visit.households_a_month",
        NORMS,
        _("Households met in a month"),
        30,
        Unit.HOUSEHOLDS,
        SETTING,
        0,
        500,
    ),
    Declared("visit.priority_a_month", NORMS, _("Priority visits in a month"), 1, Unit.TIMES, SETTING, 0, 50),
    Declared(
        "pairing.households", NORMS, _("Households paired with a post"), 1, Unit.HOUSEHOLDS, SETTING, 0, 50
    ),
    Declared("service.good_deeds_a_week", NORMS, _("Good deeds in a week"), 1, Unit.TIMES, SETTING, 0, 50),
    Declared(
        "service.document_rounds_a_month",
        NORMS,
        _("Rounds with documents in a month"),
        1,
        Unit.TIMES,
        SETTING,
        0,
        50,
    ),
    Declared(
        "service.bulletins_a_month", NORMS, _("Safety bulletins in a month"), 1, Unit.TIMES, SETTING, 0, 50
    ),
)


def _harder(rule: Declared, terrain: str) -> Declared:
    """The norm of posts in hills or mountains: that of the plain while a county sets no other."""
    name = format_lazy(_("{norm}, {terrain}"), norm=rule.name, terrain=HARDER[terrain])
    return replace(rule, code=f"{rule.code}.{terrain}", name=name, like=rule.code)


DECLARED: tuple[Declared, ...] = (
    *(one for rule in BY_CLASS for one in (rule, *(_harder(rule, terrain) for terrain in HARDER))),
    Declared(
        "post.area_least",
        NORMS,
        _("Area of a post at least"),
        15,
        Unit.SQUARE_METRES,
        _("Standards of posts: 15 m² at least"),
        1,
        500,
    ),
    Declared(
        "post.checked_within_days",
        NORMS,
        _("Posts are checked again within"),
        180,
        Unit.DAYS,
        SETTING,
        30,
        730,
    ),
    Declared(
        "post.villages_most",
        NORMS,
        _("Villages of a post at most"),
        3,
        Unit.VILLAGES,
        _("Standards of posts: 2 to 3 villages or 3,000 people"),
        1,
        30,
    ),
    Declared(
        "post.people_most",
        NORMS,
        _("People for each officer at most"),
        3000,
        Unit.PERSONS,
        _("Standards of posts: 2 to 3 villages or 3,000 people"),
        100,
        50_000,
    ),
    Declared(
        "post.households_most",
        NORMS,
        _("Households of neighbourhoods for each officer at most"),
        1000,
        Unit.HOUSEHOLDS,
        _("Standards of posts in towns: 1,000 households"),
        100,
        20_000,
    ),
    Declared(
        "visit.met_within_days", NORMS, _("Households met again within"), 180, Unit.DAYS, SETTING, 30, 730
    ),
    Declared("handover.days", NORMS, _("Days in which a hand-over is closed"), 7, Unit.DAYS, SETTING, 1, 60),
    Declared(
        "handover.looks_back_days",
        NORMS,
        _("Days after the end of an assignment within which its hand-over is opened"),
        31,
        Unit.DAYS,
        SETTING,
    ),
)
