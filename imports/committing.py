"""Taking the checked lines of an import over into the register, all of them in the caller's transaction.

Family by family, in batches: first the households, then their people, each in one statement. What is changed is changed
row by row. What the check stored on a line is what it made; of a changed row the line gets what stood there before.
"""

import json
from collections.abc import Sequence
from itertools import chain
from typing import Any

from django.core.exceptions import ValidationError
from django.db import connection
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from imports import checks, lines, staging
from imports.checking import differing, of_the_sheet, run
from imports.inserting import Inserting
from imports.lines import Line
from imports.models import Import, ImportLine
from imports.villages import Villages
from jobs.run import Progress
from posts import closed_months, staying
from posts.closed_months import Span
from residents.duplicates import finding
from residents.models import Household, Resident

State, Outcome = ImportLine.State, ImportLine.Outcome
Facts = dict[str, Any]
SAVE = """
UPDATE imports_importline AS line SET state = 'committed', household_id = done.household, resident_id = done.resident,
    written = coalesce(decode(done.written, 'hex'), line.written)
FROM jsonb_to_recordset(%s::jsonb) AS done (id bigint, household bigint, resident bigint, written text)
WHERE line.id = done.id
"""
MATCHES = (
    "SELECT md5(string_agg(concat(id, ' ', household_id, ' ', resident_id), ',' ORDER BY id)) FROM "
    "imports_importline WHERE owner_id = %(owner)s"
)


def commit(owner: Import, by: User, progress: Progress = lambda step, steps, message: None) -> dict[str, int]:
    """Make and change households and residents; returns how many of each.

    Raises ValidationError when the register has changed since the check, or a month since the day from which the
    households are registered is closed.
    """
    for village in _of_sheet(owner):
        staying.hold(village)
    _check_still_the_same(owner)
    villages = Villages(owner, by)
    _check_still_served(owner, villages)
    first = owner.households_since or timezone.localdate()
    closed_months.let_in([Span(village, first) for village in _villages(owner)], "", cause=Household)
    work = Work(owner, villages)
    done, total = 0, max(1, owner.lines.count())
    for batch in staging.batches(lines.with_facts(owner, taken())):
        work.write(batch)
        done += len(batch)
        progress(done, total, _("Taking over households and residents"))
    finding.find(villages=_villages_of(owner), county=owner.county.code)
    return work.made


def _check_still_served(owner: Import, villages: Villages) -> None:
    """Between the check and the commit a village of the sheet may have been closed, or moved to another post."""
    if set(_of_sheet(owner)) - villages.placed.keys():
        raise register_has_changed()


def _of_sheet(owner: Import) -> list[int]:
    """The villages into which something is taken over, in the order in which they are locked."""
    taken_over = owner.lines.exclude(state=State.REFUSED).filter(village__isnull=False)
    return sorted(set(taken_over.order_by().values_list("village_id", flat=True)))


def hand_nothing_out(_user: User, _code: str, _place: str) -> None:
    """Whoever calls a commit that opens no accounts."""


def _villages(owner: Import) -> list[int]:
    new = owner.lines.filter(is_head=True, household=None).exclude(state=State.REFUSED)
    return list(new.order_by().values_list("village_id", flat=True).distinct())


def _check_still_the_same(owner: Import) -> None:
    """Between the check and the commit somebody may have registered a household of the sheet."""
    before = _matches(owner)
    run(owner, "UPDATE imports_importline SET household_id = NULL, resident_id = NULL "
               "WHERE owner_id = %(owner)s AND (household_id IS NOT NULL OR resident_id IS NOT NULL)")  # fmt: skip
    run(owner, checks.MATCH_HOUSEHOLDS)
    run(owner, checks.MATCH_RESIDENTS)
    if _matches(owner) != before:
        raise register_has_changed()


def register_has_changed() -> ValidationError:
    return ValidationError(
        _("The register has changed since the sheet was checked. Check it again, then take it over.")
    )


def held(model: Any, keys: list[int | None]) -> dict[int, Any]:
    """The rows with these keys, locked until the transaction ends."""
    rows = model.objects.select_for_update(of=("self",), no_key=True).order_by("pk")
    found: dict[int, Any] = rows.in_bulk([key for key in keys if key])
    return found


def _matches(owner: Import) -> str:
    with connection.cursor() as cursor:
        cursor.execute(MATCHES, {"owner": owner.pk})
        return str(cursor.fetchone()[0])


def _villages_of(owner: Import) -> list[int]:
    """Where lines were taken over: doubtful ones that were ticked are pairs to decide from now on."""
    there = owner.lines.filter(state=State.COMMITTED, is_head=True)
    return list(there.order_by().values_list("village_id", flat=True).distinct())


