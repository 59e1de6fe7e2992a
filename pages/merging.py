"""What a form and somebody else have changed in one row: what one side changed is merged, what both changed is asked.

Called by pages/views/forms.py when a row has another version than the one that the form showed.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django import forms
from django.forms.models import model_to_dict
from django.http import QueryDict

from audit.versions import Versioned
from encryption.masks import Unchanged
from pages import addresses, row_history
from pages.row_history import Difference, Rights
from pages.submissions import CHOICE, CONFLICT, FIRST

THEIRS, MINE = "theirs", "mine"


@dataclass
class Conflict:
    """A field that both have changed. ``theirs`` is stored now, ``mine`` was typed; neither is chosen yet."""

    name: str
    label: str
    theirs: str
    mine: str


@dataclass
class Merge:
    """What the page says: who changed the row when, what in it, and what the person has to choose."""

    who: str
    at: datetime | None
    shown: int  # the version that the form showed
    differences: list[Difference]
    conflicts: list[Conflict]
    taken: list[str]  # fields of the form that only the other side has changed
    is_unanswered: bool = False

    @property
    def is_empty(self) -> bool:
        """Nothing that the person may see has changed, as when a village moved or a key was rotated."""
        return not (self.differences or self.conflicts or self.taken)


def merge(row: Versioned, shown: int, form: Any, may: Rights) -> Merge:
    """Compares the row as it is with its version ``shown`` and with what ``form`` was sent with.

    A field whose history does not reach so far, or that has none (many-to-many), counts as changed by both when it
    differs from what is typed.
    """
    before = row_history.state_at(row, shown)
    seen = row_history.differences(before, row, may) if before is not None else {}
    sealed = row_history.sealed_since(row, shown) if shown > 0 else set()
    found = Merge(*row_history.last_change(row), shown, list(seen.values()), [], [])
    if not isinstance(form, forms.BaseModelForm):
        return found
    theirs, was = model_to_dict(row), model_to_dict(before or row)
    without_history = (
        {field.name for field in row._meta.many_to_many} if before is not None else theirs.keys()
    )
    for name in form.fields.keys() & theirs.keys():
        changed = name in without_history or was[name] != theirs[name] or name in sealed
        if not changed or (name in sealed and isinstance(form[name].data, Unchanged)):
            continue
        if _typed(form, name, was[name]):
            if _typed(form, name, theirs[name]):
                found.conflicts.append(_conflict(form, name, row, may))
        elif name not in without_history:
            found.taken.append(name)
    found.conflicts.sort(key=lambda one: list(form.fields).index(one.name))
    return found


def _typed(form: Any, name: str, value: Any) -> bool:
    """Does what was sent differ from the value?"""
    field = form.fields[name]
    return bool(field.has_changed("" if _is_sealed(field) else value, form[name].data))


def _is_sealed(field: forms.Field) -> bool:
    return hasattr(field, "hide")


def _conflict(form: Any, name: str, row: Any, may: Rights) -> Conflict:
    bound = form[name]
    if name in {field.name for field in row._meta.many_to_many}:
        several = (getattr(row, name).all(), form.cleaned_data.get(name, ()))
        return Conflict(name, str(bound.label), *("、".join(map(str, rows)) for rows in several))
    theirs = str(row_history.shown_value(row, name, may))
    mine = bound.data if _is_sealed(bound.field) else row_history.shown_value(form.instance, name, may)
    return Conflict(name, str(bound.label), theirs, str(mine))


def merged(sent: QueryDict, found: Merge, fresh: Any) -> QueryDict:
    """What was sent, with what only the other side changed; ``fresh`` is the unsent form of the row as it is now."""
    data = sent.copy()
    for name in found.taken:
        take_over(data, fresh, name)
    for name in (CONFLICT, FIRST):
        data.pop(name, None)
    return data


def choices(sent: QueryDict) -> dict[str, str]:
    """Field that both have changed -> which value the person chose; empty for one without a choice."""
    return {name: sent.get(CHOICE + name, "") for name in sent.getlist(CONFLICT)}


def shown_at_first(sent: QueryDict) -> int:
    """The version that the form showed before the question was asked."""
    return addresses.number(sent.get(FIRST)) or 0


def settled(sent: QueryDict, fresh: Callable[[], Any]) -> QueryDict:
    """What was sent, with the other side's value where the person chose it; ``fresh`` makes the unsent form."""
    chosen = [name for name, choice in choices(sent).items() if choice == THEIRS]
    if not chosen:
        return sent
    data, form = sent.copy(), fresh()
    for name in chosen:
        if name in form.fields:
            take_over(data, form, name)
    return data


def take_over(data: QueryDict, fresh: Any, name: str) -> None:
    """Put into ``data`` what a browser sends for the field when nobody touches it."""
    bound = fresh[name]
    value, widget = bound.value(), bound.field.widget
    if _is_sealed(bound.field) or value is None:
        values = []
    elif isinstance(widget, forms.CheckboxInput):
        values = ["on"] if value else []
    else:
        shown = widget.format_value(value)
        values = [str(one) for one in shown] if isinstance(shown, list | tuple) else [str(shown)]
    data.setlist(bound.html_name, values)
