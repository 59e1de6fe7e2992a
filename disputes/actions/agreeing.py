"""Agreements and their duties: drafted, made final, corrected; performed or broken."""

from collections.abc import Sequence

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from audit import trail
from audit.versions import save_changes
from disputes.actions.mediating import check_mediated
from disputes.actions.rows import change, hold_dispute, hold_part, insert, let_in
from disputes.legality.facts import Step
from disputes.legality.gate import Reasons, check_step, keep
from disputes.legality.reading import of_agreement
from disputes.models import Agreement, Duty


@transaction.atomic
def draft(agreement: Agreement, *, by: User, duties: Sequence[Duty] = (), late_reason: str = "") -> Agreement:
    """Begin the agreement of a dispute, with its duties."""
    dispute = hold_dispute(agreement, by, "settle_dispute")
    check_mediated(dispute)
    if dispute.agreement_set.filter(replaced_on=None).exists():
        raise ValidationError(_("The dispute has an agreement already; correct that one."))
    agreement.recorded_by = by
    insert(agreement, dispute, by, "draft_agreement")
    for duty in duties:
        duty.agreement, duty.dispute = agreement, dispute
        duty.save(force_insert=True)
    let_in(agreement, [duty.due_on for duty in duties], late_reason)
    return agreement


@transaction.atomic
def amend_draft(agreement: Agreement, *, by: User) -> Agreement:
    """Change an agreement that is not final yet."""
    dispute = hold_dispute(agreement, by, "settle_dispute")
    check_draft(hold_part(agreement, by))
    return change(agreement, dispute, by, "amend_agreement")


@transaction.atomic
def make_final(
    agreement: Agreement, *, by: User, reasons: Reasons | None = None, late_reason: str = ""
) -> Agreement:
    """The agreement states every part that it must; from now on it is corrected, not changed."""
    dispute = hold_dispute(agreement, by, "settle_dispute")
    held = hold_part(agreement, by)
    check_draft(held)
    check_mediated(dispute)
    overridden = check_step(Step.FINAL, dispute, by, reasons, agreement=of_agreement(held, dispute))
    let_in(held, held.duties.values_list("due_on", flat=True), late_reason)
    held.is_final = True
    held.save(update_fields=["is_final"])
    trail.record("finish_agreement", dispute, by=by, number=held.pk)
    keep(overridden, dispute, by=by)
    return held


@transaction.atomic
def replace(agreement: Agreement, reason: str, *, by: User) -> Agreement:
    """Correct a final agreement: it stays, and a draft with the same words and open duties takes its place."""
    dispute = hold_dispute(agreement, by, "settle_dispute")
    held = hold_part(agreement, by)
    if not held.is_final or held.replaced_on:
        raise ValidationError(_("Only a final agreement is corrected. Load the page again."))
    if not reason.strip():
        raise ValidationError({"reason": _("Say why it is corrected.")})
    duties = list(held.duties.filter(state=Duty.State.PENDING))
    held.replaced_on, held.replaced_why = timezone.localdate(), reason.strip()
    held.save(update_fields=["replaced_on", "replaced_why"])
    copied = ("form", "facts", "terms", "manner", "place", "effective_on", "recorder", "ownership")
    new = Agreement(recorded_by=by, **{name: getattr(held, name) for name in copied})
    insert(new, dispute, by, "correct_agreement")
    let_in(new, [duty.due_on for duty in duties], reason.strip())
    for duty in duties:
        duty.agreement = new
        duty.save(update_fields=["agreement"])
    return new


def check_draft(agreement: Agreement) -> None:
    if agreement.is_final or agreement.replaced_on:
        raise ValidationError(_("The agreement is final: correct it with a reason."))


@transaction.atomic
def add_duty(duty: Duty, *, by: User, late_reason: str = "") -> Duty:
    """Add a duty to an agreement that is not final."""
    dispute = hold_dispute(duty, by, "settle_dispute")
    check_draft(hold_part(duty.agreement, by))
    saved = insert(duty, dispute, by, "add_duty")
    let_in(saved, [saved.due_on], late_reason)
    return saved


@transaction.atomic
def amend_duty(duty: Duty, *, by: User, late_reason: str = "") -> Duty:
    """Change a duty of an agreement that is not final."""
    dispute = hold_dispute(duty, by, "settle_dispute")
    check_draft(hold_part(duty.agreement, by))
    before = hold_part(duty, by).due_on
    let_in(duty, [before, duty.due_on], late_reason)
    return change(duty, dispute, by, "amend_duty")


@transaction.atomic
def remove_duty(duty: Duty, *, by: User, late_reason: str = "") -> None:
    """Take a duty out of an agreement that is not final."""
    dispute = hold_dispute(duty, by, "settle_dispute")
    held = hold_part(duty, by)
    check_draft(hold_part(held.agreement, by))
    let_in(held, [held.due_on], late_reason)
    key = held.pk
    held.delete()
    trail.record("remove_duty", dispute, by=by, number=key)


@transaction.atomic
def settle_duty(duty: Duty, state: str, *, by: User, late_reason: str = "") -> Duty:
    """A duty is performed (with its proof) or broken, on a day up to today; a broken one may still be performed."""
    dispute = hold_dispute(duty, by)
    held = hold_part(duty, by)
    if held.state == Duty.State.PERFORMED or not held.agreement.is_final:
        raise ValidationError(
            _("It is performed already, or the agreement is not final. Load the page again.")
        )
    day = duty.settled_on
    if day is None or not dispute.occurred_on <= day <= timezone.localdate():
        raise ValidationError({"settled_on": _("The day lies between acceptance and today.")})
    if state == Duty.State.PERFORMED and not duty.proof.strip():
        raise ValidationError({"proof": _("Say what shows that it is performed.")})
    let_in(held, [day, held.due_on if day <= held.due_on else None], late_reason)
    duty.state = state
    save_changes(held, duty, also=("state",))
    trail.record("settle_duty", dispute, by=by, number=held.pk, state=state)
    return duty
