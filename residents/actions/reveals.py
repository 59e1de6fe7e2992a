"""Showing a hidden value, which the trail notes."""

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from access.rights import may
from accounts.models import User
from audit import trail
from audit.reasons import Why, check_words
from encryption.masks import UNREADABLE
from posts.models import Placed
from residents.models import Identity


@transaction.atomic
def reveal(row: Placed, fact: str, *, why: str, words: str = "", by: User) -> str:
    """The hidden value of the field ``fact`` of a household, a person, a party of a dispute.

    The trail notes who read which field of whom, why and when.

    Raises PermissionDenied without the verb or outside the scope, ValidationError without a sound reason and for a
    value that can not be read.
    """
    in_scope = type(row)._default_manager.visible_to(by).filter(pk=row.pk).exists()
    if not may(by, "reveal") or not in_scope:
        raise PermissionDenied
    if why not in Why.values:
        raise ValidationError({"why": _("Choose a reason.")})
    check_words(why, words)
    value = getattr(row, fact)
    if value is UNREADABLE:
        raise ValidationError(_("What is stored can not be read. Nothing was shown."))
    if not value:
        raise ValidationError(_("No number is entered."))
    whose: Placed
    whose, field = (row.resident, "identity") if isinstance(row, Identity) else (row, fact)
    trail.record("reveal", whose, by=by, fact=field, why=why, words=words.strip())
    return str(value)
