"""A final written agreement is signed: by the sides, the mediator, and with the seal of the committee."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from audit import trail
from audit.versions import save_changes
from disputes.actions.mediating import check_mediated
from disputes.actions.rows import hold_dispute, hold_part
from disputes.legality.agreements import unsigned
from disputes.legality.facts import GateStep
from disputes.legality.gate import Reasons, check_step, keep
from disputes.legality.reading import of_agreement
from disputes.models import Agreement, Dispute, Session


@transaction.atomic
def sign(agreement: Agreement, *, by: User, reasons: Reasons | None = None) -> Agreement:
    """Note who has signed by ``signed_on``; who signs later is added by the same step.

    No figure counts it, so no month refuses it. An agreement of a committee holds from the day on which the last
    signature and the seal are on it (人民调解法 29 ¶2): then ``effective_on`` becomes that day.
    """
    dispute = hold_dispute(agreement, by, "settle_dispute")
    held = hold_part(agreement, by)
    check_can_sign(held, dispute)
    _check_signatures(agreement, held, dispute)
    facts = of_agreement(agreement, dispute)
    overridden = check_step(GateStep.SIGN, dispute, by, reasons, agreement=facts, done_on=agreement.signed_on)
    if dispute.procedure == Dispute.Procedure.PEOPLE and not unsigned(facts, is_of_the_people=True):
        agreement.effective_on = agreement.signed_on
    save_changes(held, agreement)
    trail.record(
        "sign_agreement", dispute, by=by, number=held.pk, sides="".join(sorted(agreement.sides_signed))
    )
    keep(overridden, dispute, by=by)
    return agreement


def check_can_sign(agreement: Agreement, dispute: Dispute) -> None:
    """ValidationError for a draft or a former version, an oral one, and one that bears all that it must."""
    check_mediated(dispute)
    if not agreement.is_current:
        raise ValidationError(_("Only a final agreement is signed. Make it final and print it first."))
    if agreement.form != Agreement.Form.WRITTEN:
        raise ValidationError(_("An oral agreement is recorded by the mediator and not signed."))
    if agreement.signed_on and not is_unsigned(agreement, dispute):
        raise ValidationError(_("Everybody has signed already. Load the page again."))


def is_unsigned(agreement: Agreement, dispute: Dispute) -> bool:
    """Does it want a signature or the seal still?"""
    is_of_the_people = dispute.procedure == Dispute.Procedure.PEOPLE
    return bool(unsigned(of_agreement(agreement, dispute), is_of_the_people=is_of_the_people))


def has_effect(agreement: Agreement, dispute: Dispute) -> bool:
    """Does it bind: final, not replaced, and a written one with all that its paper must bear?"""
    is_written = agreement.form == Agreement.Form.WRITTEN and not dispute.is_protected
    return agreement.is_current and not (is_written and is_unsigned(agreement, dispute))


def _check_signatures(agreement: Agreement, held: Agreement, dispute: Dispute) -> None:
    """The day, and that nobody's signature goes away again: a wrong one is corrected with a new version."""
    agreed = dispute.session_set.filter(result=Session.Result.AGREED).order_by("held_on").last()
    first, last = held.signed_on or dispute.occurred_on, timezone.localdate()
    if agreed is not None and agreement.signed_on is not None and agreement.signed_on < agreed.held_on:
        raise ValidationError({"signed_on": _("It is signed at its session, or later.")})
    if agreement.signed_on is None or not first <= agreement.signed_on <= last:
        raise ValidationError(
            {"signed_on": _("The day lies between acceptance, or the first signature, and today.")}
        )
    named, signed = set(dispute.party_set.values_list("side", flat=True)), set(agreement.sides_signed)
    if not signed <= named:
        raise ValidationError({"sides_signed": _("Only a side of this dispute signs.")})
    if not signed and not agreement.signed_by_mediator and not agreement.is_sealed_by_body:
        raise ValidationError({"sides_signed": _("Say who has signed.")})
    before = {"sides_signed": set(held.sides_signed) - signed, "signed_by_mediator": held.signed_by_mediator}
    before["is_sealed_by_body"] = held.is_sealed_by_body
    for name, stood in before.items():
        is_gone = bool(stood) if name == "sides_signed" else bool(stood) and not getattr(agreement, name)
        if is_gone:
            raise ValidationError(
                {name: _("It bears this already. What is wrong is corrected with a reason.")}
            )
