"""Rates from the answers of villagers: satisfaction (满意率), and the questions with yes and no.

Answers 不了解 and 拒答 are shown beside the rate and count in no denominator.
"""

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from math import sqrt

from formulas.rates import ratio

Z_95 = 1.959963984540054  # two-sided 95 % quantile of the normal distribution

SUBSTANTIVE = ("very_satisfied", "satisfied", "basically", "dissatisfied", "very_dissatisfied")
OUTSIDE = ("unknown", "refused")
# The count of yes -> that of no: saw an officer, feels safe (安全感), knows the officer (知晓率).
NO_OF = {"saw_officer": "saw_no_officer", "felt_safe": "felt_unsafe", "knows_officer": "knows_no_officer"}
CREDITED = {"A": ("very_satisfied", "satisfied"), "B": ("very_satisfied", "satisfied", "basically")}


@dataclass(frozen=True)
class Satisfaction:
    """A rate from answers of villagers with all that must be shown with it.

    ``n``: the substantive answers; ``answered`` has those without substance, too, where they are counted.
    """

    variant: str
    satisfied: int
    n: int
    answered: int
    invited: int
    rate: Decimal | None
    low: Decimal | None
    high: Decimal | None
    response_rate: Decimal | None
    is_suppressed: bool


def satisfaction(sums: Mapping[str, int], variant: str = "A", *, fewest: int) -> Satisfaction:
    """Rate A: (非常满意 + 满意) / substantive answers; B adds 基本满意 and is always labelled B.

    The rate is undefined without substantive answers and suppressed below ``fewest`` of them: it could be
    traced to persons. No variant gives credit for 不满意.
    """
    n = sum(sums[name] for name in SUBSTANTIVE)
    good = sum(sums[name] for name in CREDITED[variant])
    outside = sum(sums[name] for name in OUTSIDE)
    return _rate(variant, good, n, n + outside, sums["invited"], fewest)


def share_of_yes(sums: Mapping[str, int], yes: str, *, fewest: int) -> Satisfaction:
    """Who said yes, of those who said yes or no (``NO_OF``), by the rules of the satisfaction."""
    n = sums[yes] + sums[NO_OF[yes]]
    return _rate("", sums[yes], n, n, sums["invited"], fewest)


def _rate(variant: str, good: int, n: int, answered: int, invited: int, fewest: int) -> Satisfaction:
    """The response rate is that of the substantive answers: whoever says nothing has not answered the question."""
    shown = n >= fewest
    low, high = wilson(good, n) if shown else (None, None)
    return Satisfaction(
        variant=variant,
        satisfied=good,
        n=n,
        answered=answered,
        invited=invited,
        rate=ratio(good, n) if shown else None,
        low=low,
        high=high,
        response_rate=ratio(n, invited),
        is_suppressed=0 < n < fewest,
    )


def wilson(successes: int, n: int) -> tuple[Decimal | None, Decimal | None]:
    """Wilson score interval, 95 %, of a share (Wilson 1927, JASA 22:209-212); (None, None) for n = 0."""
    if n == 0:
        return None, None
    share, z2 = successes / n, Z_95**2
    middle = (share + z2 / (2 * n)) / (1 + z2 / n)
    half = Z_95 * sqrt(share * (1 - share) / n + z2 / (4 * n * n)) / (1 + z2 / n)
    return Decimal(str(round(max(0.0, middle - half), 6))), Decimal(str(round(min(1.0, middle + half), 6)))


def shared_ranks(intervals: Sequence[tuple[Decimal | None, Decimal | None]]) -> list[int | None]:
    """Of each interval its rank: 1 + the number of intervals that lie wholly better. A suppressed entry has no rank.

    An overlap is no reason to put one before the other. Counted place by place: a chain in which each overlaps the next
    does not give its two ends one rank.
    """
    lows = sorted(low for low, _high in intervals if low is not None)
    return [None if high is None else 1 + len(lows) - bisect_right(lows, high) for _low, high in intervals]
