"""Lines of sheets that have one row a person or village: what they say by meaning, and how a check is stored.

Used by the checks of accounts (imports/account_lines.py) and of the villages of posts (imports/village_lines.py).
"""

import difflib
import json
import re
from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any, NamedTuple

from django.db import connection
from django.utils import timezone
from django.utils.translation import gettext as _

from imports import keys, numbers_in_cells
from imports.checking import SAVE
from imports.committing import SAVE as COMMITTED
from imports.faults import Fault, fault, once, state_of
from imports.lines import Line, encrypted, with_cells
from imports.models import Import, ImportLine
from imports.sheets import cells, days
from posts.forms import FURTHEST

State, Outcome = ImportLine.State, ImportLine.Outcome
Faults = list[Fault]
MISSPELT = 0.7  # of 1: one sign in four
NUMERALS = re.compile(
    r"[0-9一二三四五六七八九十百两东南西北中上下新老]+"
)  # by these alone places are told apart


class Entry(NamedTuple):
    """A line and what it says, by meaning; ``own``: the meanings of which a cell of its own is filled."""

    line: Line
    values: dict[str, str]
    own: frozenset[str] = frozenset()

    def get(self, code: str) -> str:
        return self.values.get(code, "")


def entries(owner: Import, filled: tuple[str, ...]) -> Iterator[Entry]:
    """The lines in the order of the file; of ``filled`` an empty cell is the one above: cells were merged."""
    above: dict[str, str] = {}
    for line in with_cells(owner):
        headings = owner.sheets[line.sheet]["headings"]
        given = {
            owner.columns[heading]: cell.strip()
            for heading, cell in zip(headings, line.cells, strict=False)
            if heading in owner.columns and cell.strip()
        }
        above |= {code: given[code] for code in filled if code in given}
        yield Entry(line, above | given, frozenset(given))


def numbers_of_people(entry: Entry) -> Faults:
    """What is wrong with the line because a number of a person stands in a cell where it does not belong."""
    return [fault(code, text) for code, text in numbers_in_cells.faults_of(entry.values).items()]


def first_day(written: str, faults: Faults) -> date:
    """The day of the cell, today for an empty one. Adds what is wrong with it to ``faults``."""
    today = timezone.localdate()
    if not written:
        return today
    found = days.day(cells.whole(written))
    if found is None:
        faults.append(fault("since", _("This is no day. Write it as 2026-01-31.")))
    elif abs((found - today).days) > FURTHEST:
        faults.append(fault("since", _("The first day lies within a year of today. Check the year.")))
    return found or today


def looks_misspelt(written: str, known: Iterable[str], ending: str) -> bool:
    """Is the new name so near to a known one that it may be a slip of the pen? 3号警务室 beside 2号警务室 is none."""
    stem = written.removesuffix(ending)
    for name in known:
        other = name.removesuffix(ending)
        if (stem == written) == (other == name) and NUMERALS.sub("", stem) == NUMERALS.sub("", other):
            continue
        pair = (stem, other) if stem != written else (written, name)
        if difflib.SequenceMatcher(None, *pair).ratio() >= MISSPELT:
            return True
    return False


def near(written: str, known: Iterable[str]) -> str:
    """The names that are written nearly so, in a sentence; empty when none is."""
    found = difflib.get_close_matches(written, list(known), n=3, cutoff=0.5)
    return _(" Near: %(names)s.") % {"names": "、".join(found)} if found else ""


class Places:
    """Stations or posts by their folded names; of names that end in the kind, without it as well."""

    def __init__(self, rows: Iterable[Any], ending: str):
        self.ending = ending
        self.found: dict[str, list[Any]] = {}
        self.names: list[str] = []
        for row in rows:
            self.add(row)

    def add(self, row: Any) -> None:
        self.names.append(row.name)
        for spelling in {row.name, row.name.removesuffix(self.ending)}:
            self.found.setdefault(keys.word(spelling), []).append(row)

    def get(self, name: str) -> list[Any]:
        return self.found.get(keys.word(name), [])


def save(
    rows: Iterable[tuple[Line, Faults, str, dict[str, Any]]], villages: dict[int, int] | None = None
) -> None:
    """Store what the check found: ``(line, faults, outcome, facts)``; ``villages``: line -> its village."""
    stored = [
        {
            "id": line.pk, "state": state_of(faults), "faults": once(faults), "family": None, "is_head": False,
            "village": (villages or {}).get(line.pk), "number_key": "", "name_key": "", "birth_year": None,
            "phone_index": None, "outcome": outcome, "facts": encrypted("written", line.pk, facts),
        }
        for line, faults, outcome, facts in rows
    ]  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute(SAVE, [json.dumps(stored)])


def note_committed(done: Iterable[tuple[Line, dict[str, Any]]]) -> None:
    """Mark lines as taken over; ``(line, what is added to its facts)``."""
    rows = [
        {
            "id": line.pk, "household": None, "resident": None,
            "written": encrypted("written", line.pk, line.facts | more) if more else None,
        }
        for line, more in done
    ]  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute(COMMITTED, [json.dumps(rows)])


def counts(owner: Import) -> dict[str, int]:
    """How many lines are in each state, and what those that are not refused do."""
    found = dict.fromkeys([*State.values, *Outcome.values], 0)
    for state, outcome in owner.lines.values_list("state", "outcome"):
        found[state] += 1
        if state != State.REFUSED:
            found[outcome or Outcome.NEW] += 1
    return found
