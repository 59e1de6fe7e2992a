"""The version of a row: the trigger of ``tracked`` (audit/history.py) counts it up with every change of the row.

A page shows the version with the row, and whoever changes the row names the version that they saw. ``hold`` is the one
place where the two are compared, with the row locked: the actions of all rooms call it first.
"""

from typing import Any, TypeVar

import pgtrigger
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from audit.triggers import Unconditional, compiled

M = TypeVar("M", bound="Versioned")


class Stale(ValidationError):
    """What a page showed has changed since. ``row`` is what it is now, ``shown`` the version that the page had.

    Without a ``row`` it was something else than one row, such as all counts of a month.
    """

    def __init__(self, row: "Versioned | None" = None, shown: int = 0) -> None:
        super().__init__(_("It was changed after you opened it. Look again, then decide."), code="stale")
        self.row, self.shown = row, shown


class Gone(ValidationError):
    """The row was deleted since it was shown. A change never makes it again."""

    def __init__(self) -> None:
        super().__init__(
            _("It was deleted after you opened it, for good. Nothing of what you typed was saved."),
            code="gone",
        )


class Versioned(models.Model):
    """A row that people change. ``version`` is 1 when it is made, and one more after each change, whatever wrote it.

    Columns that the registry computes do not count (``tracked(computed=...)``).
    """

    # Field -> fields that ``save`` derives from it: written with it.
    DERIVED: dict[str, tuple[str, ...]] = {}

    version = models.PositiveIntegerField(default=1, db_default=1, editable=False)

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Save the row; the version, which the trigger has counted up, is read again when it is asked for."""
        is_new = self._state.adding
        super().save(*args, **kwargs)
        if not is_new:
            self.__dict__.pop("version", None)


def version_of(row: Any) -> int:
    """The version of a saved row; 0 for one that is not saved yet."""
    return row.version if row.pk is not None and not row._state.adding else 0


def hold(row: M, rows: models.QuerySet[M] | None = None) -> M:
    """The row as it is stored, locked until the transaction ends, out of ``rows`` (of all rows when None).

    Raises Gone when it is not there, and Stale when its version is not the one that ``row`` has.
    """
    found = type(row)._base_manager.all() if rows is None else rows
    locked = found.select_related(None).select_for_update(of=("self",), no_key=True)
    held: M | None = locked.filter(pk=row.pk).first()
    if held is None:
        raise Gone
    check_version(held, row.version)
    return held


def check_version(row: Versioned, shown: int) -> None:
    """Raises Stale unless the row has the version ``shown``; lock it first, or it may change a moment later."""
    if row.version != shown:
        raise Stale(row, shown)


def save_changes(held: M, row: M, *, also: tuple[str, ...] = ()) -> list[str]:
    """Save what somebody changed on ``row``, a copy of the locked row ``held``, and nothing else of it.

    Returns the names of the changed fields. Fields that no form has (``editable=False``) are written only when they are
    derived from a changed one, or named in ``also``. Nothing is ever inserted.
    """
    fields = [field for field in row._meta.concrete_fields if field.editable and not field.primary_key]
    changed = [field.name for field in fields if _differs(field, held, row)]
    derived = [other for name in changed for other in row.DERIVED.get(name, ())]
    if changed or also:
        row.save(update_fields=[*changed, *derived, *also])
    return changed


def _differs(field: Any, held: models.Model, row: models.Model) -> bool:
    """Compares what a reader of the rows gets: an encrypted value has other bytes whenever it is encrypted."""
    old, new = (field.value_from_object(one) for one in (held, row))
    return bool(field.to_python(old) != field.to_python(new))


class CountVersion(pgtrigger.Trigger):
    """Counts the version up whenever another column than the ``computed`` ones changes; nobody sets it by hand."""

    when = pgtrigger.Before
    operation = pgtrigger.Update
    func = 'NEW."version" := OLD."version" + 1; RETURN NEW;'

    def __init__(self, model: type[models.Model], computed: tuple[str, ...]) -> None:
        columns = [
            str(field.column)
            for field in model._meta.concrete_fields
            if field.name not in computed and not field.primary_key
        ]
        old, new = (", ".join(f'{row}."{column}"' for column in columns) for row in ("OLD", "NEW"))
        condition = pgtrigger.Condition(f"(ROW({old}) IS DISTINCT FROM ROW({new}))")
        super().__init__(name="count_version", condition=condition)

    def compile(self, model: Any) -> Any:
        return compiled(self, model, Unconditional)
