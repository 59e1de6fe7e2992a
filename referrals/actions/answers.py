"""The answer of a body outside the police as it came on paper: photographed, and withdrawn where a picture is wrong."""

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from access.rights import may
from accounts.models import User
from audit import trail
from ledgers import copies
from referrals.actions.passing import hold_visible
from referrals.models import AnswerCopy, Referral
from referrals.receivers import of_sender


@transaction.atomic
def file_answer(referral: Referral, picture: bytes, *, by: User) -> AnswerCopy:
    """File a photographed page with the referral. ValidationError before there is an answer of a body outside."""
    held = hold_visible(referral, by)
    check_files(held, by)
    check_has_paper(held)
    copy = copies.keep(AnswerCopy, held, picture, by=by)
    trail.record("file_answer", held, by=by, copy=copy.pk, sha256=copy.sha256)
    return copy


@transaction.atomic
def withdraw_answer(copy: AnswerCopy, reason: str, *, by: User) -> AnswerCopy:
    """Take a wrong picture away for good: the line stays, with the reason. Who does so: ``copies.may_take_away``."""
    if not may(by, "pass_on"):
        raise PermissionDenied
    held = copies.take_away(copy, reason, by=by)
    trail.record("withdraw_answer", held.referral, by=by, copy=held.pk, reason=held.reason)
    return held


def check_files(referral: Referral, by: User) -> None:
    """PermissionDenied unless the person serves where it was sent from."""
    if not may(by, "pass_on") or not of_sender(referral, by):
        raise PermissionDenied


def check_has_paper(referral: Referral) -> None:
    """ValidationError unless a body outside the police has answered. Inside the answer is written in the registry."""
    if referral.receiver != Referral.Receiver.BODY or referral.state not in Referral.BACK:
        raise ValidationError(_("Enter the answer first; then photograph the paper of the body outside."))
