"""Numbers of people in the wrong cell: identity numbers are blotted out before a line is stored, and told of each.

A cell says what a form would refuse; it is refused here with the same sentence, before anything of it is read apart.
"""

import re
from functools import lru_cache
from typing import Any

from folding import personal_numbers
from folding.personal_numbers import Kind
from imports.sheets import cells
from pages.plausible import NO_PLACE_FOR

BLOTTED = "［身份证号已删去］"  # stands in the cell, also of the workbook of refused lines
IDENTITY_NUMBER = re.compile(r"(?<!\d)[1-9]\d{5}((?:19|20)\d{2})(\d{2})(\d{2})\d{3}[\dXx](?!\d)")
FEWEST_DIGITS = 10  # of a telephone number with its area code
# Columns in which a number of this kind belongs; of a birth only the year is read.
BELONGS = frozenset(
    {"phone", "identity", "birth", "code", "members", "children", "account", "badge", "since"}
)


def without_identity(cell: str) -> str:
    """The cell without an identity number, whatever column it stands in; all of it where only a part is a number's."""
    if len(cell) < FEWEST_DIGITS:
        return cell
    cell = IDENTITY_NUMBER.sub(BLOTTED, cells.whole(cell))
    return BLOTTED if personal_numbers.found(cell) is Kind.IDENTITY else cell


@lru_cache(20_000)
def kind_in(code: str, cell: str) -> Kind | None:
    """The kind of number that stands in the cell of a column with this meaning and does not belong there."""
    if BLOTTED in cell:
        return None if code == "identity" else Kind.IDENTITY
    return personal_numbers.found(cell) if code not in BELONGS and len(cell) >= FEWEST_DIGITS else None


def faults_of(values: dict[str, str]) -> dict[str, str]:
    """Meaning of a column -> the sentence that refuses its cell; ``values``: what a line says, by meaning."""
    found: dict[str, Any] = {code: kind_in(code, cell) for code, cell in values.items()}
    return {code: str(NO_PLACE_FOR[kind]) for code, kind in found.items() if kind}
