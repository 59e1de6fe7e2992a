"""What an indicator is, and the figure that it makes of sums: n, n of m, a share, a satisfaction."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils import timezone
from django.utils.functional import Promise

import rules
from calendars.spans import Span
from formulas.rates import Change, Number, change_of_count, change_of_rate, ratio
from formulas.satisfaction import Satisfaction, satisfaction, share_of_yes, wilson
from indicators.questions import QUESTIONS

COUNT, OF, RATE, SURVEY, MEDIAN = "count", "of", "rate", "survey", "median"
# What a figure says beside its numbers (``Figure.state``).
VALUE, MET, NOT_MET, NOT_REPORTED, UNDEFINED, SUPPRESSED = (
    "value", "met", "not_met", "not_reported", "undefined", "suppressed",
)  # fmt: skip


def fewest_answers() -> int:
    """Below so many answers a rate is suppressed, in every county and whatever month it is of."""
    return rules.whole("survey.fewest_answers", on=timezone.localdate())


@dataclass(frozen=True)
class Drill:
    """Where a click on the number leads: a book's own list with the filter that yields the same rows.

    ``is_of_month``: only a month has such a list. The five-none of a year are no sum of rows, and a household met in
    several months counts in each month's target. ``is_then``: what happened, so that the list has the rows of the place
    as it was in these months. The number is that of the rows, or the sum of their column ``summed``.
    """

    url: str
    params: str  # query string; {first} and {last} are the months of the period
    verb: str = "read_ledgers"
    is_of_month: bool = False
    is_then: bool = False
    summed: str = ""


@dataclass(frozen=True)
class Indicator:
    """What a number is: its name, unit, parts, and where its records are.

    ``shape``: COUNT (n), OF (n of m with a target), RATE (share of m), SURVEY (a share of answers with interval),
    MEDIAN (the middle one of the villages, undefined where none has one).
    ``reported_by`` names the sum of villages that reported it: while some are missing, the figure is preliminary: it is
    compared with nothing and stands in no rank; while all are, it has no value.
    ``left_out`` has the counts that are taken off the denominator, and shown beside the figure, by the span.
    ``numerators`` has the counts that replace ``numerator`` where a longer period counts differently: a household met
    in two months of a quarter is one of the quarter. ``drill`` leads to what makes the numerator, ``drill_of_all`` to
    the denominator. ``meaning``, ``source`` and ``undefined`` are whole sentences:
    what is counted, in which records, and when there is no value (empty: there is always one). ``since`` and ``until``
    are its first and last month, None for no bound: one that was given up stays in the publications of before.
    """

    code: str
    name: str | Promise
    unit: str | Promise
    shape: str
    numerator: str
    denominator: str = ""
    numerators: Mapping[Span, str] = field(default_factory=dict)
    reported_by: str = ""
    left_out: Mapping[Span, str] = field(default_factory=dict)
    drill: Drill | None = None
    drill_of_all: Drill | None = None
    more_is_better: bool | None = True
    meaning: str | Promise = ""
    source: str | Promise = ""
    undefined: str | Promise = ""
    since: date | None = None
    until: date | None = None

    @property
    def is_rate(self) -> bool:
        return self.shape in {RATE, SURVEY}

    @property
    def has_target(self) -> bool:
        """Is all of the denominator to be reached?"""
        return self.shape == OF or self.code == "five_none"

    def is_in_force(self, first: date, last: date) -> bool:
        """Does it stand for all months ``first`` .. ``last``?"""
        return (self.since is None or self.since <= first) and (self.until is None or self.until >= last)

    def figure(self, sums: dict[str, Any], span: Span = Span.MONTH) -> "Figure":
        """Work the figure out from sums of counts over a period.

        Where no village was counted nothing is known: every part is None, not 0.
        """
        if not sums["counted"]:
            return Figure(self, None)
        name = self.numerators.get(span, self.numerator)
        if self.code in QUESTIONS:
            return self._of_answers(sums)
        top = sums[name]
        bottom = sums[self.denominator] if self.denominator else None
        left_out = sums[self.left_out[span]] if self.left_out else None
        if left_out is not None and bottom is not None:
            bottom -= left_out
        reported = (sums[self.reported_by], sums["expected"]) if self.reported_by else None
        if reported and not reported[0] and self.is_rate:
            top = None
        return Figure(self, top, bottom, ratio(top, bottom), reported=reported, left_out=left_out)

    def _of_answers(self, sums: dict[str, Any]) -> "Figure":
        """Of what villagers say; without any number where they are too few (indicators/hiding.py).

        Whatever has answers says in how many of the villages they were entered.
        """
        _good, names = QUESTIONS[self.code]
        n = sum(sums[name] for name in names)
        if self.code in sums["hidden"] or 0 < n < fewest_answers():
            return Figure(self, None, is_hidden=True)
        found = (
            satisfaction(sums, fewest=fewest_answers())
            if self.code == "satisfaction"
            else share_of_yes(sums, self.numerator, fewest=fewest_answers())
        )
        entered = (sums["surveyed"], sums["expected"]) if sums["surveyed"] else None
        return Figure(self, found.satisfied, n, found.rate, found, reported=entered)


@dataclass(frozen=True)
class Figure:
    """One worked-out indicator: numerator, denominator, rate; the parts may be None (not reported).

    ``reported``: of what somebody must report, how many villages have reported of how many, and in how many of them a
    survey was entered; None of anything else. ``is_hidden``: so few people answered that it would speak of them, or of
    others by subtraction (indicators/hiding.py). ``left_out``: how many stand beside the denominator, not in it.
    """

    indicator: Indicator
    numerator: Number | None
    denominator: Number | None = None
    rate: Decimal | None = None
    satisfaction: Satisfaction | None = None
    reported: tuple[int, int] | None = None
    is_hidden: bool = False
    left_out: Number | None = None

    @property
    def is_whole(self) -> bool:
        """Has every village reported that must? Until then nothing is compared: ten villages of 74 are no fall."""
        return self.reported is None or self.reported[0] == self.reported[1]

    @property
    def state(self) -> str:
        """MET or NOT_MET of what has a target; NOT_REPORTED, UNDEFINED, SUPPRESSED; else VALUE.

        Villages of which one has not met the five-none have not met it, whatever the others report.
        """
        if self.is_hidden:
            return SUPPRESSED
        if self.numerator is None:
            return UNDEFINED if self.indicator.shape == MEDIAN else NOT_REPORTED
        if self.denominator == 0:
            return UNDEFINED
        if not self.indicator.has_target or self.denominator is None:
            return VALUE
        if self.numerator < self.denominator:
            return NOT_MET
        return MET if self.is_whole else NOT_REPORTED

    @property
    def is_rate(self) -> bool:
        return self.indicator.is_rate

    @property
    def interval(self) -> tuple[Decimal | None, Decimal | None]:
        """The 95 % interval of a share of answers; of fewer than may be shown there is none."""
        if self.satisfaction:
            return self.satisfaction.low, self.satisfaction.high
        if self.indicator.shape != SURVEY or self.is_hidden or not self.numerator or not self.denominator:
            return None, None
        return wilson(int(self.numerator), int(self.denominator))

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
