"""Every indicator that the registry knows, in the order of the monthly report: one literal tuple.

A new indicator is its counts (a column of ``Counts`` and the lines of ``sql/fill_month.sql`` that fill it),
one entry here, one paragraph in docs/indicators.md and one test with hand-counted rows.
"""

from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from indicators.figure import COUNT, OF, RATE, SURVEY, Drill, Figure, Indicator

_MONTHS = "from_month={first}&to_month={last}&counted=1"


def _rows(url: str, params: str, *, summed: str = "", is_of_all: bool = False) -> Drill:
    """The rows of what happened in the months."""
    return Drill(url, params, is_then=True, summed=summed, is_of_all=is_of_all)


CATALOGUE: tuple[Indicator, ...] = (
    Indicator(
        "five_none",
        _("Five-none villages"),
        pgettext_lazy("unit", "villages"),
        RATE,
        "met_five_none",
        "expected",
        reported_by="reported",
        drill=Drill("indicators:incident-board", "month={last}", "see_board", is_of_month=True),
    ),
    Indicator(
        "five_none_reported",
        _("Villages reported"),
        pgettext_lazy("unit", "villages"),
        RATE,
        "reported",
        "expected",
        drill=Drill("indicators:incident-board", "month={last}", "see_board", is_of_month=True),
    ),
    Indicator(
        "preventable",
        _("Preventable cases"),
        pgettext_lazy("unit", "cases"),
        COUNT,
        "preventable",
        reported_by="preventable_reported",
        more_is_better=False,
        drill=Drill("indicators:incident-board", "month={last}", "see_board", is_of_month=True),
    ),
    Indicator(
        "satisfaction",
        _("Satisfaction (A)"),
        pgettext_lazy("unit", "answers"),
        SURVEY,
        "satisfied",
        drill=Drill("surveys:round-list", "", "see_board"),
    ),
    Indicator(
        "households_met",
        _("Households met"),
        pgettext_lazy("unit", "households"),
        COUNT,
        "households_met",
        numerator_of_year="households_met_first",
        drill=Drill(
            "residents:household-list", "met_from={first}&met_to={last}", "read_residents", is_then=True
        ),
    ),
    Indicator(
        "visit_target",
        _("Households met of target"),
        pgettext_lazy("unit", "households"),
        OF,
        "households_met",
        "visit_target",
        drill=Drill(
            "residents:household-list",
            "met_from={first}&met_to={last}",
            "read_residents",
            is_of_month=True,
            is_then=True,
        ),
    ),
    Indicator(
        "visibility_met",
        _("Visibility (a): households met of all"),
        pgettext_lazy("unit", "households"),
        RATE,
        "households_met",
        "households",
        numerator_of_year="households_met_first",
        drill=Drill(
            "residents:household-list", "met_from={first}&met_to={last}", "read_residents", is_then=True
        ),
    ),
    Indicator(
        "visibility_survey",
        _("Visibility (b): saw an officer"),
        pgettext_lazy("unit", "answers"),
        RATE,
        "saw_officer",
        drill=Drill("surveys:round-list", "", "see_board"),
    ),
    Indicator(
        "talks",
        _("People talked with"),
        pgettext_lazy("unit", "people"),
        COUNT,
        "talks",
        drill=_rows("residents:visit-list", _MONTHS + "&outcome=met", summed="talks"),
    ),
    Indicator(
        "priority_visits",
        _("Priority visits"),
        pgettext_lazy("unit", "visits"),
        COUNT,
        "priority_visits",  # a number without a drill: whom they went to is read in the own village only
    ),
    Indicator(
        "duty_days",
        _("Duty days of norm"),
        pgettext_lazy("unit", "days"),
        OF,
        "duty_days",
        "duty_norm",
        drill=_rows("duty:duty-list", _MONTHS + "&responsible=1"),
    ),
    Indicator(
        "vacant_days",
        _("Vacant days of posts"),
        pgettext_lazy("unit", "days"),
        COUNT,
        "vacant_days",
        more_is_better=False,  # a number without a drill: no rows make it, but the days without any
    ),
    Indicator(
        "good_deeds",
        _("Good deeds"),
        pgettext_lazy("unit", "deeds"),
        COUNT,
        "good_deeds",
        drill=_rows("residents:service-list", _MONTHS + "&kind=good_deed", summed="quantity"),
    ),
    Indicator(
        "documents",
        _("Documents at the door"),
        pgettext_lazy("unit", "documents"),
        COUNT,
        "documents",
        drill=_rows("residents:service-list", _MONTHS + "&kind=document", summed="quantity"),
    ),
    Indicator(
        "bulletins",
        _("Safety bulletins"),
        pgettext_lazy("unit", "bulletins"),
        COUNT,
        "bulletins",
        drill=_rows("residents:service-list", _MONTHS + "&kind=bulletin", summed="quantity"),
    ),
    Indicator(
        "donations",
        _("Donations"),
        pgettext_lazy("unit", "yuan"),
        COUNT,
        "donations",
        drill=_rows("residents:service-list", _MONTHS + "&kind=donation", summed="yuan"),
    ),
    Indicator(
        "law_talks",
        _("Law talks"),
        pgettext_lazy("unit", "talks"),
        COUNT,
        "law_talks",
        drill=_rows("residents:service-list", _MONTHS + "&kind=law_talk", summed="quantity"),
    ),
    Indicator(
        "meetings",
        _("Village meetings"),
        pgettext_lazy("unit", "meetings"),
        COUNT,
        "meetings",
        drill=_rows("meetings:meeting-list", _MONTHS),
    ),
    Indicator(
        "meetings_held",
        _("Villages with a meeting in the month"),
        pgettext_lazy("unit", "villages and months"),
        RATE,
        "meetings_held",
        "meetings_due",
        drill=Drill("meetings:meeting-list", _MONTHS),
    ),
    Indicator(
        "school_visits",
        _("School visits"),
        pgettext_lazy("unit", "visits"),
        COUNT,
        "school_visits",
        drill=_rows("residents:service-list", _MONTHS + "&kind=school", summed="quantity"),
    ),
    Indicator(
        "enterprise_visits",
        _("Help for small businesses"),
        pgettext_lazy("unit", "times"),
        COUNT,
        "enterprise_visits",
        drill=_rows("residents:service-list", _MONTHS + "&kind=enterprise", summed="quantity"),
    ),
    Indicator(
        "pairings",
        _("Paired households"),
        pgettext_lazy("unit", "households"),
        COUNT,
        "pairings",
        drill=Drill("residents:pairing-list", "month={last}", "read_residents"),
    ),
    Indicator(
        "requests",
        _("Requests told back by their due day"),
        pgettext_lazy("unit", "requests"),
        RATE,
        "requests_in_time",
        "requests_due",
        drill=_rows("residents:request-list", "due_from={first}&due_to={last}&counted=1", is_of_all=True),
    ),
    Indicator(
        "requests_answered",
        _("Requests told back"),
        pgettext_lazy("unit", "requests"),
        COUNT,
        "requests_answered",
        drill=_rows("residents:request-list", "told_from={first}&told_to={last}&counted=1"),
    ),
    Indicator(
        "disputes_accepted",
        _("Disputes accepted"),
        pgettext_lazy("unit", "disputes"),
        COUNT,
        "disputes_accepted",
        more_is_better=None,
        drill=_rows("disputes:dispute-list", _MONTHS),
    ),
    Indicator(
        "disputes_handled",
        _("Disputes handled"),
        pgettext_lazy("unit", "disputes"),
        COUNT,
        "disputes_handled",
        drill=_rows("disputes:dispute-list", "handled_from={first}&handled_to={last}&counted=1"),
    ),
    Indicator(
        "disputes_done",
        _("Handled of accepted"),
        pgettext_lazy("unit", "disputes"),
        RATE,
        "disputes_done",
        "disputes_accepted",
        numerator_of_year="disputes_done_of_year",
        drill=_rows("disputes:dispute-list", _MONTHS + "&handled_from={first}&handled_to={last}"),
    ),
    Indicator(
        "disputes_agreed",
        _("Settled of handled"),
        pgettext_lazy("unit", "disputes"),
        RATE,
        "disputes_agreed",
        "disputes_handled",
        drill=_rows("disputes:dispute-list", "handled_from={first}&handled_to={last}&counted=1&stage=agreed"),
    ),
    Indicator(
        "disputes_in_time",
        _("People's mediation ended within one month"),
        pgettext_lazy("unit", "disputes"),
        RATE,
        "people_mediated_in_time",
        "people_mediated",
        drill=_rows(
            "disputes:dispute-list",
            "handled_from={first}&handled_to={last}&counted=1&procedure=people&in_time=1",
        ),
    ),
    Indicator(
        "disputes_first_session",
        _("First session in time (calendar days)"),
        pgettext_lazy("unit", "disputes"),
        RATE,
        "first_sessions_in_time",
        "first_sessions",
    ),
    Indicator(
        "disputes_at_station",
        _("Handled at the station"),
        pgettext_lazy("unit", "disputes"),
        RATE,
        "disputes_at_station",
        "disputes_handled",
        more_is_better=None,
        drill=_rows(
            "disputes:dispute-list", "handled_from={first}&handled_to={last}&counted=1&place=station"
        ),
    ),
    Indicator(
        "duties_performed",
        _("Duties performed by their day"),
        pgettext_lazy("unit", "duties"),
        RATE,
        "duties_performed",
        "duties_due",
    ),
    Indicator(
        "follow_ups_made",
        _("Follow-ups made by their day"),
        pgettext_lazy("unit", "calls"),
        RATE,
        "follow_ups_made",
        "follow_ups_due",
    ),
    Indicator(
        "disputes_open",
        _("Disputes open at the end"),
        pgettext_lazy("unit", "disputes"),
        COUNT,
        "disputes_open",
        more_is_better=False,
        drill=Drill("disputes:dispute-list", "open_at={last}&counted=1"),
    ),
    Indicator(
        "patrols",
        _("Patrols"),
        pgettext_lazy("unit", "patrols"),
        COUNT,
        "patrols",
        drill=_rows("patrols:patrol-list", _MONTHS),
    ),
    Indicator(
        "joint_patrols",
        _("Joint patrols"),
        pgettext_lazy("unit", "patrols"),
        COUNT,
        "joint_patrols",
        drill=_rows("patrols:patrol-list", _MONTHS + "&is_joint=true"),
    ),
    Indicator(
        "members_trained",
        _("Members trained enough for patrols"),
        pgettext_lazy("unit", "members"),
        RATE,
        "members_trained",
        "members",
        drill=Drill("teams:covered", "month={last}"),
    ),
    Indicator(
        "functions_covered",
        _("Functions covered in the villages"),
        pgettext_lazy("unit", "functions"),
        RATE,
        "functions_covered",
        "functions_due",
        drill=Drill("teams:covered", "month={last}"),
    ),
    Indicator(
        "hazards_found",
        _("Hazards found"),
        pgettext_lazy("unit", "hazards"),
        COUNT,
        "hazards_found",
        more_is_better=None,
        drill=_rows("hazards:hazard-list", _MONTHS),
    ),
    Indicator(
        "hazards_rectified",
        _("Hazards put right"),
        pgettext_lazy("unit", "hazards"),
        COUNT,
        "hazards_rectified",
        drill=_rows("hazards:hazard-list", "rectified_from={first}&rectified_to={last}&counted=1"),
    ),
    Indicator(
        "hazards_verified",
        _("Hazards verified"),
        pgettext_lazy("unit", "hazards"),
        COUNT,
        "hazards_verified",
        drill=_rows("hazards:hazard-list", "verified_from={first}&verified_to={last}&counted=1"),
    ),
    Indicator(
        "hazards_in_time",
        _("Hazards verified by their day"),
        pgettext_lazy("unit", "hazards"),
        RATE,
        "hazards_in_time",
        "hazards_due",
        drill=_rows("hazards:hazard-list", "due_from={first}&due_to={last}&in_time=1&counted=1"),
    ),
    Indicator(
        "hazards_overdue",
        _("Hazards not verified in the month in which they were due"),
        pgettext_lazy("unit", "hazards"),
        COUNT,
        "hazards_overdue",
        more_is_better=False,
        drill=_rows("hazards:hazard-list", "due_from={first}&due_to={last}&not_in_month=1&counted=1"),
    ),
)

BY_CODE = {indicator.code: indicator for indicator in CATALOGUE}


def figures(sums: dict[str, Any], *, months: int = 1) -> list[Figure]:
    """All indicators of the catalogue for sums over a period of ``months`` months."""
    return [indicator.figure(sums, months=months) for indicator in CATALOGUE]
