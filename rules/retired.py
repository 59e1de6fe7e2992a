"""Indicators that a county has given up: from which month on, and until when it takes one up again.

One that is given up is a dated value (rules/models.py) of the code ``PREFIX`` and that of the indicator, with the
reason as its note. Read with all other values (rules/reading.py), so that asking costs no statement. Set by
indicators/retiring.py.
"""

from collections.abc import Iterator
from datetime import date

from rules.declared.shape import Unit
from rules.reading import spans_of

PREFIX = "indicator.retired."
UNIT = Unit.MONTHS


def code_of(indicator: str) -> str:
    """The code of the dated value."""
    return f"{PREFIX}{indicator}"


def between(first: date, last: date, county: str) -> frozenset[str]:
    """The codes of the indicators that are given up in any of the months ``first`` .. ``last``."""
    found = _spans(county)
    return frozenset(
        code for code, begins, ends in found if begins <= last and (ends is None or ends >= first)
    )


def _spans(county: str) -> Iterator[tuple[str, date, date | None]]:
    for code, begins, ends in spans_of(PREFIX, county):
        yield code.removeprefix(PREFIX), begins, ends
