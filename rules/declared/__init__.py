"""The rules that the registry knows, each with the value that holds where no county has set another.

A new rule is one entry in the file of its group and the call that reads it (rules/reading.py). A default that changes
on a day (a new law) is a second entry of the same code with a later ``since``; the old entry stays, for days before.
"""

from datetime import date

from rules.declared import (
    disputes,
    emergency,
    entries,
    hazards,
    imports,
    leaders,
    lookups,
    norms,
    officers,
    patrols,
    periods,
    privacy,
    teams,
    watch,
)
from rules.declared.shape import PRODUCT, SETTING, Declared, Group, Unit, Value

__all__ = ["BY_CODE", "DECLARED", "PRODUCT", "SETTING", "Declared", "Group", "Unit", "Value", "valid_on"]

DECLARED: tuple[Declared, ...] = (
    *norms.DECLARED,
    *leaders.DECLARED,
    *officers.DECLARED,
    *periods.DECLARED,
    *hazards.DECLARED,
    *patrols.DECLARED,
    *disputes.DECLARED,
    *emergency.DECLARED,
    *lookups.DECLARED,
    *privacy.DECLARED,
    *teams.DECLARED,
    *watch.DECLARED,
    *imports.DECLARED,
    *entries.DECLARED,
)


def _by_code() -> dict[str, tuple[Declared, ...]]:
    """Code -> its entries, the oldest first."""
    found: dict[str, tuple[Declared, ...]] = {}
    for one in sorted(DECLARED, key=lambda one: one.since or date.min):
        found[one.code] = (*found.get(one.code, ()), one)
    return found


BY_CODE = _by_code()


def valid_on(code: str, day: date) -> Declared:
    """The entry of ``code`` that holds on ``day``; before the first one's ``since`` it is the first.

    Raises KeyError for a code that is not declared.
    """
    entries = BY_CODE[code]
    begun = [one for one in entries if one.since is None or one.since <= day]
    return begun[-1] if begun else entries[0]


def newest(code: str) -> int:
    """The newest default: for constraints and class bodies, which know no day and ask no database."""
    return _number(code, BY_CODE[code][-1].value)


def highest(code: str) -> int:
    """The most that a county may set: the bound that a constraint of the database holds."""
    return _number(code, BY_CODE[code][-1].highest)


def lowest(code: str) -> int:
    """The least that a county may set."""
    return _number(code, BY_CODE[code][-1].lowest)


def _number(code: str, found: Value | None) -> int:
    if not isinstance(found, int):
        raise TypeError(f"{code} is no whole number: {found!r}")
    return found
