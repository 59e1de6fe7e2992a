"""What an indicator is, and the figure that it makes of sums: n, n of m, a share, a satisfaction."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.utils import timezone
from django.utils.functional import Promise

import rules
from formulas.rates import Change, Number, change_of_count, change_of_rate, ratio
from formulas.satisfaction import Satisfaction, satisfaction, wilson

COUNT, OF, RATE, SURVEY = "count", "of", "rate", "survey"
# What a figure says beside its numbers (``Figure.state``).
VALUE, PARTIAL, MET, NOT_MET, NOT_REPORTED, UNDEFINED, SUPPRESSED = (
    "value", "partial", "met", "not_met", "not_reported", "undefined", "suppressed",
)  # fmt: skip


def fewest_answers() -> int:
    """Below so many answers a rate is suppressed, in every county and whatever month it is of."""
    return rules.whole("survey.fewest_answers", on=timezone.localdate())


@dataclass(frozen=True)
class Drill:
    """Where a click on the number leads: a book's own list with the filter that yields the same rows.

    ``is_of_month``: only a month has such a list. The five-none of a year are no sum of rows, and a household met in
    several months counts in each month's target. ``is_then``: what happened, so that the list has the rows of the place
    as it was in these months. The rows, or the sum of their column ``summed``, are the numerator; ``is_of_all``: the
    denominator.
    """

    url: str
    params: str  # query string; {first} and {last} are the months of the period
    verb: str = "read_ledgers"
    is_of_month: bool = False
    is_then: bool = False
    summed: str = ""
    is_of_all: bool = False


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

    @property
    def has_target(self) -> bool:
        """Is all of the denominator to be reached?"""
        return self.shape == OF or self.code == "five_none"

    def figure(self, sums: dict[str, Any], *, months: int = 1) -> "Figure":
        """Work the figure out from sums of counts over a period of ``months`` months.

        Where no village was counted nothing is known: every part is None, not 0.
        """
        if not sums["counted"]:
            return Figure(self, None)
        name = self.numerator_of_year if months > 1 and self.numerator_of_year else self.numerator
        if self.shape == SURVEY:
            found = satisfaction(sums, fewest=fewest_answers())
            return Figure(self, found.satisfied, found.n, found.rate, found)
        if self.code == "visibility_survey":
            seen, said = sums["saw_officer"], sums["saw_officer"] + sums["saw_no_officer"]
            if 0 < said < fewest_answers():
                return Figure(self, None, is_hidden=True)
            return Figure(self, seen, said, ratio(seen, said))
        top = sums[name]
        bottom = sums[self.denominator] if self.denominator else None
        is_whole = not self.reported_by or sums[self.reported_by] == sums["expected"]
        missed = self.code == "five_none" and sums["reported"] > sums["met_five_none"]
        return Figure(self, top, bottom, ratio(top, bottom), is_whole=is_whole, is_missed=missed)


@dataclass(frozen=True)
class Figure:
    """One worked-out indicator: numerator, denominator, rate; the parts may be None (not reported).

    ``is_whole``: every village that must report has reported; ten villages of 74 are no fall. ``is_hidden``: so few
    people answered that it would speak of them, or of others by subtraction (indicators/suppression.py).
    """

    indicator: Indicator
    numerator: Number | None
    denominator: Number | None = None
    rate: Decimal | None = None
    satisfaction: Satisfaction | None = None
    is_whole: bool = True
    is_hidden: bool = False
    is_missed: bool = False  # a village that reported has not met it

    @property
    def state(self) -> str:
        """MET or NOT_MET of what has a target; NOT_REPORTED, UNDEFINED, SUPPRESSED; else VALUE, or PARTIAL while some
        villages that must report have not.

        Villages of which one has not met the five-none have not met it, whatever the others report.
        """
        if self.is_hidden or (self.satisfaction and self.satisfaction.is_suppressed):
            return SUPPRESSED
        if self.numerator is None:
            return NOT_REPORTED
        if self.denominator == 0:
            return UNDEFINED
        if not self.indicator.has_target or self.denominator is None:
            return VALUE if self.is_whole else PARTIAL
        if self.is_missed:
            return NOT_MET
        if not self.is_whole:
            return NOT_REPORTED
        return MET if self.numerator >= self.denominator else NOT_MET

    @property
    def is_rate(self) -> bool:
        return self.indicator.is_rate

    @property
    def interval(self) -> tuple[Decimal | None, Decimal | None]:
        """The 95 % interval of a share of answers; of fewer than may be shown there is none."""
        if self.satisfaction:
            return self.satisfaction.low, self.satisfaction.high
        if (
            self.indicator.shape != SURVEY
            or self.state == SUPPRESSED
            or not self.numerator
            or not self.denominator
        ):
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
