"""The households of a file: which line begins which, how many people each has, and which lines do not agree.

Read in a first pass over all lines, before the check of each (imports/checking.py).
"""

from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext_lazy as _

from accounts.models import User
from imports import keys
from imports.faults import Fault, State, fault
from imports.lines import Line
from imports.models import Import
from imports.people import Reader, SheetEntry, is_yes
from imports.villages import Villages

OTHER_HOUSEHOLDER = _(
    "Row %(row)s names another householder at this house number: %(other)s. Ticked, this person comes into that "
    "household."
)
OTHER_VALUE = _("Row %(row)s says %(other)s of the same household. One of the two is wrong.")
TWO_HEADS = _("Two lines of this household are the householder's.")


@dataclass(slots=True)
class FirstValue:
    """What the first line that says it says of a household, by field of its form: the row, and the value."""

    row: int
    value: str
    is_explicit: bool = False  # of the householder: said by the column of the relation


@dataclass(slots=True)
class Family:
    """One household of the file: its head line, the people and the children under 14 that its lines name."""

    number: int
    head: int
    has_explicit_head: bool
    people: int = 0
    children: int = 0
    first_values: dict[str, FirstValue] = field(default_factory=dict)


class Families:
    """``note`` every line in order; then ask."""

    def __init__(self, owner: Import, by: User):
        self.villages = Villages(owner, by)
        self.found: dict[tuple[int | None, str], Family] = {}
        self.lines: dict[int, Family] = {}
        self.faults: dict[int, list[Fault]] = defaultdict(
            list
        )  # line -> in what it does not agree with an earlier one

    def of_line(self, line: Line) -> Family:
        """The family of a line that was noted."""
        return self.lines[line.pk]

    def note(self, entry: SheetEntry, reader: Reader) -> None:
        village, _why = self.villages.find(entry, reader)
        number, line = keys.number(entry.number), entry.line
        key = (village, number) if number else (line.number, f"row {line.sheet}")
        family = self.found.get(key)
        if family is None:
            family = self.found[key] = Family(len(self.found) + 1, line.pk, entry.is_head)
        elif entry.is_head and not family.has_explicit_head:
            family.head, family.has_explicit_head = line.pk, True
        self.lines[line.pk] = family
        if entry.name:
            family.people += 1
            family.children += entry.is_child
        self.faults[line.pk] += disagreements(entry, family.first_values)
        if not self.faults[line.pk]:
            del self.faults[line.pk]


def disagreements(entry: SheetEntry, first_values: dict[str, FirstValue]) -> Iterator[Fault]:
    """In what the line disagrees with the earlier ones of its household; what is new joins ``first_values``."""
    for name, value in of_household(entry):
        first = first_values.setdefault(name, FirstValue(entry.line.number, value, entry.says_head))
        if first.row == entry.line.number or _same(name)(first.value) == _same(name)(value):
            continue
        shown: Any = {"row": first.row, "other": first.value}
        if name != "householder":
            yield fault(name, OTHER_VALUE % shown, State.DOUBTFUL)
        elif first.is_explicit and entry.says_head:
            yield fault(name, TWO_HEADS)
        else:
            yield fault(name, OTHER_HOUSEHOLDER % shown, State.DOUBTFUL)


def of_household(entry: SheetEntry) -> Iterator[tuple[str, str]]:
    """What the line says of its household, by field; what it does not say is left out."""
    householder = entry.get("householder") or (entry.name if entry.is_head else "")
    found = {"householder": householder} | entry.counts() | {"note": entry.get("note")}
    hardship = entry.get("hardship")
    if hardship:
        found["is_hardship"] = hardship
    return ((name, value) for name, value in found.items() if value)


def _same(name: str) -> Callable[[str], Any]:
    """What two values of the field are compared by."""
    folds: dict[str, Callable[[str], Any]] = {"householder": keys.name, "is_hardship": is_yes}
    return folds.get(name, keys.word)
