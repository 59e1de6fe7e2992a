"""Taking the checked lines of an import over into the register, all of them in the caller's transaction.

Households come first and their people after them, each in batches of one statement; what is changed is changed row by
row. Every line gets what it made and, for the withdrawal, what stood there before.
"""

import json
from collections.abc import Callable, Iterable, Iterator
from itertools import chain
from typing import Any

from django.core.exceptions import ValidationError
from django.db import connection, models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from encryption.fields import encrypt
from imports import checks, staging
from imports.checking import (
    Families,
    LineRules,
    differing,
    household_checked,
    lines_of,
    person_checked,
    run,
)
from imports.models import Import, ImportLine
from imports.people import Reader, SheetEntry
from posts import closed_months
from posts.closed_months import Span
from residents.duplicates import finding
from residents.models import Household, Resident

State, Outcome = ImportLine.State, ImportLine.Outcome
Progress = Callable[[int, int, str], None]
Written = dict[str, Any]
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
    _check_still_the_same(owner)
    families = Families(owner, by)
    reader = Reader(owner)
    for entry in reader.read(lines_of(owner)):
        families.note(entry, reader)
    first = owner.households_since or timezone.localdate()
    closed_months.let_in([Span(village, first) for village in _villages(owner)], "", cause=Household)
    work = Work(owner, LineRules(owner, by, families), progress)
    work.write_households()
    work.write_residents()
    finding.find(villages=_villages_of(owner), county=owner.county.code)
    return work.made


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
        raise ValidationError(
            _("The register has changed since the sheet was checked. Check it again, then take it over.")
        )


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
    """One commit. ``households``: family -> the key of its household, of those families whose head line is taken."""

    def __init__(self, owner: Import, line_rules: LineRules, progress: Progress):
        self.owner, self.line_rules, self.progress = owner, line_rules, progress
        self.households: dict[int, int] = {}
        self.villages: dict[int, int] = {}
        self.made = {"households": 0, "residents": 0, "changed": 0}
        self.total = max(1, owner.rows)

    def write_households(self) -> None:
        done = 0
        for batch in staging.batches(self._said()):
            heads = [entry for entry in batch if entry.line.is_head and self._is_taken(entry.line)]
            self._save(self._households(heads), Household)
            done += len(batch)
            self.progress(done, 2 * self.total, _("Taking over households"))

    def write_residents(self) -> None:
        done = 0
        for batch in staging.batches(self._said()):
            lines = [
                entry
                for entry in batch
                if self._is_taken(entry.line) and entry.line.family in self.households
            ]
            self._save(self._residents(lines), Resident)
            done += len(batch)
            self.progress(self.total + done, 2 * self.total, _("Taking over residents"))

    def _said(self) -> Iterator[SheetEntry]:
        lines = self.owner.lines.order_by("sheet", "number", "part").iterator(staging.BATCH)
        return Reader(self.owner).read(lines)

    @staticmethod
    def _is_taken(line: ImportLine) -> bool:
        is_doubtful = line.state == State.DOUBTFUL and line.is_ticked
        return line.state in {State.GOOD, State.COMMITTED} or is_doubtful

    def _households(self, heads: list[SheetEntry]) -> Iterator[tuple[SheetEntry, Household | None, Written]]:
        known = Household.objects.in_bulk([one.line.household_id for one in heads if one.line.household_id])
        new = [one for one in heads if not one.line.household_id]
        fresh = []
        for entry, key in zip(new, staging.draw_keys("residents_household", len(new)), strict=True):
            facts = household_checked(entry, self.line_rules).cleaned
            row = Household(pk=key, opened_on=self.owner.households_since, **facts)
            self._place(row, entry.line.village_id)
            fresh.append((entry, row, {"household": made_of(facts)}))
        yield from self._made(Household, fresh)
        for entry in heads:
            if found := known.get(entry.line.household_id):
                facts = household_checked(entry, self.line_rules, is_known=True).cleaned
                yield entry, found, {"household": self._changed(found, facts)}

    def _residents(self, lines: list[SheetEntry]) -> Iterator[tuple[SheetEntry, Resident | None, Written]]:
        known = Resident.objects.in_bulk([one.line.resident_id for one in lines if one.line.resident_id])
        fresh = []
        named = [one for one in lines if one.name and not one.is_child]
        new = [one for one in named if one.line.resident_id is None]
        for entry, key in zip(new, staging.draw_keys("residents_resident", len(new)), strict=True):
            facts = person_checked(entry, self.line_rules).cleaned
            row = Resident(pk=key, household_id=self.households[entry.line.family or 0], **facts)
            self._place(row, self.villages[row.household_id])
            fresh.append((entry, row, {"resident": made_of(facts)}))
        yield from self._made(Resident, fresh)
        for entry in named:
            if found := known.get(entry.line.resident_id):
                facts = person_checked(entry, self.line_rules).cleaned
                yield entry, found, {"resident": self._changed(found, facts)}
        yield from ((one, None, {}) for one in lines if not one.name or one.is_child)

    def _place(self, row: Household | Resident, village: Any) -> None:
        row.village_id = village
        for name, key in self.line_rules.families.villages.placed[village].items():
            setattr(row, name, key)

    def _made(
        self, model: type[models.Model], fresh: list[tuple[SheetEntry, Any, Written]]
    ) -> list[tuple[SheetEntry, Any, Written]]:
        model._default_manager.bulk_create([row for _said, row, _written in fresh])
        self.made["households" if model is Household else "residents"] += len(fresh)
        return fresh

    def _changed(self, row: Household | Resident, facts: dict[str, Any]) -> dict[str, Any] | None:
        names = differing(row, facts)
        if not names:
            return None
        before = {name: getattr(row, name) for name in names}
        set_facts(row, {name: facts[name] for name in names})
        self.made["changed"] += 1
        after = {name: facts[name] for name in names}
        return {"before": before, "after": after, "version": row.version}

    def _save(self, done: Iterable[tuple[SheetEntry, Any, Written]], model: type[models.Model]) -> None:
        place = ImportLine._meta.get_field("written").place
        rows = []
        for entry, row, written in done:
            line = entry.line
            if model is Household:
                self.households[line.family or 0] = row.pk
                self.villages[row.pk] = row.village_id
                line.household_id = row.pk
            elif line.is_head and line.written:
                written = json.loads(str(line.written)) | written
            text = json.dumps({name: what for name, what in written.items() if what}, ensure_ascii=False)
            rows.append({
                "id": line.pk,
                "household": self.households[line.family or 0],
                "resident": row.pk if row is not None and model is Resident else line.resident_id,
                "written": encrypt(text, place((line.pk,))).hex(),
            })  # fmt: skip
        with connection.cursor() as cursor:
            cursor.execute(SAVE, [json.dumps(rows)])


def made_of(facts: dict[str, Any]) -> dict[str, Any]:
    """What a line notes of a row that it made; ``version`` is that of a new row (audit/versions.py)."""
    return {"before": None, "after": facts, "version": 1}


def set_facts(row: Household | Resident, facts: dict[str, Any]) -> None:
    """Save these values and the keys that are derived from them."""
    for name, value in facts.items():
        setattr(row, name, value)
    derived = [field.name for field in row._meta.concrete_fields if getattr(field, "of", "") in facts]
    row.save(update_fields=list(chain(facts, derived)))
