"""A row's facts for its page: label and value, hidden or shortened where they name a villager."""

from typing import Any

from encryption.fields import EncryptedField
from encryption.masks import UNREADABLE
from pages import row_history
from pages.row_history import Rights


def label_of(row: Any, may: Rights) -> str:
    """What the row is called on its page; a person is a number to those who may not see names."""
    return f"#{row.pk}" if getattr(row, "is_personal", False) and not may("see_names") else str(row)


def fact_of(row: Any, name: str, may: Rights) -> dict[str, Any]:
    """A field's label and value as people read it; a person's name is hidden from those who may not see names."""
    field = row._meta.get_field(name)
    value = row_history.display_value(row, name)
    is_unreadable = value is UNREADABLE
    if isinstance(field, EncryptedField):
        value = field.shown(value)
    hidden = name in row_history.personal_fields(type(row)) and value and not may("see_names")
    return {"label": field.verbose_name, "value": value, "is_hidden": hidden, "name": name,
            "is_sealed": isinstance(field, EncryptedField) and bool(value), "is_unreadable": is_unreadable}  # fmt: skip
