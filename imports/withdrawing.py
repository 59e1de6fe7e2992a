"""Taking an import back whole: what it made leaves the register, what it changed is as before.

Refused as soon as one row was changed by somebody since, or has a visit, request, party or the like: the first ten are
named. ``withdraw`` is called by imports/actions.py.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from imports import staging
from imports.committing import set_facts
from imports.models import Import, ImportLine
from residents.leaving.actions import deregister_household
from residents.models import Duplicate, Household, Resident

NAMED = 10  # rows that stand in the way


@dataclass
class Made:
    """A row of the register that a line made (``before`` None) or changed."""

    row: Household | Resident
    before: dict[str, Any] | None
    after: dict[str, Any]
    version: int  # that the row had after the commit


def withdraw(owner: Import, by: User) -> dict[str, int]:
    """Undo everything; returns how many rows left and how many are as before. Raises ValidationError, see above."""
    in_the_way: list[str] = []
    for made in _everything(owner):
        if len(in_the_way) < NAMED and (why := _why_not(made)):
            in_the_way.append(f"{_label(made.row)} ({why})")
    if in_the_way:
        raise ValidationError(
            _("The import can not be withdrawn any more, because rows of it were changed or used: %(rows)s.")
            % {"rows": "；".join(in_the_way)}
        )
    gone = {"households": 0, "residents": 0, "changed": 0}
    for made in _everything(owner):
        if made.before is not None:
            set_facts(made.row, made.before)
            gone["changed"] += 1
        elif isinstance(made.row, Resident):
            made.row.delete()
            gone["residents"] += 1
    for made in _everything(owner):
        if made.before is None and isinstance(made.row, Household):
            deregister_household(made.row, Household.Leaving.MISTAKE, by=by)
            gone["households"] += 1
    return gone


def _everything(owner: Import) -> Iterator[Made]:
    lines = owner.lines.filter(state=ImportLine.State.COMMITTED).order_by("pk").iterator(staging.BATCH)
    for batch in staging.batches(lines):
        rows: dict[str, dict[int, Any]] = {
            "household": _held(Household, [one.household_id for one in batch]),
            "resident": _held(Resident, [one.resident_id for one in batch]),
        }
        for line in batch:
            for name, written in json.loads(str(line.written or "{}")).items():
                row = rows[name].get(getattr(line, f"{name}_id"))
                if row is not None:
                    yield Made(row, **written)


def _held(model: Any, keys: list[int | None]) -> dict[int, Any]:
    rows = model.objects.select_for_update(of=("self",), no_key=True).order_by("pk")
    found: dict[int, Any] = rows.in_bulk([key for key in keys if key])
    return found


def _why_not(made: Made) -> str:
    row = made.row
    if row.version != made.version:
        return _("changed since")
    if made.before is None and (used := _used_by(row)):
        return used
    return ""


def _used_by(row: Household | Resident) -> str:
    """What points at a row that the import made: the name of the first kind found. Its own residents are no use."""
    for relation in row._meta.related_objects:
        model: Any = relation.related_model
        if model is ImportLine or model.__name__.endswith("Event"):
            continue
        found = model._base_manager.filter(**{relation.field.name: row})
        if model is Duplicate:  # found by itself; a decision is a use
            found = found.exclude(state=Duplicate.State.OPEN)
        if model is Resident:
            found = found.exclude(pk__in=ImportLine.objects.filter(household=row.pk).values("resident"))
        if found.exists():
            return str(model._meta.verbose_name)
    return ""


def _label(row: Household | Resident) -> str:
    """A house number for the refusal: it is shown on a page, and stands in no trail."""
    household = row if isinstance(row, Household) else row.household
    return f"{household.village} {household.number}"


def until(owner: Import, days: Any) -> bool:
    """May the import still be withdrawn today?"""
    return owner.done_at is not None and timezone.now() <= owner.done_at + days
