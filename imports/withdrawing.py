"""Taking an import back whole: what it made leaves the register, what it changed is as before.

Refused as soon as one row was changed by somebody since, or has a visit, request, party or the like: the first ten are
named. ``withdraw`` is called by imports/actions.py.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from imports import lines, staging
from imports.committing import held, set_facts
from imports.models import Import, ImportLine
from residents.leaving.actions import deregister_household
from residents.models import Duplicate, Household, Resident

NAMED = 10  # rows that stand in the way
COMMITTED = Q(state=ImportLine.State.COMMITTED)


@dataclass
class Made:
    """A row of the register that a line made (``before`` None) or changed; ``version`` it had after the commit."""

    row: Household | Resident
    after: dict[str, Any]
    before: dict[str, Any] | None = None
    version: int = 1


def withdraw(owner: Import, by: User) -> dict[str, int]:
    """Undo everything; returns how many rows left and how many are as before. Raises ValidationError, see above."""
    in_the_way: list[str] = []
    for batch in _everything(owner):
        in_the_way += [f"{_label(row)} ({why})" for row, why in _reasons(batch)]
        if len(in_the_way) >= NAMED:
            break
    if in_the_way:
        raise ValidationError(
            _("The import can not be withdrawn any more, because rows of it were changed or used: %(rows)s.")
            % {"rows": "；".join(in_the_way[:NAMED])}
        )
    gone = {"households": 0, "residents": 0, "changed": 0}
    for batch in _everything(owner):
        made = [one.row.pk for one in batch if one.before is None and isinstance(one.row, Resident)]
        gone["residents"] += Resident.objects.filter(pk__in=made).delete()[1].get("residents.Resident", 0)
        for one in batch:
            if one.before is not None:
                set_facts(one.row, one.before)
                gone["changed"] += 1
    _restore_householders(owner)
    for batch in _everything(owner):
        for one in batch:
            if one.before is None and isinstance(one.row, Household):
                deregister_household(one.row, Household.Leaving.MISTAKE, by=by, is_part=True)
                gone["households"] += 1
    return gone


def _restore_householders(owner: Import) -> None:
    """Who was householder of a household before the import is so again, unless somebody else was named since."""
    relation = Resident.Relation.HOUSEHOLDER
    for line in lines.with_facts(owner, COMMITTED & Q(is_head=True)):
        former = Resident.objects.filter(pk__in=line.facts.get("former", []), left_on=None, relation="")
        for person in former.select_for_update(of=("self",), no_key=True):
            if not person.household.residents.filter(left_on=None, relation=relation).exists():
                person.relation = relation
                person.save(update_fields=["relation"])


def _everything(owner: Import) -> Iterator[list[Made]]:
    """What the import made and changed, with the rows as they are now, locked; a batch at a time."""
    for batch in staging.batches(lines.with_facts(owner, COMMITTED)):
        rows: dict[str, dict[int, Any]] = {
            "household": held(Household, [one.household_id for one in batch]),
            "resident": held(Resident, [one.resident_id for one in batch]),
        }
        found = [
            (rows[name].get(getattr(line, f"{name}_id") or 0), written)
            for line in batch
            for name, written in line.facts.items()
            if written and name in rows
        ]
        yield [
            Made(row, written["after"], written.get("before"), written.get("version", 1))
            for row, written in found
            if row is not None
        ]


def _reasons(batch: list[Made]) -> Iterator[tuple[Household | Resident, str]]:
    """The rows that stand in the way, each with why."""
    used: dict[tuple[type, int], str] = {}
    for model in (Household, Resident):
        keys = [one.row.pk for one in batch if one.before is None and isinstance(one.row, model)]
        used |= {(model, key): what for key, what in _used(model, keys).items()}
    for one in batch:
        if one.row.version != one.version:
            yield one.row, _("changed since")
        elif why := used.get((type(one.row), one.row.pk)):
            yield one.row, why


def _used(model: Any, keys: list[int]) -> dict[int, str]:
    """Of these rows, which the import made, those that something points at: the name of a kind that was found.

    Residents whom the import brought into its households are no use.
    """
    found: dict[int, str] = {}
    for relation in model._meta.related_objects:
        other: Any = relation.related_model
        if other is ImportLine or other.__name__.endswith("Event"):
            continue
        name = relation.field.name
        rows = other._base_manager.filter(**{f"{name}__in": keys})
        if other is Duplicate:  # found by itself; a decision is a use
            rows = rows.exclude(state=Duplicate.State.OPEN)
        if other is Resident:
            ours = ImportLine.objects.filter(COMMITTED, household__in=keys, resident__isnull=False)
            rows = rows.exclude(pk__in=ours.values("resident"))
        found |= dict.fromkeys(rows.values_list(f"{name}_id", flat=True), str(other._meta.verbose_name))
    return found


def _label(row: Household | Resident) -> str:
    """A house number for the refusal: it is shown on a page, and stands in no trail."""
    household = row if isinstance(row, Household) else row.household
    return f"{household.village} {household.number}"


def until(owner: Import, days: Any) -> bool:
    """May the import still be withdrawn today?"""
    return owner.done_at is not None and timezone.now() <= owner.done_at + days
