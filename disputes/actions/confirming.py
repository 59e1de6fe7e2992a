"""The confirmation of an agreement by a court (司法确认): applied for by all parties together, and decided."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from audit import trail
from audit.versions import save_changes
from disputes.actions.mediating import check_mediated
from disputes.actions.rows import hold_dispute, hold_part
from disputes.actions.signing import is_unsigned
from disputes.legality.facts import GateStep
from disputes.legality.gate import Reasons, check_step, keep
from disputes.legality.reading import of_agreement
from disputes.models import Agreement, Dispute

CourtDecision = Agreement.CourtDecision
DECIDED = (CourtDecision.CONFIRMED, CourtDecision.DISMISSED)


@transaction.atomic
def note(agreement: Agreement, *, together: bool, by: User, reasons: Reasons | None = None) -> Agreement:
    """Note on which day all parties applied together, at which court, and what it decided, as soon as it has.

    What no court confirms is refused (jc.no); an application after its last day takes a reason (jc.30).
    """
    dispute = hold_dispute(agreement, by, "settle_dispute")
    held = hold_part(agreement, by)
    check_can_apply(held, dispute)
    _check_days(agreement, held)
    if not together:
        raise ValidationError({"together": _("The parties apply together (人民调解法 33).")})
    overridden = check_step(
        GateStep.CONFIRM,
        dispute,
        by,
        reasons,
        agreement=of_agreement(held, dispute),
        done_on=agreement.applied_on,
    )
    if not agreement.court.strip():
        raise ValidationError({"court": _("Say which court.")})
    save_changes(held, agreement)
    trail.record("confirm_agreement", dispute, by=by, number=held.pk, confirmation=agreement.confirmation)
    keep(overridden, dispute, by=by)
    return agreement


def check_can_apply(agreement: Agreement, dispute: Dispute) -> None:
    """ValidationError unless it is a written one that holds."""
    check_mediated(dispute)
    if not agreement.is_current or agreement.form != Agreement.Form.WRITTEN:
        raise ValidationError(_("A court confirms a written agreement that is final."))
    if is_unsigned(agreement, dispute):
        raise ValidationError(_("It is signed first: before that it does not hold."))


def _check_days(agreement: Agreement, held: Agreement) -> None:
    today = timezone.localdate()
    first = held.effective_on or today
    if agreement.applied_on is None or not first <= agreement.applied_on <= today:
        raise ValidationError(
            {"applied_on": _("The day lies between the effect of the agreement and today.")}
        )
    if agreement.confirmation not in DECIDED:
        agreement.confirmation, agreement.decided_on = CourtDecision.APPLIED, None
    elif agreement.decided_on is None or not agreement.applied_on <= agreement.decided_on <= today:
        raise ValidationError({"decided_on": _("The day lies between the application and today.")})
