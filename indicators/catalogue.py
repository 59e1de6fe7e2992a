"""Every indicator that the registry knows, in the order of the monthly report: one literal tuple.

A new indicator is its counts (a column of ``Counts`` and the lines of ``sql/fill_month.sql`` that fill it),
one entry here, one paragraph in docs/indicators.md and one test with hand-counted rows.
"""

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

import rules
from formulas.rates import Change, Number, change_of_count, change_of_rate, ratio
from formulas.satisfaction import Satisfaction, satisfaction

COUNT, OF, RATE, SURVEY = "count", "of", "rate", "survey"


def fewest_answers() -> int:
    """Below so many answers a rate is suppressed, in every county and whatever month it is of."""
    return rules.whole("survey.fewest_answers", on=timezone.localdate())


@dataclass(frozen=True)
class Drill:
    """Where a click on the number leads: a book's own list with the filter that yields the same rows.

    ``is_of_month``: only a month has such a list. The five-none of a year are no sum of rows, and a household met in
    several months counts in each month's target.
    """

    url: str
    params: str  # query string; {first} and {last} are the months of the period
    verb: str = "read_ledgers"
    is_of_month: bool = False


@dataclass(frozen=True)
class Indicator:
    """What a number is: its name, unit, parts, and where its records are.

    ``shape``: COUNT (n), OF (n of m with a target), RATE (share of m), SURVEY (satisfaction with interval).
    ``reported_by`` names the sum of villages that reported it: while some are missing, the figure is not compared.
    ``numerator_of_year`` replaces ``numerator`` where a period longer than a month counts differently.
    """

    code: str
    name: str | Promise
    unit: str | Promise
    shape: str
    numerator: str
    denominator: str = ""
    numerator_of_year: str = ""
    reported_by: str = ""
    drill: Drill | None = None
    more_is_better: bool | None = True

    @property
    def is_rate(self) -> bool:
        return self.shape in {RATE, SURVEY}

    def figure(self, sums: dict[str, Any], *, months: int = 1) -> "Figure":
        """Work the figure out from sums of counts over a period of ``months`` months.

        Where no village was counted nothing is known: every part is None, not 0.
        """
        if not sums["expected"]:
            return Figure(self, None)
        name = self.numerator_of_year if months > 1 and self.numerator_of_year else self.numerator
        if self.shape == SURVEY:
            found = satisfaction(sums, fewest=fewest_answers())
            return Figure(self, found.satisfied, found.n, found.rate, found)
        if self.code == "visibility_survey":
            seen = sums["saw_officer"]
            return Figure(
                self, seen, seen + sums["saw_no_officer"], ratio(seen, seen + sums["saw_no_officer"])
            )
        top = sums[name]
        bottom = sums[self.denominator] if self.denominator else None
        is_whole = not self.reported_by or sums[self.reported_by] == sums["expected"]
        return Figure(self, top, bottom, ratio(top, bottom), is_whole=is_whole)


@dataclass(frozen=True)
class Figure:
    """One worked-out indicator: numerator, denominator, rate; the parts may be None (not reported).

    ``is_whole``: every village that must report has reported; ten villages of 74 are no fall.
    """

    indicator: Indicator
    numerator: Number | None
    denominator: Number | None = None
    rate: Decimal | None = None
    satisfaction: Satisfaction | None = None
    is_whole: bool = True

    @property
    def is_rate(self) -> bool:
        return self.indicator.is_rate

    @property
    def percent(self) -> Decimal | None:
        return None if self.rate is None else self.rate * 100

    @property
    def bar(self) -> int:
        """Width of the thin bar, 0 to 100."""
        return 0 if self.rate is None else max(0, min(100, int(self.rate * 100)))

    def change_from(self, before: "Figure | None") -> Change | None:
        """同比 or 环比: counts in percent, rates in percentage points, base 0 absolute; None unless both are whole."""
        if before is None or not (self.is_whole and before.is_whole):
            return None
        if self.is_rate:
            return change_of_rate(self.rate, before.rate)
        return change_of_count(self.numerator, before.numerator)


