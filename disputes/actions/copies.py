"""The photographed pages of a signed agreement: filed, and withdrawn where one is wrong."""

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from access.rights import may
from accounts.models import User
from audit import trail
from disputes.actions.rows import check_not_violent
from disputes.models import Agreement, AgreementCopy, Dispute
from ledgers import actions, copies


@transaction.atomic
def file_agreement(dispute: Dispute, picture: bytes, *, by: User) -> AgreementCopy:
    """File a photographed page of the signed agreement with its dispute. ValidationError without a written
    agreement."""
    if not may(by, "file_agreement"):
        raise PermissionDenied
    dispute = actions.hold(dispute, by=by)
    check_takes_paper(dispute)
    copy = copies.keep(AgreementCopy, dispute, picture, by=by)
    trail.record("file_agreement", dispute, by=by, copy=copy.pk, sha256=copy.sha256)
    return copy


@transaction.atomic
def withdraw_agreement(copy: AgreementCopy, reason: str, *, by: User) -> AgreementCopy:
    """Take a wrong picture away for good: the line stays, with the reason. Who does so: ``copies.may_take_away``."""
    if not may(by, "withdraw_agreement"):
        raise PermissionDenied
    held = copies.take_away(copy, reason, by=by)
    trail.record("withdraw_agreement", held.dispute, by=by, copy=held.pk, reason=held.reason)
    return held


def check_takes_paper(dispute: Dispute) -> None:
    """ValidationError for domestic violence; unless it counts and ended in a written agreement, or one is final."""
    check_not_violent(dispute)
    if not has_paper(dispute):
        raise ValidationError(_("Only a dispute with a final written agreement has a paper to keep."))


def has_paper(dispute: Dispute) -> bool:
    """Is there a signed paper, or soon one?"""
    written = Dispute.AgreementForm.WRITTEN
    final = Agreement.objects.filter(
        dispute=dispute.pk, form=Agreement.Form.WRITTEN, is_final=True, replaced_on=None
    )
    return dispute.is_counted and (dispute.agreement == written or final.exists())
