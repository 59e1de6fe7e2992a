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
    MEMBERS,
    NORM,
    OF_MEMBERS,
    PARTNERS,
    PATROLS,
    PLANNED,
    POINTS,
    POSTS,
    ROUNDS,
    TAPS,
    TEAMS,
    TWO_PATROLS,
    VILLAGE,
)
from indicators.figure import COUNT, MEDIAN, OF, RATE, Drill, Indicator

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
        more_is_better=False,  # no rows make it, but the days without any: by village
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
        drill=rows("meetings:meeting-list", MONTHS + "&first=1"),
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
        "people_caught",
        _("People caught on patrols"),
        pgettext_lazy("unit", "people"),
        COUNT,
        "people_caught",
        more_is_better=None,
        drill=rows("patrols:patrol-list", MONTHS + "&caught=true", summed="caught"),
        meaning=_(
            "People caught in the act on patrols, as a number of each patrol; nobody is named. On a joint patrol they "
            "count once, where it was walked, whoever caught them."
        ),
        source=PATROLS,
    ),
    Indicator(
        "partnered_patrols",
        _("Joint patrols of other posts taken part in"),
        pgettext_lazy("unit", "patrols"),
        COUNT,
        "partnered_patrols",
        drill=rows("patrols:partner-list", "from_month={first}&to_month={last}&joined=1"),
        meaning=_(
            "Joint patrols that another post of the county has walked and in which the own post took part, as it has "
            "entered itself. None of them is one of the own patrols: a patrol counts once, where it was walked."
        ),
        source=PARTNERS,
    ),
    Indicator(
        "rounds_walked",
        _("Planned rounds walked"),
        pgettext_lazy("unit", "rounds"),
        RATE,
        "rounds_walked",
        "rounds_planned",
        drill=rows("patrols:walk-list", "from_month={first}&to_month={last}&walked=1"),
        drill_of_all=rows("patrols:walk-list", "from_month={first}&to_month={last}&due=1"),
        meaning=_(
            "Of the rounds that patrol plans had in the period, on days that are over, those walked: finished with a "
            "patrol that counts. A plan has a round on each of its days of the week, from its first to its last day, "
            "while its village exists and has a post; the round counts in the village and month of its day. Walked "
            "rounds of today count, others of today not yet; a round that nobody finished is not walked."
        ),
        source=ROUNDS,
        undefined=PLANNED,
    ),
    Indicator(
        "points_passed",
        _("Points passed on planned rounds"),
        pgettext_lazy("unit", "points"),
        RATE,
        "points_passed",
        "points_planned",
        drill=rows(
            "patrols:walk-list", "from_month={first}&to_month={last}&walked=1", summed="points_passed"
        ),
        drill_of_all=rows(
            "patrols:walk-list", "from_month={first}&to_month={last}&due=1", summed="points_planned"
        ),
        meaning=_(
            "Of the checkpoints on these rounds, those passed on rounds that were walked; the points of rounds that "
            "nobody walked count as not passed."
        ),
        source=TAPS,
        undefined=POINTS,
    ),
    Indicator(
        "patrol_interval",
        _("Median hours between patrols"),
        pgettext_lazy("unit", "hours"),
        MEDIAN,
        "patrol_interval",
        more_is_better=False,
        drill=rows("patrols:patrol-list", MONTHS),  # the patrols between which the hours lie
        meaning=_(
            "Hours from the end of one patrol of a village to the end of its next one, planned or not, both in the "
            "month: the median of a village and month. Of several villages, and of several months of a village, the "
            "median of theirs."
        ),
        source=PATROLS,
        undefined=TWO_PATROLS,
    ),
    Indicator(
        "members_trained",
        _("Members trained enough for patrols"),
        pgettext_lazy("unit", "members"),
        RATE,
        "members_trained",
        "members",
        drill=Drill("teams:covered", "month={last}"),
        drill_of_all=Drill("teams:covered", "month={last}"),
        meaning=_(
            "Of the members of teams on the last day of the period (of the running month: today), those who had by "
            "then the hours of training that the rule of that day asks for. Members count where their village "
            "belonged on that day."
        ),
        source=MEMBERS,
        undefined=OF_MEMBERS,
    ),
    Indicator(
        "functions_covered",
        _("Functions covered in the villages"),
        pgettext_lazy("unit", "functions"),
        RATE,
        "functions_covered",
        "functions_due",
        drill=Drill("teams:covered", "month={last}"),
        drill_of_all=Drill("teams:covered", "month={last}"),
        meaning=_(
            "Of the six functions of each village (order, mediation, teaching the law, help and guidance, patrols, "
            "fire protection), those that a team has there on the last day of the period (of the running month: "
            "today). A team counts in its own village, and in the further ones that it serves while they belong to "
            "the same post. The list names those that are missing."
        ),
        source=TEAMS,
        undefined=VILLAGE,
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
        drill_of_all=rows("hazards:hazard-list", "due_from={first}&due_to={last}&counted=1"),
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
