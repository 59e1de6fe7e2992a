"""The law that the registry encodes, as dated rows: ``law.row("po.case", on=day)`` is the version of that day.

The day of filing or of the session chooses the version. Not legal advice: a lawyer of the county signs the table
before real use. A change of the law is a second row of the same id; the old one gets its last day and stays.
"""

from datetime import date

from rules.law import (
    confirmation,
    data_and_bodies,
    holidays,
    peoples_mediation,
    police_mediation,
    police_periods,
    violence,
)
from rules.law.shape import Confidence, Effect, Item, LegalRow, Quantity, Source

__all__ = [
    "LEGAL",
    "Confidence",
    "Effect",
    "Item",
    "LegalRow",
    "Quantity",
    "Source",
    "row",
    "row_or_first",
    "rows",
]

LEGAL: tuple[LegalRow, ...] = (
    *peoples_mediation.ROWS,
    *confirmation.ROWS,
    *police_mediation.ROWS,
    *police_periods.ROWS,
    *violence.ROWS,
    *data_and_bodies.ROWS,
    *holidays.ROWS,
)


def row(id: str, *, on: date, county: str = "") -> LegalRow:
    """The version of the rule ``id`` that holds on the day ``on`` in the county with the division code ``county``.

    Raises KeyError for an id that no row has, LookupError where no version holds then and there.
    """
    for one in VERSIONS[id]:
        if one.holds_on(on) and county.startswith(one.province):
            return one
    raise LookupError(f"{id} did not hold on {on} in {county or 'every county'}")


def row_or_first(id: str, *, on: date) -> LegalRow:
    """The version of the day; before the first one's begin it is the first, so that an old entry has a rule as well."""
    return next((one for one in VERSIONS[id] if one.holds_on(on)), VERSIONS[id][0])


def rows(*, on: date, effect: Effect | None = None, county: str = "") -> tuple[LegalRow, ...]:
    """All rows that hold on a day in the county with the division code ``county``; of one effect if it is given."""
    return tuple(
        one
        for one in LEGAL
        if one.holds_on(on) and (effect is None or effect in one.effects) and county.startswith(one.province)
    )


def _by_id() -> dict[str, tuple[LegalRow, ...]]:
    """Id -> its versions, in the order of the table."""
    found: dict[str, tuple[LegalRow, ...]] = {}
    for one in LEGAL:
        found[one.id] = (*found.get(one.id, ()), one)
    return found


VERSIONS = _by_id()
