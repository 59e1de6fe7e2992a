"""Slips with activation codes once more, for all at once: the answer that showed them was lost, or a week is over."""

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from audit import trail
from imports import account_taking
from imports.actions import check_own, hold
from imports.models import Import


def without_password(owner: Import) -> int:
    """How many people of a sheet that was taken over have not used their code; 0 for other kinds of sheets."""
    if owner.kind != Import.Kind.ACCOUNTS or owner.state != Import.State.DONE:
        return 0
    return account_taking.without_password(owner).count()


@transaction.atomic
def hand_out_again(owner: Import, *, by: User, hand_out: account_taking.HandOut) -> int:
    """A new code for everybody of the sheet who has not chosen a password. ValidationError when all have."""
    check_own(owner, by)
    if owner.kind != Import.Kind.ACCOUNTS:
        raise PermissionDenied
    held = hold(owner, Import.State.DONE)
    number = account_taking.hand_out_again(held, by, hand_out)
    if not number:
        raise ValidationError(_("All people of this sheet have used their codes."))
    held.counts |= {"handed_out_again": held.counts.get("handed_out_again", 0) + number}
    held.save(update_fields=["counts"])  # a second window has seen the former version
    trail.record("hand_out_again", held, by=by, accounts=number)
    return number
