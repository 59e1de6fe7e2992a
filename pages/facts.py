"""A row's facts for its page: label and value, hidden or shortened where they name a villager."""

from typing import Any

from django.db.models import Model

from encryption import masks
from encryption.fields import EncryptedField
from encryption.masks import UNREADABLE
from pages import row_history
from pages.row_history import Rights


def label_of(row: Any, may: Rights) -> str:
    """What the row is called on its page; a person is a number to those who may not see names."""
    return f"#{row.pk}" if getattr(row, "is_personal", False) and not may("see_names") else str(row)


def fact_of(row: Any, name: str, may: Rights) -> dict[str, Any]:
    """A field's label and value as people read it; for those who may not see names a person's name is masked, and
    words about people are hidden.

    It is masked as the columns of lists mask it (pages/columns.py): whoever reads both learns nothing more.
    """
    field = row._meta.get_field(name)
    value = row_history.display_value(row, name)
    is_unreadable, is_encrypted = value is UNREADABLE, isinstance(field, EncryptedField)
    if is_encrypted:
        value = field.shown(value)
    is_personal = name in row_history.personal_fields(type(row)) and not is_encrypted
    shown = masked(value) if value and is_personal and not may("see_names") else value
    if not is_personal and not is_encrypted and row_history.is_hidden(field, may, type(row)):
        shown = None  # words about people: hidden as the list, the file and the history hide them
    return {"label": field.verbose_name, "value": shown, "name": name, "is_hidden": bool(value) and shown is None,
            "is_sealed": is_encrypted and bool(value), "is_unreadable": is_unreadable}  # fmt: skip


def masked(value: Any) -> str | None:
    """A name, or what a row says of itself, without the name in it (``masked_label``); None: nothing may be shown."""
    if isinstance(value, Model):
        label = getattr(value, "masked_label", None)
        return str(label()) if label else None
    return masks.name(value) if isinstance(value, str) else None
