"""Shares, and how they are compared. Used by the indicator catalogue, the surveys and the reports."""

from dataclasses import dataclass
from decimal import Decimal

from formulas.rounding import PERCENT, half_up

Number = int | Decimal


def ratio(numerator: Number | None, denominator: Number | None) -> Decimal | None:
    """Share as a number (0.9324 for 69 of 74); undefined (None) for a missing part or denominator 0."""
    if numerator is None or not denominator:
        return None
    return Decimal(numerator) / Decimal(denominator)


@dataclass(frozen=True)
class Change:
    """A difference to an earlier period: in "percent", in percentage "points", or "absolute"."""

    kind: str
    value: Decimal

    @property
    def size(self) -> Decimal:
        """How large it is, as it is shown."""
        return half_up(abs(self.value), PERCENT)

    @property
    def sign(self) -> int:
        """1, -1, or 0 for what is shown as zero: it has no arrow, no colour and no word."""
        return ((self.value > 0) - (self.value < 0)) * bool(self.size)


def change_of_count(this: Number | None, before: Number | None) -> Change | None:
    """同比 / 环比 of a count: (this - before) / before in percent; with base 0 the absolute change, no percentage.

    None if one of the two is missing.
    """
    if this is None or before is None:
        return None
    if before == 0:
        return Change("absolute", Decimal(this))
    return Change("percent", (Decimal(this) - Decimal(before)) / Decimal(before) * 100)


def change_of_rate(this: Decimal | None, before: Decimal | None) -> Change | None:
    """A rate against a rate: the difference in percentage points (百分点), never in percent."""
    if this is None or before is None:
        return None
    return Change("points", (this - before) * 100)
