"""Checking an import: what each line would become, and what is wrong with it. Nothing of the register changes.

The field rules of the screens' forms run line by line (imports/field_rules.py), everything that needs other rows
runs for all lines at once in SQL (imports/checks.py).
"""

import json
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

from django.db import connection
from django.db.models import Count
from django.utils.translation import gettext as _

from accounts.models import User
from imports import checks, keys, staging
from imports.field_rules import Checked, FieldRules
from imports.models import Import, ImportLine
from imports.people import Reader, SheetEntry, parts
from imports.villages import Villages
from residents.models import Household, Resident
from residents.register_forms import HouseholdForm, ResidentForm

State, Outcome = ImportLine.State, ImportLine.Outcome
Progress = Callable[[int, int, str], None]
SAVE = """
UPDATE imports_importline AS line SET state = '', faults = entry.faults, family = entry.family, is_head = entry.is_head,
    village_id = entry.village, number_key = entry.number_key, name_key = entry.name_key, birth_year = entry.birth_year,
    phone_index = decode(entry.phone_index, 'hex'), outcome = entry.outcome, household_id = NULL, resident_id = NULL,
    changed = '[]'
FROM jsonb_to_recordset(%s::jsonb) AS entry (id bigint, faults jsonb, family int, is_head boolean, village bigint,
    number_key text, name_key text, birth_year int, phone_index text, outcome text)
WHERE line.id = entry.id
"""
SAVE_OUTCOMES = """
UPDATE imports_importline AS line SET outcome = entry.outcome, changed = entry.changed,
            faults = line.faults || entry.faults
FROM jsonb_to_recordset(%s::jsonb) AS entry (id bigint, outcome text, changed jsonb, faults jsonb)
WHERE line.id = entry.id
"""


class Families:
    """The households of a file: which line begins which, and how many people each has. Read in a first pass."""

    def __init__(self, owner: Import, by: User):
        self.villages = Villages(owner, by)
        self.numbers: dict[tuple[int | None, str], int] = {}
        self.people: Counter[int] = Counter()
        self.children: Counter[int] = Counter()
        self.lines: dict[int, int] = {}  # line -> its family
        self.heads: dict[int, tuple[int, bool]] = {}  # family -> its head line, and whether the sheet says so

    def family_of(self, entry: SheetEntry, village: int | None) -> int:
        number = keys.number(entry.number)
        key = (village, number) if number else (entry.line.number, f"row {entry.line.sheet}")
        return self.numbers.setdefault(key, len(self.numbers) + 1)

    def family_of_line(self, line: ImportLine) -> int:
        """The family of a line that was noted, or that is stored with it."""
        return self.lines.get(line.pk) or line.family or 0

    def note(self, entry: SheetEntry, reader: Reader) -> None:
        village, _why = self.villages.find(entry, reader)
        family = self.family_of(entry, village)
        self.lines[entry.line.pk] = family
        if entry.name:
            self.people[family] += 1
            self.children[family] += entry.is_child
        known = self.heads.get(family)
        if known is None or (entry.is_head and not known[1]):
            self.heads[family] = (entry.line.pk, entry.is_head)


def lines_of(owner: Import) -> Iterator[ImportLine]:
    """All lines in the order of the file, encrypted cells included, a batch at a time."""
    return (
        owner.lines.only("owner", "sheet", "number", "part", "cells")
        .order_by("sheet", "number", "part")
        .iterator(2_000)
    )