def taken() -> Q:
    """Lines that are taken over: good ones, and doubtful ones that were ticked."""
    return Q(state=State.GOOD) | Q(state=State.DOUBTFUL, is_ticked=True)


class Work:
    """One commit. ``households``: family -> key and village of its household, of families whose head line is taken."""

    def __init__(self, owner: Import, villages: Villages):
        self.owner = owner
        self.placed = villages.placed
        self.households: dict[int, tuple[int, int]] = {}
        self.inserting = {model: Inserting(model) for model in (Household, Resident)}
        self.made = {"households": 0, "residents": 0, "changed": 0}

    def write(self, batch: list[Line]) -> None:
        """``batch`` in the order of families, the head of each first; a family may go on in the next batch."""
        known: dict[int, Facts] = {}  # line -> what is noted of rows that were there before
        self._households([line for line in batch if line.is_head], known)
        taken_over = [line for line in batch if line.family in self.households]
        self._residents([line for line in taken_over if line.facts.get("resident")], known)
        self._save(taken_over, known)

    def _households(self, heads: list[Line], known: dict[int, Facts]) -> None:
        new = [line for line in heads if line.household_id is None]
        old = held(Household, [line.household_id for line in heads])
        rows = []
        for line, key in zip(new, lines.draw_keys("residents_household", len(new)), strict=True):
            line.household_id = key
            facts = line.facts["household"]["after"] | {"opened_on": self.owner.households_since}
            rows.append((key, facts | self._place(line.village_id or 0)))
        self._insert(Household, rows)
        for line in heads:
            self.households[line.family or 0] = (line.household_id or 0, line.village_id or 0)
            if row := old.get(line.household_id or 0):
                changed = self._changed(row, "household", of_the_sheet(line.facts["household"], row), line)
                former = demote(row, line)
                known[line.pk] = line.facts | {"household": changed} | ({"former": former} if former else {})

    def _residents(self, people: list[Line], known: dict[int, Facts]) -> None:
        new = [line for line in people if line.resident_id is None]
        old = held(Resident, [line.resident_id for line in people])
        rows = []
        for line, key in zip(new, lines.draw_keys("residents_resident", len(new)), strict=True):
            line.resident_id = key
            household, village = self.households[line.family or 0]
            rows.append(
                (key, line.facts["resident"]["after"] | {"household_id": household} | self._place(village))
            )
        self._insert(Resident, rows)
        for line in people:
            if row := old.get(line.resident_id or 0):
                changed = self._changed(row, "resident", line.facts["resident"]["after"], line)
                known[line.pk] = known.get(line.pk, line.facts) | {"resident": changed}

    def _place(self, village: int) -> Facts:
        return {"village_id": village, **self.placed[village]}

    def _insert(self, model: type[Household | Resident], rows: Sequence[tuple[int, Facts]]) -> None:
        self.inserting[model].insert(rows)
        self.made["households" if model is Household else "residents"] += len(rows)

    def _changed(self, row: Household | Resident, what: str, facts: Facts, line: Line) -> Facts | None:
        names = differing(row, facts)
        if {f"{what}.{name}" for name in names} != {
            one for one in line.changed if one.startswith(f"{what}.")
        }:
            raise register_has_changed()
        if not names:
            return None
        before = {name: getattr(row, name) for name in names}
        after = {name: facts[name] for name in names}
        set_facts(row, after)
        self.made["changed"] += 1
        return {"before": before, "after": after, "version": row.version}

    def _save(self, batch: list[Line], known: dict[int, Facts]) -> None:
        """Lines that only made rows keep what the check stored on them."""
        rows = []
        for line in batch:
            noted = known.get(line.pk)
            household, _village = self.households[line.family or 0]
            rows.append({
                "id": line.pk, "household": household, "resident": line.resident_id,
                "written": None if noted is None else lines.encrypted("written", line.pk, noted),
            })  # fmt: skip
        with connection.cursor() as cursor:
            cursor.execute(SAVE, [json.dumps(rows)])


def demote(household: Household, line: Line) -> list[int]:
    """Nobody but the person of the line is householder of a known household; returns who was, for the way back."""
    person = line.facts.get("resident")
    if not person or person["after"].get("relation") != Resident.Relation.HOUSEHOLDER:
        return []
    others = household.residents.filter(left_on=None, relation=Resident.Relation.HOUSEHOLDER)
    found = list(others.exclude(pk=line.resident_id or 0).values_list("pk", flat=True))
    Resident.objects.filter(pk__in=found).update(relation="")
    return found


def set_facts(row: Household | Resident, facts: dict[str, Any]) -> None:
    """Save these values and the keys that are derived from them."""
    for name, value in facts.items():
        setattr(row, name, value)
    derived = [field.name for field in row._meta.concrete_fields if getattr(field, "of", "") in facts]
    row.save(update_fields=list(chain(facts, derived)))
