"""Actions on a dispute: record, amend, close, file and withdraw its agreement. The pages of the disputes call them."""

from datetime import date
from hashlib import sha256

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from access.rights import may
from accounts.models import User
from audit import trail
from audit.versions import hold
from disputes.models import AgreementCopy, Dispute
from ledgers import actions, months
from posts import abolished

MOST_COPIES = 10  # pages of one agreement; the longest that committees write have four


@transaction.atomic
def accept_case(dispute: Dispute, *, by: User, late_reason: str = "") -> Dispute:
    """Take a dispute up. An auxiliary may not host police mediation (治安调解)."""
    check_host(dispute, by)
    return actions.record(dispute, by=by, verb="record_dispute", late_reason=late_reason)


@transaction.atomic
def amend_case(dispute: Dispute, *, by: User, late_reason: str = "") -> Dispute:
    """Change what was written down of a dispute."""
    check_host(dispute, by)
    return actions.amend(dispute, by=by, verb="record_dispute", late_reason=late_reason)


@transaction.atomic
def close(dispute: Dispute, stage: str, *, by: User, late_reason: str = "") -> Dispute:
    """Close the dispute with ``stage`` AGREED, FAILED or REFERRED and the result on it.

    After a failed mediation the parties are informed of arbitration, administrative and court
    routes (人民调解法 26); the form reminds of it. In a published month that takes a reason.
    """
    if not may(by, "settle_dispute"):
        raise PermissionDenied
    before = actions.hold(dispute, by=by)
    check_open(before)
    if dispute.handled_on is None:
        raise ValidationError({"handled_on": _("Say on which day.")})
    abolished.check_existed(before.village_id, dispute.handled_on, field="handled_on")
    late = months.let_in(before.village_id, dispute.handled_on, late_reason, field="handled_on")
    actions.note_late(dispute, late, late_reason)
    dispute.stage = stage
    dispute.save(update_fields=["stage", "agreement", "result", "handled_on", "is_late", "reason"])
    trail.record("close_dispute", dispute, by=by, stage=stage, handled_on=str(dispute.handled_on), late=late)
    return dispute


@transaction.atomic
def reopen(dispute: Dispute, reason: str, *, by: User) -> Dispute:
    """Take a dispute up again that ended without agreement or was referred: the parties have come back.

    The former result goes out of the row and stays in its history, beside ``reason``. The month that counted the result
    must let it, and shows the reason when it is published.
    """
    if not may(by, "settle_dispute"):
        raise PermissionDenied
    held = actions.hold(dispute, by=by)
    day = check_can_reopen(held)
    if not reason.strip():
        raise ValidationError({"reason": _("Say why it is taken up again.")})
    ended = held.stage
    late = months.let_in(held.village_id, day, reason.strip())
    actions.note_late(held, late, reason.strip())
    held.stage, held.agreement, held.result, held.handled_on = Dispute.Stage.OPEN, "", "", None
    held.save(update_fields=["stage", "agreement", "result", "handled_on", "is_late", "reason"])
    trail.record(
        "reopen_dispute", held, by=by, stage=ended, handled_on=str(day), reason=reason.strip(), late=late
    )
    return held


def check_open(dispute: Dispute) -> None:
    """ValidationError for a dispute that is closed, or counts no more."""
    if dispute.stage != Dispute.Stage.OPEN or not dispute.is_counted:
        raise ValidationError(_("The dispute is closed already. Load the page again."))


def check_can_reopen(dispute: Dispute) -> date:
    """The day on which it ended; ValidationError unless it ended without agreement, or was referred."""
    ended = dispute.handled_on
    if dispute.stage not in Dispute.REOPENED or not dispute.is_counted or dispute.erased_on or ended is None:
        raise ValidationError(_("Only a dispute without agreement, or a referred one, is taken up again."))
    return ended


def check_has_paper(dispute: Dispute) -> None:
    """ValidationError unless it counts and ended in a written agreement."""
    if dispute.agreement != Dispute.Agreement.WRITTEN or not dispute.is_counted:
        raise ValidationError(_("Only a dispute that ended in a written agreement has a paper to keep."))


def check_host(dispute: Dispute, by: User) -> None:
    """Raises ValidationError when the person may not host the kind of mediation."""
    if dispute.host == Dispute.Host.POLICE and not may(by, "host_police_mediation"):
        raise ValidationError({"host": _("Only an officer hosts police mediation.")})


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
    copy.placed_like(dispute)
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
