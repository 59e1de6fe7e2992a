"""How numbers are rounded on pages, in files and on paper: half away from zero, as a spreadsheet shows it."""

from decimal import ROUND_HALF_UP, Decimal

PERCENT = 2  # digits behind the point of a percentage, of a change and of percentage points
TARGET = 1  # of a target that is shared out by days
HOURS = 1  # of a median of hours


def half_up(value: int | Decimal, digits: int) -> Decimal:
    """The number with so many digits behind the point; a half goes away from zero (3.125 -> 3.13)."""
    return Decimal(value).quantize(Decimal(1).scaleb(-digits), rounding=ROUND_HALF_UP)
