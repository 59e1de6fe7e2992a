"""Look-ups that are unusual."""

from django.utils.translation import gettext_lazy as _

from rules.declared.shape import SETTING, Declared, Group, Unit

LOOKUPS = Group.LOOKUPS

DECLARED: tuple[Declared, ...] = (
    Declared("outlier.lookups", LOOKUPS, _("Look-ups in a week above"), 50, Unit.TIMES, SETTING, 10, 500),
    Declared(
        "outlier.night", LOOKUPS, _("Look-ups at night in a week above"), 10, Unit.TIMES, SETTING, 1, 100
    ),
    Declared(
        "outlier.reveals", LOOKUPS, _("Revealed numbers in a week above"), 20, Unit.TIMES, SETTING, 1, 200
    ),
    Declared(  # beyond it each takes words of its own, and the chief reads of it the same day
        "reveal.an_hour",
        LOOKUPS,
        _("Revealed numbers in an hour without a further reason"),
        10,
        Unit.TIMES,
        SETTING,
        1,
        60,
    ),
    Declared("outlier.denials", LOOKUPS, _("Refusals in a week above"), 10, Unit.TIMES, SETTING, 1, 100),
    Declared(
        "outlier.exports",  # the register of a post a few times over
        LOOKUPS,
        _("Exported rows in a week above"),
        2_000,
        Unit.ROWS,
        SETTING,
        100,
        20_000,
    ),
    Declared(
        "outlier.times_the_median",
        LOOKUPS,
        _("And above the median of the same role by"),
        3,
        Unit.FOLD,
        SETTING,
        2,
        10,
    ),
    Declared("outlier.night_from", LOOKUPS, _("Night begins at"), 22, Unit.OF_THE_CLOCK, SETTING, 18, 23),
    Declared("outlier.night_to", LOOKUPS, _("Night ends at"), 6, Unit.OF_THE_CLOCK, SETTING, 4, 8),
)
