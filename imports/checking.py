"""Checking an import: what each line would become, and what is wrong with it. Nothing of the register changes.

The field rules of the screens' forms run line by line (imports/field_rules.py), everything that needs other rows
runs for all lines at once in SQL (imports/checks.py).
"""

import json
from collections.abc import Collection, Iterator
from typing import Any

from django.db import connection
from django.db.models import Count, Q
from django.utils.translation import gettext as _

from accounts.models import User
from imports import checks, keys, numbers_in_cells, staging
from imports.families import Families, Family
from imports.faults import Fault, fault, once, state_of
from imports.field_rules import Checked, FieldRules
from imports.lines import Line, encrypted, with_cells, with_facts
from imports.models import Import, ImportLine
from imports.people import OF_FIRST, Reader, SheetEntry, parts
from imports.report import COLUMNS_OF
from jobs.run import Progress
from residents.models import Household, Resident
from residents.register_forms import HouseholdForm, ResidentForm

State, Outcome = ImportLine.State, ImportLine.Outcome
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
    """Lines are joined with one another by hash: of fresh lines there are no statistics, and the planner would look
    through all of them for each (20,000 rows took 20 s, growing with the square of the sheet)."""
    where = one.where.replace("%", "%%")
    if one.is_between_lines:
        run(owner, "SET LOCAL enable_nestloop = off")
    run(owner, checks.FAULT + where, field=one.field, text=str(one.text), weight=one.weight)
    if one.is_between_lines:
        run(owner, "SET LOCAL enable_nestloop = on")


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
        family = self.families.of_line(entry.line)
        is_head = family.head == entry.line.pk
        faults = [fault("village", why)] if why else []
        facts, outcome = self.facts_of(entry, family, faults)
        faults += self.families.faults.get(entry.line.pk, [])
        year = entry.birth[0]
        index = self.phones[is_head].value_of(entry.phone)
        return {
            "id": entry.line.pk, "faults": once(faults), "state": state_of(faults), "family": family.number,
            "is_head": is_head, "village": village, "number_key": keys.number(entry.number)[:200],
            "name_key": keys.name(entry.name)[:200],
            "birth_year": int(year) if year.isdecimal() and len(year) == len("1980") else None,
            "phone_index": index.hex() if index else None, "outcome": outcome,
            "facts": encrypted("written", entry.line.pk, facts),
        }  # fmt: skip

    def facts_of(self, entry: SheetEntry, family: Family, faults: list[Fault]) -> tuple[Facts, str]:
        """What the line makes of the register, by kind of row, and what it is counted as. Adds to ``faults``."""
        is_head = family.head == entry.line.pk
        facts: Facts = {}
        found: list[Checked] = []
        outcome = Outcome.NEW
        if (
            entry.name
            and entry.is_child
            and not (entry.is_head or (is_head and not entry.get("householder")))
        ):
            outcome = Outcome.COUNTED
        elif entry.name:
            person = self.person_of(entry, is_head=is_head)
            found.append(person)
            facts["resident"] = {"after": person.cleaned}
        elif not is_head:
            faults.append(fault("name", _("The line names nobody.")))
        if is_head:
            household, facts["household"] = self.household_of(entry, family)
            found.append(household)
        faults += wrong_with(entry, found, is_head=is_head)
        return facts, outcome

    def household_of(self, entry: SheetEntry, family: Family) -> tuple[Checked, Facts]:
        """The household of a head line as its form takes it, and what of it the sheet itself says.

        People whom the sheet gives no number of are counted: of a household of the register, of which the sheet may
        name some people only, that changes nothing. Children are ``named``: there are not fewer of them.
        """
        data = entry.household()
        of_member = set() if entry.is_head else {"phone"} | ({"householder"} - entry.values.keys())
        given = [name for name in data if name not in of_member]
        named = family.children if "children_under_14" not in data else 0
        if named:
            data["children_under_14"] = str(named)
        if "members" not in data:
            data["members"] = str(max(1, family.people))
            children = data.get("children_under_14", "0")
            if children.isdecimal() and not family.children:
                data["members"] = str(int(data["members"]) + int(children))
        checked = self._given(self.household.check({"children_under_14": "0"} | data), data.keys())
        return checked, {"after": checked.cleaned, "given": given, "named": named}

    def person_of(self, entry: SheetEntry, *, is_head: bool) -> Checked:
        """The person of a line as the form of residents takes it."""
        data = entry.person()
        if is_head and entry.is_head:
            data["relation"] = Resident.Relation.HOUSEHOLDER.value
        if self.owner.all_are_14:
            data["is_stated_14"] = "on"
        given = data.keys() - (set() if entry.get("residence") else {"residence"})
        return self._given(self.resident.check(data), given)

    @staticmethod
    def _given(found: Checked, names: Collection[str]) -> Checked:
        cleaned = {name: value for name, value in found.cleaned.items() if name in names}
        return Checked(cleaned, found.wrong, found.questions)


def wrong_with(entry: SheetEntry, found: list[Checked], *, is_head: bool) -> Iterator[Fault]:
    """What the forms say of the line, and of numbers of people in its cells; of a cell with one nothing else."""
    own = (
        entry.values
        if is_head
        else {name: cell for name, cell in entry.values.items() if name not in OF_FIRST}
    )
    numbers = numbers_in_cells.faults_of(own)
    for code, text in numbers.items():
        yield fault(code, text)
    for checked in found:
        for name, texts in checked.wrong.items():
            if not numbers.keys() & {name, *COLUMNS_OF.get(name, ())}:
                yield from (fault(name, text) for text in texts)
        yield from (fault("members", question, State.DOUBTFUL) for question in checked.questions)
    if entry.says_head and keys.name(entry.get("householder") or entry.name) != keys.name(entry.name):
        text = _("The row names another householder: %(name)s.") % {"name": entry.get("householder")}
        yield fault("relation", text)
    if "name" not in numbers and any(map(str.isdigit, entry.name)):
        yield fault("name", _("There are digits in the name."), State.DOUBTFUL)


def _compare(owner: Import) -> None:
    """Lines whose household or person is in the register: what would change there."""
    refused = Q(faults__contains=[{"weight": State.REFUSED}])
    known = Q(household__isnull=False) & ~refused & (~Q(outcome=Outcome.COUNTED) | Q(is_head=True))
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
                f"household.{name}"
                for name in differing(
                    households[line.household_id], of_the_sheet(household, households[line.household_id])
                )
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


def of_the_sheet(household: Facts, row: Household) -> Facts:
    """Of the facts of a household those that the sheet itself says; more children than the register has, and with
    them as many people, when the sheet names them."""
    facts = {name: value for name, value in household["after"].items() if name in household["given"]}
    named = household["named"]
    if named > row.children_under_14:
        facts["children_under_14"] = named
        facts.setdefault("members", max(row.members, named))
    return facts


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
