"""The photographed pages of a signed agreement: filed, and withdrawn where one is wrong."""

from hashlib import sha256

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from access.rights import may
from accounts.models import User
from audit import trail
from audit.versions import hold
from disputes.models import Agreement, AgreementCopy, Dispute
from ledgers import actions

MOST_COPIES = 10  # pages of one agreement; the longest that committees write have four


@transaction.atomic
def file_agreement(dispute: Dispute, picture: bytes, *, by: User) -> AgreementCopy:
    """File a photographed page of the signed agreement with its dispute. ValidationError without a written agreement,
    for a page that is filed already, and beyond ``MOST_COPIES``.
    """
    if not may(by, "file_agreement"):
        raise PermissionDenied
    dispute = actions.hold(dispute, by=by)
    check_has_paper(dispute)
    filed = list(dispute.copies.filter(withdrawn_on=None).values_list("sha256", flat=True))
    copy = AgreementCopy(dispute=dispute, size=len(picture), sha256=sha256(picture).hexdigest(), filed_by=by)
    if copy.sha256 in filed:
        raise ValidationError({"picture": _("This page is kept already.")})
    if len(filed) >= MOST_COPIES:
        raise ValidationError({"picture": _("There are %(n)s pages already.") % {"n": MOST_COPIES}})
    copy.jpeg = picture
    copy.save(force_insert=True)
    trail.record("file_agreement", dispute, by=by, copy=copy.pk, sha256=copy.sha256)
    return copy


@transaction.atomic
def withdraw_agreement(copy: AgreementCopy, reason: str, *, by: User) -> AgreementCopy:
    """Take a wrong picture away for good: the line stays, with the reason. Only who filed it does so."""
    if not may(by, "file_agreement") or copy.filed_by_id != by.pk:
        raise PermissionDenied
    held = hold(copy, AgreementCopy.objects.visible_to(by))
    if held.withdrawn_on:
        raise ValidationError(_("The copy is withdrawn already. Load the page again."))
    held.scan, held.withdrawn_on, held.reason = "", timezone.localdate(), reason.strip()
    held.save(update_fields=["scan", "withdrawn_on", "reason"])
    trail.record("withdraw_agreement", held.dispute, by=by, copy=held.pk, reason=held.reason)
    return held


def check_has_paper(dispute: Dispute) -> None:
    """ValidationError unless it counts, and has a written agreement: it ended in one, or one is final."""
    if not has_paper(dispute):
        raise ValidationError(_("Only a dispute with a final written agreement has a paper to keep."))


def has_paper(dispute: Dispute) -> bool:
    """Is there a signed paper, or soon one?"""
    written = Dispute.AgreementForm.WRITTEN
    final = Agreement.objects.filter(
        dispute=dispute.pk, form=Agreement.Form.WRITTEN, is_final=True, replaced_on=None
    )
    return dispute.is_counted and (dispute.agreement == written or final.exists())