def check(owner: Import, by: User, progress: Progress = lambda step, steps, message: None) -> dict[str, int]:
    """Work out every line anew; returns how many are good, doubtful, refused, and what they would do."""
    owner.lines.filter(part__gt=0).delete()
    staging.insert(owner, parts(owner))
    families = Families(owner, by)
    reader = Reader(owner)
    total = owner.lines.count()
    for entry in reader.read(lines_of(owner)):
        families.note(entry, reader)
    progress(1, 10, _("Checking the fields"))
    line_rules = LineRules(owner, by, families)
    _check_fields(owner, line_rules, total, progress)
    progress(8, 10, _("Comparing with the register"))
    run(owner, checks.MATCH_HOUSEHOLDS)
    run(owner, checks.MATCH_RESIDENTS)
    for one in checks.CHECKS:
        add_fault(owner, one)
    _compare(owner, line_rules)
    add_fault(owner, checks.HEAD_REFUSED)
    run(owner, checks.STATES)
    return counts(owner)


def run(owner: Import, statement: str, **values: Any) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement, {"owner": owner.pk, **values})


def add_fault(owner: Import, one: checks.Check) -> None:
    where = one.where.replace("%", "%%")
    run(owner, checks.FAULT + where, field=one.field, text=str(one.text), weight=one.weight)


