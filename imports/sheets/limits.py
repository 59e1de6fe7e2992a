"""The bounds of one file. They are rules of the registry (rules/declared/), which no county lifts."""

from dataclasses import dataclass

import rules

MEGABYTE = 1_000_000


@dataclass(frozen=True)
class Limits:
    """``size`` and ``unpacked`` in bytes; ``cells`` of the whole file; ``text`` in characters of one cell."""

    size: int
    unpacked: int
    rows: int
    columns: int
    cells: int
    text: int


def current() -> Limits:
    """The bounds that hold now."""
    return Limits(
        size=rules.newest("import.megabytes") * MEGABYTE,
        unpacked=rules.newest("import.megabytes_unpacked") * MEGABYTE,
        rows=rules.newest("import.rows"),
        columns=rules.newest("import.columns"),
        cells=rules.newest("import.cells"),
        text=rules.newest("import.characters_a_cell"),
    )
