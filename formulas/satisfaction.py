"""Satisfaction (满意率). Answers 不了解 and 拒答 are shown beside the rate and count in no denominator."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from math import sqrt

from formulas.rates import ratio

Z_95 = 1.959963984540054  # two-sided 95 % quantile of the normal distribution

SUBSTANTIVE = ("very_satisfied", "satisfied", "basically", "dissatisfied", "very_dissatisfied")
OUTSIDE = ("unknown", "refused")
CREDITED = {"A": ("very_satisfied", "satisfied"), "B": ("very_satisfied", "satisfied", "basically")}


@dataclass(frozen=True)
class Satisfaction:
    """A satisfaction rate with all that must be shown with it."""

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
    answered = n + sum(sums[name] for name in OUTSIDE)
    shown = n >= fewest
    low, high = wilson(good, n) if shown else (None, None)
    return Satisfaction(
        variant=variant,
        satisfied=good,
        n=n,
        answered=answered,
        invited=sums["invited"],
        rate=ratio(good, n) if shown else None,
        low=low,
        high=high,
        response_rate=ratio(answered, sums["invited"]),
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


def shared_ranks(intervals: list[tuple[Decimal | None, Decimal | None]]) -> list[int | None]:
    """Ranks for rates given best first: an entry shares the rank of the leader whose interval it overlaps.

    A suppressed entry (no interval) has no rank.
    """
    ranks: list[int | None] = []
    leader_low: Decimal | None = None
    rank = 0
    for place, (low, high) in enumerate(intervals, start=1):
        if low is None or high is None:
            ranks.append(None)
            continue
        if leader_low is None or high < leader_low:
            leader_low, rank = low, place
        ranks.append(rank)
    return ranks
