"""Checking an import: what each line would become, and what is wrong with it. Nothing of the register changes.

The field rules of the screens' forms run line by line (imports/field_rules.py), everything that needs other rows
runs for all lines at once in SQL (imports/checks.py).
"""

import json
from collections import Counter
from collections.abc import Callable, Collection, Iterator
from dataclasses import replace
from typing import Any

from django.db import connection
from django.db.models import Count, Q
from django.utils.translation import gettext as _

from accounts.models import User
from imports import checks, keys, staging
from imports.field_rules import Checked, FieldRules
from imports.lines import Line, encrypted, with_cells, with_facts
from imports.models import Import, ImportLine
from imports.people import Reader, SheetEntry, parts
from imports.villages import Villages
from residents.models import Household, Resident
from residents.register_forms import HouseholdForm, ResidentForm

State, Outcome = ImportLine.State, ImportLine.Outcome
Progress = Callable[[int, int, str], None]
Facts = dict[str, Any]
SAVE = """
UPDATE imports_importline AS line SET state = entry.state, faults = entry.faults, family = entry.family,
    is_head = entry.is_head, village_id = entry.village, number_key = entry.number_key, name_key = entry.name_key,
    birth_year = entry.birth_year, phone_index = decode(entry.phone_index, 'hex'), outcome = entry.outcome,
    written = decode(entry.facts, 'hex'), household_id = NULL, resident_id = NULL, changed = '[]'
FROM jsonb_to_recordset(%s::jsonb) AS entry (id bigint, state text, faults jsonb, family int, is_head boolean,
    village bigint, number_key text, name_key text, birth_year int, phone_index text, outcome text, facts text)
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

    def family_of_line(self, line: Line) -> int:
        """The family of a line that was noted."""
        return self.lines[line.pk]

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


def check(owner: Import, by: User, progress: Progress = lambda step, steps, message: None) -> dict[str, int]:
    """Work out every line anew; returns how many are good, doubtful, refused, and what they would do."""
    owner.lines.filter(part__gt=0).delete()
    staging.insert(owner, parts(owner))
    families = Families(owner, by)
    reader = Reader(owner)
    total = owner.lines.count()
    for entry in reader.read(with_cells(owner)):
        families.note(entry, reader)
    progress(1, 10, _("Checking the fields"))
    line_rules = LineRules(owner, by, families)
    _check_fields(owner, line_rules, total, progress)
    progress(8, 10, _("Comparing with the register"))
    run(owner, checks.MATCH_HOUSEHOLDS)
    run(owner, checks.MATCH_RESIDENTS)
    for one in checks.CHECKS:
        add_fault(owner, one)
    _compare(owner)
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
        for batch in staging.batches(checked.of(entry, reader) for entry in reader.read(with_cells(owner))):
            cursor.execute(SAVE, [json.dumps(batch)])
            done += len(batch)
            progress(1 + 6 * done // max(1, total), 10, _("Checking the fields"))


class LineRules:
    """What is stored beside each line: its keys, and the sentences of the forms."""

    def __init__(self, owner: Import, by: User, families: Families):
        self.owner, self.families = owner, families
        self.household = FieldRules(HouseholdForm(user=by), ("village",))
        self.resident = FieldRules(ResidentForm(user=by), ("household",))
        phones: list[Any] = [model._meta.get_field("phone_index") for model in (Resident, Household)]
        self.phones = phones  # of a member, of a head

    def of(self, entry: SheetEntry, reader: Reader) -> dict[str, Any]:
        village, why = self.families.villages.find(entry, reader)
        family = self.families.family_of_line(entry.line)
        is_head = self.families.heads[family][0] == entry.line.pk
        faults = [fault("village", why)] if why else []
        questions: list[str] = []
        wrong: dict[str, list[str]] = {}
        facts: Facts = {}
        if is_head:
            household, said = self.household_of(entry, family)
            wrong, questions = household.wrong, household.questions
            facts["household"] = {"after": household.cleaned, "said": said}
        outcome = Outcome.NEW
        if not is_head and not entry.name:
            wrong = {"name": [str(_("The line names nobody."))]}
        elif entry.name and entry.is_child and not is_head:
            outcome = Outcome.COUNTED
        elif entry.name:
            person = self.person_of(entry)
            wrong = person.wrong | wrong
            facts["resident"] = {"after": person.cleaned}
        faults += [fault(name, text) for name, texts in wrong.items() for text in texts]
        if any(map(str.isdigit, entry.name)):
            faults.append(fault("name", _("There are digits in the name."), State.DOUBTFUL))
        faults += [fault("members", question, State.DOUBTFUL) for question in questions]
        year = entry.birth[0]
        index = self.phones[is_head].value_of(entry.phone)
        return {
            "id": entry.line.pk, "faults": faults, "state": state_of(faults), "family": family, "is_head": is_head,
            "village": village, "number_key": keys.number(entry.number)[:200], "name_key": keys.name(entry.name)[:200],
            "birth_year": int(year) if year.isdecimal() and len(year) == len("1980") else None,
            "phone_index": index.hex() if index else None, "outcome": outcome,
            "facts": encrypted("written", entry.line.pk, facts),
        }  # fmt: skip

    def household_of(self, entry: SheetEntry, family: int) -> tuple[Checked, list[str]]:
        """The household of a head line as its form takes it, and what of it the sheet itself says.

        People whom the sheet gives no number of are counted: of a household of the register, of which the sheet may
        name some people only, that changes nothing.
        """
        data = entry.household()
        said = list(data)
        people, children = self.families.people[family], self.families.children[family]
        if "children_under_14" not in data and children:
            data["children_under_14"] = str(children)
        if "members" not in data:
            data["members"] = str(max(1, people))
            given = data.get("children_under_14", "0")
            if given.isdecimal() and not children:
                data["members"] = str(int(data["members"]) + int(given))
        return self._given(self.household.check({"children_under_14": "0"} | data), data.keys()), said

    def person_of(self, entry: SheetEntry) -> Checked:
        """The person of a line as the form of residents takes it."""
        data = entry.person()
        if self.owner.all_are_14:
            data["is_stated_14"] = "on"
        given = data.keys() - (set() if entry.get("residence") else {"residence"})
        return self._given(self.resident.check(data), given)

    @staticmethod
    def _given(found: Checked, names: Collection[str]) -> Checked:
        return replace(found, cleaned={name: value for name, value in found.cleaned.items() if name in names})


def state_of(faults: list[dict[str, str]]) -> ImportLine.State:
    """What a line is by its own faults; checks.STATES decides anew when other lines have been looked at."""
    if any(one["weight"] == State.REFUSED for one in faults):
        return State.REFUSED
    return State.DOUBTFUL if faults else State.GOOD


def fault(name: str, text: str, weight: str = State.REFUSED) -> dict[str, str]:
    return {"field": name, "text": str(text), "weight": str(weight)}


def _compare(owner: Import) -> None:
    """Lines whose household or person is in the register: what would change there."""
    refused = Q(faults__contains=[{"weight": State.REFUSED}])
    known = Q(household__isnull=False) & ~refused & ~Q(outcome=Outcome.COUNTED)
    with connection.cursor() as cursor:
        for batch in staging.batches(with_facts(owner, known)):
            cursor.execute(SAVE_OUTCOMES, [json.dumps(list(outcomes(batch)))])


def outcomes(batch: list[Line]) -> Iterator[dict[str, Any]]:
    """For each line of known households: unchanged, or the names of the fields that get another value."""
    households = Household.objects.in_bulk([line.household_id for line in batch])
    residents = Resident.objects.in_bulk([line.resident_id for line in batch if line.resident_id])
    for line in batch:
        changed, faults = [], []
        if household := line.facts.get("household"):
            changed += [
                f"household.{name}" for name in differing(households[line.household_id], said(household))
            ]
            if "household.householder" in changed:
                faults = [
                    fault("householder", _("The register has another householder here."), State.DOUBTFUL)
                ]
        if person := line.facts.get("resident"):
            known = residents.get(line.resident_id or 0)
            names = differing(known, person["after"]) if known else None
            changed += ["resident"] if names is None else [f"resident.{name}" for name in names]
        outcome = Outcome.CHANGED if changed else Outcome.UNCHANGED
        yield {"id": line.pk, "outcome": outcome, "changed": changed, "faults": faults}


def said(household: Facts) -> Facts:
    """Of the facts of a household those that the sheet itself says."""
    return {name: value for name, value in household["after"].items() if name in household["said"]}


def differing(row: Household | Resident, facts: Facts) -> list[str]:
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
