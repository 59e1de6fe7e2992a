"""What is done with a dispute: accept it for mediation, close it with a result."""

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from audit import trail
from disputes.models import Dispute
from ledgers import actions, months
from ledgers.models import Row
from posts.roles import may


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
    """Close the dispute with ``stage`` AGREED, FAILED or REFERRED and the result that stands on it.

    After a failed mediation the parties are told of arbitration, administrative and court routes
    (人民调解法 26); the page says so. In a published month that takes a reason.
    """
    if not may(by, "settle_dispute"):
        raise PermissionDenied
    before = actions.hold(dispute, by=by)
    if before.stage != Dispute.Stage.OPEN or before.state not in Row.COUNTED:
        raise ValidationError(_("The dispute is closed already. Load the page again."))
    if dispute.handled_on is None:
        raise ValidationError({"handled_on": _("Say on which day.")})
    late = months.let_in(before.station_id, dispute.handled_on, late_reason, field="handled_on")
    actions.note_late(dispute, late, late_reason)
    dispute.stage = stage
    dispute.save(update_fields=["stage", "agreement", "result", "handled_on", "is_late", "reason"])
    trail.record("close_dispute", dispute, by=by, stage=stage, handled_on=str(dispute.handled_on), late=late)
    return dispute


def check_host(dispute: Dispute, by: User) -> None:
    """Raises ValidationError when the person may not host the kind of mediation."""
    if dispute.host == Dispute.Host.POLICE and not may(by, "host_police_mediation"):
        raise ValidationError({"host": _("Only an officer hosts police mediation.")})