def _check_fields(owner: Import, checked: "LineRules", total: int, progress: Progress) -> None:
    reader, done = Reader(owner), 0
    with connection.cursor() as cursor:
        for batch in staging.batches(checked.of(entry, reader) for entry in reader.read(lines_of(owner))):
            cursor.execute(SAVE, [json.dumps(batch)])
            done += len(batch)
            progress(1 + 6 * done // max(1, total), 10, _("Checking the fields"))


class LineRules:
    """What is stored beside each line: its keys, and the sentences of the forms."""

    def __init__(self, owner: Import, by: User, families: Families):
        self.owner, self.families = owner, families
        self.household = FieldRules(HouseholdForm(user=by), ("village",))
        self.resident = FieldRules(ResidentForm(user=by), ("household",))
        self.phones = {model: model._meta.get_field("phone_index") for model in (Household, Resident)}

    def of(self, entry: SheetEntry, reader: Reader) -> dict[str, Any]:
        village, why = self.families.villages.find(entry, reader)
        family = self.families.family_of_line(entry.line)
        is_head = self.families.heads[family][0] == entry.line.pk
        faults = [fault("village", why)] if why else []
        questions: list[str] = []
        wrong: dict[str, list[str]] = {}
        if is_head:
            household = household_checked(entry, self)
            wrong, questions = household.wrong, household.questions
        outcome = Outcome.NEW
        if not is_head and not entry.name:
            wrong = {"name": [str(_("The line names nobody."))]}
        elif entry.name and entry.is_child and not is_head:
            outcome = Outcome.COUNTED
        elif entry.name:
            wrong = person_checked(entry, self).wrong | wrong
        faults += [fault(name, text) for name, texts in wrong.items() for text in texts]
        if any(letter.isdigit() for letter in entry.name):
            faults.append(fault("name", _("There are digits in the name."), State.DOUBTFUL))
        faults += [fault("members", question, State.DOUBTFUL) for question in questions]
        year = entry.birth[0]
        model: Any = Household if is_head else Resident
        index = self.phones[model].value_of(entry.household().get("phone", ""))
        return {
            "id": entry.line.pk, "faults": faults, "family": family, "is_head": is_head, "village": village,
            "number_key": keys.number(entry.number)[:200], "name_key": keys.name(entry.name)[:200],
            "birth_year": int(year) if year.isdecimal() and len(year) == len("1980") else None,
            "phone_index": index.hex() if index else None, "outcome": outcome,
        }  # fmt: skip


def household_checked(entry: SheetEntry, line_rules: LineRules, *, is_known: bool = False) -> Checked:
    """The household of a head line as its form takes it; people whom the sheet gives no number of are counted.

    Of a household that ``is_known`` to the register only what the sheet says is taken: it may name some of them only.
    """
    data, family = entry.household(), line_rules.families.family_of_line(entry.line)
    said_itself = set(data)
    families = line_rules.families
    if "children_under_14" not in data and families.children[family]:
        data["children_under_14"] = str(families.children[family])
    if "members" not in data:
        data["members"] = str(max(1, families.people[family]))
        given = data.get("children_under_14", "0")
        if given.isdecimal() and not families.children[family]:
            data["members"] = str(int(data["members"]) + int(given))
    sent = {"children_under_14": "0"} | data
    found = line_rules.household.check(sent)
    names = said_itself if is_known else data.keys()
    return replace(found, cleaned={name: value for name, value in found.cleaned.items() if name in names})


def person_checked(entry: SheetEntry, line_rules: LineRules) -> Checked:
    """The person of a line as the form of residents takes it."""
    data = entry.person()
    if line_rules.owner.all_are_14:
        data["is_stated_14"] = "on"
    found = line_rules.resident.check(data)
    given = data.keys() - (set() if entry.get("residence") else {"residence"})
    return replace(found, cleaned={name: value for name, value in found.cleaned.items() if name in given})


def fault(name: str, text: str, weight: str = State.REFUSED) -> dict[str, str]:
    return {"field": name, "text": str(text), "weight": str(weight)}


def _compare(owner: Import, line_rules: "LineRules") -> None:
    """Lines whose household or person is in the register: what would change there."""
    if not owner.lines.filter(household__isnull=False).exists():
        return
    reader = Reader(owner)
    every = owner.lines.defer("written").order_by("sheet", "number", "part").iterator(2_000)
    with connection.cursor() as cursor:
        for batch in staging.batches(reader.read(every)):
            found = list(outcomes([one for one in batch if one.line.household_id], line_rules))
            cursor.execute(SAVE_OUTCOMES, [json.dumps(found)])


def outcomes(batch: list[SheetEntry], line_rules: LineRules) -> Iterator[dict[str, Any]]:
    """For each line of known households: unchanged, or the names of the fields that get another value."""
    households = Household.objects.in_bulk([one.line.household_id for one in batch])
    residents = Resident.objects.in_bulk([one.line.resident_id for one in batch if one.line.resident_id])
    for entry in batch:
        line = entry.line
        if line.outcome == Outcome.COUNTED or any(one["weight"] == State.REFUSED for one in line.faults):
            continue
        changed, faults = [], []
        if line.is_head:
            facts = household_checked(entry, line_rules, is_known=True).cleaned
            changed += [f"household.{name}" for name in differing(households[line.household_id], facts)]
            if "household.householder" in changed:
                faults = [
                    fault("householder", _("The register has another householder here."), State.DOUBTFUL)
                ]
        if entry.name and not entry.is_child:
            facts = person_checked(entry, line_rules).cleaned
            known = residents.get(line.resident_id)
            changed += [f"resident.{name}" for name in differing(known, facts)] if known else ["resident"]
        outcome = Outcome.CHANGED if changed else Outcome.UNCHANGED
        yield {"id": line.pk, "outcome": outcome, "changed": changed, "faults": faults}


def differing(row: Household | Resident, facts: dict[str, Any]) -> list[str]:
    """The fields for which the sheet says something else; an empty cell says nothing."""
    return [name for name, value in facts.items() if value not in ("", None) and getattr(row, name) != value]


def counts(owner: Import) -> dict[str, int]:
    """How many lines are in each state, and what the good ones do."""
    lines = owner.lines.values_list("state", "outcome", "is_head")
    found = {f"{state}": 0 for state in State.values}
    found |= {str(outcome): 0 for outcome in Outcome.values} | {"households": 0}
    for state, outcome, is_head, number in (
        lines.order_by().annotate(n=Count("pk")).values_list("state", "outcome", "is_head", "n")
    ):
        found[state or State.GOOD] += number
        if state != State.REFUSED:
            found[outcome or Outcome.NEW] += number
            found["households"] += number if is_head else 0
    with connection.cursor() as cursor:
        cursor.execute(checks.GONE, {"owner": owner.pk})
        found["gone"] = cursor.fetchone()[0]
    return found
