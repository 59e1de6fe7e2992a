"""Every indicator that the registry knows, under the four phrases of police work, in the order of the monthly report.

A new indicator is its counts (a column of ``Counts`` and the lines of ``sql/fill_month.sql`` that fill it), one entry
in the module of its phrase, and one test with hand-counted rows. Pages, files, papers and docs/indicators.md take its
name, unit, meaning and direction from here (``manage.py describe_indicators`` writes the document).
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from calendars.spans import Span
from indicators.catalogue.cases import CASES
from indicators.catalogue.contentment import CONTENTMENT
from indicators.catalogue.order import ORDER
from indicators.catalogue.stability import STABILITY
from indicators.figure import Figure, Indicator
from rules import retired


@dataclass(frozen=True)
class Phrase:
    """One of the four phrases that a year of police work is summed up in, and the indicators that speak for it."""

    name: str | Promise
    indicators: tuple[Indicator, ...]


PHRASES = (
    Phrase(_("Few cases"), CASES),
    Phrase(_("Good order"), ORDER),
    Phrase(_("Stability"), STABILITY),
    Phrase(_("Contentment of the people"), CONTENTMENT),
)
CATALOGUE: tuple[Indicator, ...] = tuple(one for phrase in PHRASES for one in phrase.indicators)
BY_CODE = {indicator.code: indicator for indicator in CATALOGUE}


def in_force(first: date, last: date, county: str) -> list[Indicator]:
    """The indicators of a period that begins in the month ``first`` and ends in ``last``: none that begins after its
    start or was given up before its end, by the registry or by the county with the division code ``county``."""
    given_up = retired.between(first, last, county)
    return [one for one in CATALOGUE if one.is_in_force(first, last) and one.code not in given_up]


def in_force_of(codes: Iterable[str], first: date, last: date, county: str) -> list[str]:
    """Those of ``codes`` that stand for the period, in their order."""
    shown = {one.code for one in in_force(first, last, county)}
    return [code for code in codes if code in shown]


def figures(
    sums: dict[str, Any], span: Span = Span.MONTH, of: Iterable[Indicator] = CATALOGUE
) -> list[Figure]:
    """All indicators of the catalogue, or these, for sums over a period."""
    return [indicator.figure(sums, span) for indicator in of]
