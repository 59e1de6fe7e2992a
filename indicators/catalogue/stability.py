"""Stability: disputes and what became of them (社会稳定)."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from calendars.spans import Span
from indicators.catalogue.drills import MONTHS, rows
from indicators.catalogue.words import (
    ACCEPTED,
    CALLS,
    DISPUTES_END,
    DISPUTES_IN,
    DISPUTES_OUT,
    DUE,
    DUTIES,
    ENDED,
    FIRST,
    HANDLED,
    PLANNED,
    SESSIONS,
)
from indicators.figure import COUNT, RATE, Drill, Indicator

# Accepted in the period, and handled in the month.
DONE = {
    Span.QUARTER: "disputes_done_of_quarter",
    Span.HALF: "disputes_done_of_half",
    Span.YEAR: "disputes_done_of_year",
}

STABILITY: tuple[Indicator, ...] = (
    Indicator(
        "disputes_accepted",
        _("Disputes accepted"),
        pgettext_lazy("unit", "disputes"),
        COUNT,
        "disputes_accepted",
        more_is_better=None,
        drill=rows("disputes:dispute-list", MONTHS),
        meaning=_("Disputes accepted in the period."),
        source=DISPUTES_IN,
    ),
    Indicator(
        "disputes_handled",
        _("Disputes handled"),
        pgettext_lazy("unit", "disputes"),
        COUNT,
        "disputes_handled",
        drill=rows("disputes:dispute-list", "handled_from={first}&handled_to={last}&counted=1"),
        meaning=_("Disputes whose handling ended in the period, whatever the outcome."),
        source=DISPUTES_OUT,
    ),
    Indicator(
        "disputes_done",
        _("Handled of accepted"),
        pgettext_lazy("unit", "disputes"),
        RATE,
        "disputes_done",
        "disputes_accepted",
        numerators=DONE,
        drill=rows("disputes:dispute-list", MONTHS + "&handled_from={first}&handled_to={last}"),
        drill_of_all=rows("disputes:dispute-list", MONTHS),
        meaning=_("Of the disputes accepted in the period, those whose handling ended by its end."),
        source=DISPUTES_IN,
        undefined=ACCEPTED,
    ),
    Indicator(
        "disputes_agreed",
        _("Settled of handled"),
        pgettext_lazy("unit", "disputes"),
        RATE,
        "disputes_agreed",
        "disputes_handled",
        drill=rows("disputes:dispute-list", "handled_from={first}&handled_to={last}&counted=1&stage=agreed"),
        drill_of_all=rows("disputes:dispute-list", "handled_from={first}&handled_to={last}&counted=1"),
        meaning=_("Handled disputes that ended in an agreement, of all handled ones."),
        source=DISPUTES_OUT,
        undefined=HANDLED,
    ),
    Indicator(
        "disputes_in_time",
        _("People's mediation ended within one month"),
        pgettext_lazy("unit", "disputes"),
        RATE,
        "people_mediated_in_time",
        "people_mediated",
        drill=rows(
            "disputes:dispute-list",
            "handled_from={first}&handled_to={last}&counted=1&procedure=people&in_time=1",
        ),
        drill_of_all=rows(
            "disputes:dispute-list", "handled_from={first}&handled_to={last}&counted=1&procedure=people"
        ),
        meaning=_(
            "Of people's mediations that ended in the period, those that ended within one calendar "
            'month of acceptance (人民调解工作若干规定 33, "as a rule").'
        ),
        source=DISPUTES_OUT,
        undefined=ENDED,
    ),
    Indicator(
        "disputes_first_session",
        _("First session in time (calendar days)"),
        pgettext_lazy("unit", "disputes"),
        RATE,
        "first_sessions_in_time",
        "first_sessions",
        meaning=_(
            "Of the disputes whose first mediation session was in the period, those that had it "
            "within the calendar days of the rule from acceptance, whoever mediates."
        ),
        source=SESSIONS,
        undefined=FIRST,
    ),
    Indicator(
        "disputes_at_station",
        _("Handled at the station"),
        pgettext_lazy("unit", "disputes"),
        RATE,
        "disputes_at_station",
        "disputes_handled",
        more_is_better=None,
        drill=rows("disputes:dispute-list", "handled_from={first}&handled_to={last}&counted=1&place=station"),
        drill_of_all=rows("disputes:dispute-list", "handled_from={first}&handled_to={last}&counted=1"),
        meaning=_("Of the disputes handled in the period, those handled at the station instead of the post."),
        source=DISPUTES_OUT,
        undefined=HANDLED,
    ),
    Indicator(
        "duties_performed",
        _("Duties performed by their day"),
        pgettext_lazy("unit", "duties"),
        RATE,
        "duties_performed",
        "duties_due",
        meaning=_(
            "Of the duties of final agreements that were due in the period, those performed by their day."
        ),
        source=DUTIES,
        undefined=DUE,
    ),
    Indicator(
        "follow_ups_made",
        _("Follow-ups made by their day"),
        pgettext_lazy("unit", "calls"),
        RATE,
        "follow_ups_made",
        "follow_ups_due",
        meaning=_(
            "Of the follow-up calls planned for the period, those made by their day; a call that was "
            "dropped before its day, because the dispute was taken up again, is none."
        ),
        source=CALLS,
        undefined=PLANNED,
    ),
    Indicator(
        "disputes_open",
        _("Disputes open at the end"),
        pgettext_lazy("unit", "disputes"),
        COUNT,
        "disputes_open",
        more_is_better=False,
        drill=Drill("disputes:dispute-list", "open_at={last}&counted=1", is_then=True),
        meaning=_("Disputes accepted and not yet handled at the end of the period."),
        source=DISPUTES_END,
    ),
)
