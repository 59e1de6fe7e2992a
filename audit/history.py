"""The history of a row's fields. A trigger copies the row as it was before each change and before it is
deleted, so that bulk updates and SQL by hand are caught as well; its present state is the row itself.
"""

from collections.abc import Callable
from dataclasses import replace
from typing import Any, TypeVar

import pghistory
import pgtrigger
from django.apps import apps
from django.db import models
from pghistory.models import Event

from audit import states
from audit.models import AppendOnly, person_acting, transaction_number
from audit.triggers import StoreOldRow, written_once
from audit.versions import CountVersion, Versioned
from encryption.fields import BlindIndex, EncryptedField
from policies import guards
from policies.grants import guard_of
from policies.guards import Guard

M = TypeVar("M", bound=type[models.Model])


class Change(Event, AppendOnly):
    """One change of one row: its fields before. ``pgh_obj`` is the row's number, and outlives the row.

    ``by_id`` is the person for whom the transaction was opened, empty for jobs and for work by hand; ``tx`` is
    the transaction, which the trail's entries name too: they record what was done, and why.
    """

    pgh_id = models.BigAutoField(primary_key=True)
    by_id = models.BigIntegerField(null=True, db_default=person_acting())
    tx = models.BigIntegerField(db_default=transaction_number())

    class Meta:
        abstract = True

    @classmethod
    def derived_guard(cls) -> Guard:
        """Read by everybody who reads the row; of a row that is gone by housekeeping alone. Triggers write it.

        What a row was while it was protected (``is_protected``) is read by those who see protected rows alone.
        """
        tracked: Any = cls.pgh_tracked_model
        rules = guard_of(tracked) or ()
        readers = {level for rule in rules if guards.SELECT in rule.rights for level in rule.levels}
        levels = tuple(sorted(readers - {"anonymous", "housekeeping"}))
        seen = guards.Rule(levels, (guards.SELECT,))
        housekeeping = guards.Rule(("housekeeping",), (guards.SELECT,))
        (rule,) = guards.follows(tracked._meta.db_table, "pgh_obj_id", seen)
        if any(field.name == "is_protected" for field in tracked._meta.concrete_fields):
            rule = replace(
                rule, where=f"({rule.where}) AND (is_protected IS NOT TRUE OR {guards.SEES_PROTECTED})"
            )
        return (rule, housekeeping)


class Before(pghistory.RowEvent):
    """The row as it was, by StoreOldRow instead of pghistory's own trigger."""

    row = "OLD"

    def add_event_trigger(self, event_model: type[Change]) -> None:
        pgtrigger.register(
            StoreOldRow(  # type: ignore[no-untyped-call]  # pghistory types no trigger
                event_model=event_model,
                label=self.label,
                name=f"store_old_{self.label}",
                row=self.row,
                operation=self.operation,
                condition=_changed(event_model) if self.operation == pgtrigger.Update else None,
            )
        )(event_model.pgh_tracked_model)


def _changed(event_model: type[Change]) -> pgtrigger.Condition:
    """Does one of the recorded fields change? Compares columns: an encrypted field allows no comparison."""
    tracked: Any = event_model.pgh_tracked_model
    names = {one.name for one in tracked._meta.concrete_fields}
    columns = [one.column for one in event_model._meta.concrete_fields if one.name in names]
    old, new = (", ".join(f'{row}."{column}"' for column in columns) for row in ("OLD", "NEW"))
    return pgtrigger.Condition(f"(ROW({old}) IS DISTINCT FROM ROW({new}))")


def tracked(*, computed: tuple[str, ...] = ()) -> Callable[[M], M]:
    """Class decorator of a model: record the history of its fields, except ``computed`` and sealed ones, and the hash
    of what each row says, except the computed ones (audit/states.py).

    The version of what is ``Versioned`` is counted with it (audit/versions.py). What is written once can not be sealed
    anew: the copies would need the old key for ever.
    """

    def decorate(model: M) -> M:
        name = model._meta.model_name
        sealed = [
            field.name for field in model._meta.fields if isinstance(field, (EncryptedField, BlindIndex))
        ]
        track: Callable[[M], M] = pghistory.track(
            Before("update", operation=pgtrigger.Update, condition=None),
            Before("delete", operation=pgtrigger.Delete, condition=None),
            exclude=["id", *computed, *sealed],
            obj_field=pghistory.ObjForeignKey(related_name="+", db_index=False),
            context_field=None,  # type: ignore[arg-type]  # as its documentation has it
            base_model=Change,
            meta={
                "verbose_name": model._meta.verbose_name,
                "triggers": written_once(),
                "indexes": [
                    models.Index(fields=["pgh_obj", "-pgh_id"], name=f"{name}_change_of_row"),
                    models.Index(fields=["tx"], name=f"{name}_change_by_tx"),
                ],
            },
        )
        if issubclass(model, Versioned):
            pgtrigger.register(CountVersion(model, computed))(model)
        found = track(model)
        states.watch(found)
        return found

    return decorate


def tables() -> list[type[Change]]:
    """Every table of changes."""
    return [model for model in apps.get_models() if issubclass(model, Change)]


def changes_model(model: type[models.Model]) -> Any:
    """The changes of a model's rows, or None when it has no history."""
    return getattr(model, "pgh_event_model", None)
