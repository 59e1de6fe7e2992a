"""A number of a person that slipped into a text before forms refused it: out of the row's history, by the chief."""

from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import models, transaction
from django.utils.translation import gettext as _

from access.rights import may
from accounts.models import User
from audit import history, trail
from folding import personal_numbers
from posts.models import Placed
from retention import disposal


def fields_with_number(row: Placed) -> list[str]:
    """The texts of the row in whose history a number of a person stands."""
    changes = history.changes_model(type(row))
    if changes is None or row.pk is None:
        return []
    names = _texts(changes)
    if not names:
        return []
    found = {
        name
        for change in changes.objects.filter(pgh_obj=row.pk).values(*names)
        for name, text in change.items()
        if personal_numbers.found(text or "")
    }
    return [name for name in names if name in found]


def _texts(changes: Any) -> list[str]:
    own = {field.name for field in changes.pgh_tracked_model._meta.concrete_fields}
    texts = (models.CharField, models.TextField)
    return [
        field.name
        for field in changes._meta.concrete_fields
        if field.name in own and isinstance(field, texts) and not field.choices
    ]


@transaction.atomic
def take_numbers_out(row: Placed, *, by: User) -> int:
    """Put a dash where changes of the row hold a number of a person; returns in how many texts. Noted beside the seals.

    Raises PermissionDenied for anybody but the chief of the row's station, ValidationError when the number still stands
    in the row, which is corrected first, and when there is none.
    """
    if not may(by, "take_numbers_out") or not _is_visible(row, by):
        raise PermissionDenied
    fields = fields_with_number(row)
    if not fields:
        raise ValidationError(_("No number of a person stands in the history."))
    if any(personal_numbers.found(getattr(row, name) or "") for name in fields):
        raise ValidationError(_("The number still stands in the entry. Correct the entry first."))
    taken = sum(disposal.take_out(type(row), row.pk, name) for name in fields)
    trail.record("take_numbers_out", row, by=by, fields=fields, changes=taken)
    return taken


def _is_visible(row: Placed, by: User) -> bool:
    return bool(type(row)._default_manager.visible_to(by).filter(pk=row.pk).exists())
