"""Contentment: what villagers say, visits, services, requests (群众满意)."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from calendars.spans import Span
from indicators.catalogue.drills import MONTHS, answers, rows
from indicators.catalogue.words import (
    ANSWERS,
    DUE,
    HOUSEHOLDS,
    NONE_TOLD,
    PAIRINGS,
    REQUESTS_DUE,
    REQUESTS_TOLD,
    SAID,
    SERVICES,
    SERVICES_YUAN,
    SURVEYS,
    TARGET,
    VISITS,
    VISITS_LEAVE,
    VISITS_REGISTER,
)
from indicators.figure import COUNT, MEDIAN, OF, RATE, SURVEY, Drill, Indicator

# A household counts in the month of its first meeting in the period.
FIRST_MET = {
    Span.QUARTER: "households_met_first_of_quarter",
    Span.HALF: "households_met_first_of_half",
    Span.YEAR: "households_met_first",
}

DECLINED = {
    Span.MONTH: "households_declined",
    Span.QUARTER: "households_declined_of_quarter",
    Span.HALF: "households_declined_of_half",
    Span.YEAR: "households_declined_of_year",
}

CONTENTMENT: tuple[Indicator, ...] = (
    Indicator(
        "satisfaction",
        _("Satisfaction (A)"),
        pgettext_lazy("unit", "answers"),
        SURVEY,
        "satisfied",
        drill=answers(),
        meaning=_(
            'Answers "very satisfied" and "satisfied" of the substantive answers, with n and the '
            '95 % Wilson interval. "Do not know" and "no answer" are shown and stand in no '
            'denominator; rate B adds "basically satisfied" and is always labelled B. A place has '
            "rank 1 + the number of places whose interval lies wholly better."
        ),
        source=SURVEYS,
        undefined=ANSWERS,
    ),
    Indicator(
        "households_met",
        _("Households met"),
        pgettext_lazy("unit", "households"),
        COUNT,
        "households_met",
        numerators=FIRST_MET,
        drill=Drill(
            "residents:household-list", "met_from={first}&met_to={last}", "read_residents", is_then=True
        ),
        meaning=_(
            "Households with at least one visit in which somebody was met; several visits are one. In"
            " a longer period a household counts in the month of its first such visit of the period."
        ),
        source=VISITS,
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
        meaning=_(
            "Households met, beside the target of the month for the officer responsible for a post, "
            "spread over the open days of the post and its villages without days of leave; a day on "
            "which nobody is responsible keeps its target. Above the target it stays n of m."
        ),
        source=VISITS_LEAVE,
        undefined=TARGET,
    ),
    Indicator(
        "visibility_met",
        _("Visibility (a): households met of all"),
        pgettext_lazy("unit", "households"),
        RATE,
        "households_met",
        "households",
        numerators=FIRST_MET,
        left_out=DECLINED,
        drill=Drill(
            "residents:household-list", "met_from={first}&met_to={last}", "read_residents", is_then=True
        ),
        drill_of_all=Drill(
            "residents:household-list", "asked_from={first}&asked_to={last}", "read_residents", is_then=True
        ),
        meaning=_(
            "Households met, of the households registered at the end of the period without those that only declined in "
            "it, every time that they were visited: their number stands beside the rate."
        ),
        source=VISITS_REGISTER,
        undefined=HOUSEHOLDS,
    ),
    Indicator(
        "visibility_survey",
        _("Visibility (b): saw an officer"),
        pgettext_lazy("unit", "answers"),
        SURVEY,
        "saw_officer",
        drill=answers(),
        meaning=_("People who saw an officer in the last month, of those who said whether they did."),
        source=SURVEYS,
        undefined=SAID,
    ),
    Indicator(
        "safety",
        _("Feeling of safety"),
        pgettext_lazy("unit", "answers"),
        SURVEY,
        "felt_safe",
        drill=answers(),
        meaning=_("People who feel safe walking at night, of those who said whether they do."),
        source=SURVEYS,
        undefined=SAID,
    ),
    Indicator(
        "awareness",
        _("Officer known"),
        pgettext_lazy("unit", "answers"),
        SURVEY,
        "knows_officer",
        drill=answers(),
        meaning=_(
            "People who know the name or the telephone of the village officer, of those who said whether they do."
        ),
        source=SURVEYS,
        undefined=SAID,
    ),
    Indicator(
        "talks",
        _("People talked with"),
        pgettext_lazy("unit", "people"),
        COUNT,
        "talks",
        drill=rows("residents:visit-list", MONTHS, summed="talks"),
        meaning=_("People talked with, counted apart from households: the number written on each visit."),
        source=VISITS,
    ),
    Indicator(
        "priority_visits",
        _("Priority visits"),
        pgettext_lazy("unit", "visits"),
        COUNT,
        "priority_visits",  # by village: whom they went to is read in the own one only
        meaning=_(
            "Visits in which somebody was met for an approved and running priority visit. It is a "
            "number alone: the households stand in their own village's list only."
        ),
        source=VISITS,
    ),
    Indicator(
        "good_deeds",
        _("Good deeds"),
        pgettext_lazy("unit", "deeds"),
        COUNT,
        "good_deeds",
        drill=rows("residents:service-list", MONTHS + "&kind=good_deed", summed="quantity"),
        meaning=_("Good deeds done for villagers."),
        source=SERVICES,
    ),
    Indicator(
        "documents",
        _("Documents at the door"),
        pgettext_lazy("unit", "documents"),
        COUNT,
        "documents",
        drill=rows("residents:service-list", MONTHS + "&kind=document", summed="quantity"),
        meaning=_("Documents brought to the door."),
        source=SERVICES,
    ),
    Indicator(
        "bulletins",
        _("Safety bulletins"),
        pgettext_lazy("unit", "bulletins"),
        COUNT,
        "bulletins",
        drill=rows("residents:service-list", MONTHS + "&kind=bulletin", summed="quantity"),
        meaning=_("Safety bulletins given to villagers."),
        source=SERVICES,
    ),
    Indicator(
        "donations",
        _("Donations"),
        pgettext_lazy("unit", "yuan"),
        COUNT,
        "donations",
        drill=rows("residents:service-list", MONTHS + "&kind=donation", summed="yuan"),
        meaning=_("Money donated, in yuan."),
        source=SERVICES_YUAN,
    ),
    Indicator(
        "law_talks",
        _("Law talks"),
        pgettext_lazy("unit", "talks"),
        COUNT,
        "law_talks",
        drill=rows("residents:service-list", MONTHS + "&kind=law_talk", summed="quantity"),
        meaning=_("Talks on the law held for villagers."),
        source=SERVICES,
    ),
    Indicator(
        "school_visits",
        _("School visits"),
        pgettext_lazy("unit", "visits"),
        COUNT,
        "school_visits",
        drill=rows("residents:service-list", MONTHS + "&kind=school", summed="quantity"),
        meaning=_("Visits to schools."),
        source=SERVICES,
    ),
    Indicator(
        "enterprise_visits",
        _("Help for small businesses"),
        pgettext_lazy("unit", "times"),
        COUNT,
        "enterprise_visits",
        drill=rows("residents:service-list", MONTHS + "&kind=enterprise", summed="quantity"),
        meaning=_("Help given to small businesses."),
        source=SERVICES,
    ),
    Indicator(
        "pairings",
        _("Paired households"),
        pgettext_lazy("unit", "households"),
        COUNT,
        "pairings",
        drill=Drill("residents:pairing-list", "month={last}", "read_residents", is_then=True),
        meaning=_("Households that an officer is paired with at the end of the period."),
        source=PAIRINGS,
    ),
    Indicator(
        "requests",
        _("Requests told back by their due day"),
        pgettext_lazy("unit", "requests"),
        RATE,
        "requests_in_time",
        "requests_due",
        drill=rows("residents:request-list", "due_from={first}&due_to={last}&in_time=1&counted=1"),
        drill_of_all=rows("residents:request-list", "due_from={first}&due_to={last}&counted=1"),
        meaning=_(
            "Requests that were told back to whoever asked by their due day, of all requests due in "
            "the period. A no counts as an answer, a promise that was never told does not."
        ),
        source=REQUESTS_DUE,
        undefined=DUE,
    ),
    Indicator(
        "requests_answered",
        _("Requests told back"),
        pgettext_lazy("unit", "requests"),
        COUNT,
        "requests_answered",
        drill=rows("residents:request-list", "told_from={first}&told_to={last}&counted=1"),
        meaning=_("Requests told back in the period, whenever they were due, also late ones."),
        source=REQUESTS_TOLD,
    ),
    Indicator(
        "response_days",
        _("Median days until told back"),
        pgettext_lazy("unit", "days"),
        MEDIAN,
        "response_days",
        more_is_better=False,
        drill=rows("residents:request-list", "told_from={first}&told_to={last}&urgency=normal&counted=1"),
        meaning=_(
            "Days from the day on which a request was made to the one on which whoever asked was told, of the requests "
            "told back in the month that were not urgent: the median of a village and month. Of several villages, and "
            "of several months of a village, the median of theirs."
        ),
        source=REQUESTS_TOLD,
        undefined=NONE_TOLD,
    ),
    Indicator(
        "response_days_urgent",
        _("Median days until told back, urgent requests"),
        pgettext_lazy("unit", "days"),
        MEDIAN,
        "response_days_urgent",
        more_is_better=False,
        drill=rows("residents:request-list", "told_from={first}&told_to={last}&urgency=urgent&counted=1"),
        meaning=_(
            "The same of urgent requests, which are due on the day on which they are made: 0 is the same day."
        ),
        source=REQUESTS_TOLD,
        undefined=NONE_TOLD,
    ),
)