_MONTHS = "from_month={first}&to_month={last}&counted=1"

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
        drill=Drill("residents:household-list", "met_from={first}&met_to={last}", "read_residents"),
    ),
    Indicator(
        "visit_target",
        _("Households met of target"),
        pgettext_lazy("unit", "households"),
        OF,
        "households_met",
        "visit_target",
        drill=Drill(
            "residents:household-list", "met_from={first}&met_to={last}", "read_residents", is_of_month=True
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
        drill=Drill("residents:household-list", "met_from={first}&met_to={last}", "read_residents"),
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
        drill=Drill("residents:visit-list", _MONTHS + "&outcome=met"),
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
        drill=Drill("duty:duty-list", "from_month={first}&to_month={last}&responsible=1"),
    ),
    Indicator(
        "good_deeds",
        _("Good deeds"),
        pgettext_lazy("unit", "deeds"),
        COUNT,
        "good_deeds",
        drill=Drill("residents:service-list", _MONTHS + "&kind=good_deed"),
    ),
    Indicator(
        "documents",
        _("Documents at the door"),
        pgettext_lazy("unit", "documents"),
        COUNT,
        "documents",
        drill=Drill("residents:service-list", _MONTHS + "&kind=document"),
    ),
    Indicator(
        "bulletins",
        _("Safety bulletins"),
        pgettext_lazy("unit", "bulletins"),
        COUNT,
        "bulletins",
        drill=Drill("residents:service-list", _MONTHS + "&kind=bulletin"),
    ),
    Indicator(
        "donations",
        _("Donations"),
        pgettext_lazy("unit", "yuan"),
        COUNT,
        "donations",
        drill=Drill("residents:service-list", _MONTHS + "&kind=donation"),
    ),
    Indicator(
        "law_talks",
        _("Law talks"),
        pgettext_lazy("unit", "talks"),
        COUNT,
        "law_talks",
        drill=Drill("residents:service-list", _MONTHS + "&kind=law_talk"),
    ),
    Indicator(
        "meetings",
        _("Village meetings"),
        pgettext_lazy("unit", "meetings"),
        COUNT,
        "meetings",
        drill=Drill("residents:service-list", _MONTHS + "&kind=meeting"),
    ),
    Indicator(
        "school_visits",
        _("School visits"),
        pgettext_lazy("unit", "visits"),
        COUNT,
        "school_visits",
        drill=Drill("residents:service-list", _MONTHS + "&kind=school"),
    ),
    Indicator(
        "enterprise_visits",
        _("Help for small businesses"),
        pgettext_lazy("unit", "times"),
        COUNT,
        "enterprise_visits",
        drill=Drill("residents:service-list", _MONTHS + "&kind=enterprise"),
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
        _("Requests answered of received"),
        pgettext_lazy("unit", "requests"),
        RATE,
        "requests_answered",
        "requests_received",
        drill=Drill("residents:request-list", _MONTHS),
    ),
    Indicator(
        "disputes_accepted",
        _("Disputes accepted"),
        pgettext_lazy("unit", "disputes"),
        COUNT,
        "disputes_accepted",
        more_is_better=None,
        drill=Drill("disputes:dispute-list", _MONTHS),
    ),
    Indicator(
        "disputes_handled",
        _("Disputes handled"),
        pgettext_lazy("unit", "disputes"),
        COUNT,
        "disputes_handled",
        drill=Drill("disputes:dispute-list", "handled_from={first}&handled_to={last}&counted=1"),
    ),
    Indicator(
        "disputes_agreed",
        _("Settled of handled"),
        pgettext_lazy("unit", "disputes"),
        RATE,
        "disputes_agreed",
        "disputes_handled",
        drill=Drill("disputes:dispute-list", "handled_from={first}&handled_to={last}&counted=1&stage=agreed"),
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
        drill=Drill("patrols:patrol-list", _MONTHS),
    ),
    Indicator(
        "joint_patrols",
        _("Joint patrols"),
        pgettext_lazy("unit", "patrols"),
        COUNT,
        "joint_patrols",
        drill=Drill("patrols:patrol-list", _MONTHS + "&is_joint=true"),
    ),
)

BY_CODE = {indicator.code: indicator for indicator in CATALOGUE}


def figures(sums: dict[str, Any], *, months: int = 1) -> list[Figure]:
    """All indicators of the catalogue for sums over a period of ``months`` months."""
    return [indicator.figure(sums, months=months) for indicator in CATALOGUE]
