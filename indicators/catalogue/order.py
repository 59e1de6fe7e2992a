"""Good order: who is there, patrols, hazards, meetings (秩序好)."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from indicators.catalogue.drills import MONTHS, rows
from indicators.catalogue.words import (
    DUE,
    DUTY,
    HAZARDS_DUE,
    HAZARDS_FIXED,
    HAZARDS_FOUND,
    HAZARDS_VERIFIED,
    MEETINGS,
    NORM,
    PATROLS,
    POSTS,
    VILLAGE,
)
from indicators.figure import COUNT, OF, RATE, Drill, Indicator

ORDER: tuple[Indicator, ...] = (
    Indicator(
        "duty_days",
        _("Duty days of norm"),
        pgettext_lazy("unit", "days"),
        OF,
        "duty_days",
        "duty_norm",
        drill=rows("duty:duty-list", MONTHS + "&responsible=1"),
        meaning=_(
            "Days on which the responsible officer arrived in a village, beside the norm; a day "
            "counts once, in the village reached first. One entered later counts once the chief has "
            "confirmed it. A day on which nobody is responsible keeps its norm."
        ),
        source=DUTY,
        undefined=NORM,
    ),
    Indicator(
        "vacant_days",
        _("Vacant days of posts"),
        pgettext_lazy("unit", "days"),
        COUNT,
        "vacant_days",
        more_is_better=False,  # a number without a drill: no rows make it, but the days without any
        meaning=_(
            "Days on which a post was open and no officer was responsible for it; of the running "
            "month the days up to today. Leave is no vacancy. A post with vacant days stands in no "
            "rank."
        ),
        source=POSTS,
    ),
    Indicator(
        "meetings",
        _("Village meetings"),
        pgettext_lazy("unit", "meetings"),
        COUNT,
        "meetings",
        drill=rows("meetings:meeting-list", MONTHS),
        meaning=_("Village meetings attended or held."),
        source=MEETINGS,
    ),
    Indicator(
        "meetings_held",
        _("Villages with a meeting in the month"),
        pgettext_lazy("unit", "villages and months"),
        RATE,
        "meetings_held",
        "meetings_due",
        drill=Drill("meetings:meeting-list", MONTHS),
        meaning=_(
            "Of the villages of the period, month by month, those in which a village meeting was "
            "held; one a month is expected."
        ),
        source=MEETINGS,
        undefined=VILLAGE,
    ),
    Indicator(
        "patrols",
        _("Patrols"),
        pgettext_lazy("unit", "patrols"),
        COUNT,
        "patrols",
        drill=rows("patrols:patrol-list", MONTHS),
        meaning=_("Patrols walked, ridden or driven."),
        source=PATROLS,
    ),
    Indicator(
        "joint_patrols",
        _("Joint patrols"),
        pgettext_lazy("unit", "patrols"),
        COUNT,
        "joint_patrols",
        drill=rows("patrols:patrol-list", MONTHS + "&is_joint=true"),
        meaning=_("Patrols together with a team of villagers; they are some of all patrols."),
        source=PATROLS,
    ),
    Indicator(
        "hazards_found",
        _("Hazards found"),
        pgettext_lazy("unit", "hazards"),
        COUNT,
        "hazards_found",
        more_is_better=None,
        drill=rows("hazards:hazard-list", MONTHS),
        meaning=_("Hazards found in the period."),
        source=HAZARDS_FOUND,
    ),
    Indicator(
        "hazards_rectified",
        _("Hazards put right"),
        pgettext_lazy("unit", "hazards"),
        COUNT,
        "hazards_rectified",
        drill=rows("hazards:hazard-list", "rectified_from={first}&rectified_to={last}&counted=1"),
        meaning=_("Hazards put right in the period, with a proof."),
        source=HAZARDS_FIXED,
    ),
    Indicator(
        "hazards_verified",
        _("Hazards verified"),
        pgettext_lazy("unit", "hazards"),
        COUNT,
        "hazards_verified",
        drill=rows("hazards:hazard-list", "verified_from={first}&verified_to={last}&counted=1"),
        meaning=_(
            "Hazards that somebody else than who found, typed or mended them has verified in the period."
        ),
        source=HAZARDS_VERIFIED,
    ),
    Indicator(
        "hazards_in_time",
        _("Hazards verified by their day"),
        pgettext_lazy("unit", "hazards"),
        RATE,
        "hazards_in_time",
        "hazards_due",
        drill=rows("hazards:hazard-list", "due_from={first}&due_to={last}&in_time=1&counted=1"),
        meaning=_("Of the hazards that were due in the period, those verified by their day."),
        source=HAZARDS_DUE,
        undefined=DUE,
    ),
    Indicator(
        "hazards_overdue",
        _("Hazards not verified in the month in which they were due"),
        pgettext_lazy("unit", "hazards"),
        COUNT,
        "hazards_overdue",
        more_is_better=False,
        drill=rows("hazards:hazard-list", "due_from={first}&due_to={last}&not_in_month=1&counted=1"),
        meaning=_(
            "Hazards that were due in the period and not verified by the end of the month in which "
            "they were due."
        ),
        source=HAZARDS_DUE,
    ),
)
