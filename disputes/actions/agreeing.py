"""Agreements and their duties: drafted, made final, corrected; performed or broken."""

from collections.abc import Mapping, Sequence
from datetime import date
from types import MappingProxyType

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from audit import trail
from audit.versions import Stale, save_changes
from disputes.actions.closing import BY_COURT, check_open
from disputes.actions.mediating import check_mediated
from disputes.actions.rows import add, change, check_not_violent, hold_dispute, hold_part, insert, let_in
from disputes.actions.signing import has_effect
from disputes.legality.facts import GateStep
from disputes.legality.gate import Reasons, check_step, keep
from disputes.legality.reading import of_agreement
from disputes.models import Agreement, Dispute, Duty


@transaction.atomic
def draft(agreement: Agreement, *, by: User, duties: Sequence[Duty] = (), late_reason: str = "") -> Agreement:
    """Begin the agreement of a dispute, with its duties."""
    dispute = hold_dispute(agreement, by, "settle_dispute")
    check_can_draft(dispute)
    agreement.recorded_by = by
    insert(agreement, dispute, by, "draft_agreement")
    for duty in duties:
        _owe(duty, agreement, dispute)
    let_in(agreement, [duty.due_on for duty in duties], late_reason)
    return agreement


def check_can_draft(dispute: Dispute) -> None:
    """ValidationError for what is not mediated or ended otherwise, and where an agreement stands already."""
    check_may_agree(dispute)
    if dispute.agreement_set.filter(replaced_on=None).exists():
        raise ValidationError(_("The dispute has an agreement already; correct that one."))


def check_may_agree(dispute: Dispute) -> None:
    """ValidationError for what is not mediated, and for what ended without an agreement: it is taken up again first."""
    check_mediated(dispute)
    if dispute.stage not in (Dispute.Stage.AGREED, Dispute.Stage.SETTLED):
        check_open(dispute)


def _owe(duty: Duty, agreement: Agreement, dispute: Dispute) -> None:
    """Save a new duty of the agreement. ValidationError for a party of another dispute."""
    if duty.who is not None and duty.who.dispute_id != dispute.pk:
        raise ValidationError(_("Only a party of this dispute owes something in it."))
    duty.agreement, duty.dispute = agreement, dispute
    add(duty)


@transaction.atomic
def amend_draft(
    agreement: Agreement,
    *,
    by: User,
    duties: Sequence[Duty] | None = None,
    shown: Mapping[int, int] = MappingProxyType({}),
    late_reason: str = "",
) -> Agreement:
    """Change an agreement that is not final yet, and its ``duties`` with it (None: they stay as they are).

    ``shown``: key -> version of the duties that the form had; of these the ones that ``duties`` has no more are taken
    out. Stale when one of them was changed or taken out meanwhile.
    """
    dispute = hold_dispute(agreement, by, "settle_dispute")
    check_not_violent(dispute)
    if duties is not None:
        let_in(agreement, _changed_days(agreement, duties, shown), late_reason)
    check_draft(hold_part(agreement, by))
    change(agreement, dispute, by, "amend_agreement")
    if duties is not None:
        _rewrite(agreement, dispute, by, duties, shown)
    return agreement


def _changed_days(agreement: Agreement, duties: Sequence[Duty], shown: Mapping[int, int]) -> set[date]:
    """The days on which something was or is due that changes: their months are asked before anything is locked."""
    before = dict(agreement.duties.filter(pk__in=shown).values_list("pk", "due_on"))
    after = {duty.pk: duty.due_on for duty in duties if duty.pk in shown}
    moved = {day for key, day in before.items() if after.get(key) != day}
    return moved | {duty.due_on for duty in duties if before.get(duty.pk) != duty.due_on}


def _rewrite(
    agreement: Agreement, dispute: Dispute, by: User, duties: Sequence[Duty], shown: Mapping[int, int]
) -> None:
    stored = {duty.pk: duty for duty in agreement.duties.select_for_update(no_key=True).order_by("pk")}
    if any(key not in stored or stored[key].version != version for key, version in shown.items()):
        raise Stale
    kept = {duty.pk: duty for duty in duties if duty.pk in shown}
    changed = [key for key in sorted(kept) if save_changes(stored[key], kept[key])]
    gone = [stored[key] for key in shown if key not in kept]
    for duty in gone:
        duty.delete()
    new = [duty for duty in duties if duty.pk is None]
    for duty in new:
        _owe(duty, agreement, dispute)
    if changed or gone or new:
        trail.record("amend_duties", dispute, by=by, number=agreement.pk, added=len(new), removed=len(gone))


@transaction.atomic
def make_final(
    agreement: Agreement, *, by: User, reasons: Reasons | None = None, late_reason: str = ""
) -> Agreement:
    """The agreement states every part that it must; from now on it is corrected, not changed."""
    dispute = hold_dispute(agreement, by, "settle_dispute")
    let_in(agreement, agreement.duties.values_list("due_on", flat=True), late_reason)
    held = hold_part(agreement, by)
    check_draft(held)
    check_may_agree(dispute)
    overridden = check_step(GateStep.FINAL, dispute, by, reasons, agreement=of_agreement(held, dispute))
    held.is_final = True
    held.save(update_fields=["is_final"])
    held.duties.update(due_on=F("due_on"))  # figures count them from now on: the triggers note their months
    trail.record("finish_agreement", dispute, by=by, number=held.pk)
    keep(overridden, dispute, by=by)
    return held


@transaction.atomic
def replace(agreement: Agreement, reason: str, *, by: User) -> Agreement:
    """Correct a final agreement: it stays, and a draft with the same words and open duties takes its place."""
    dispute = hold_dispute(agreement, by, "settle_dispute")
    check_not_violent(dispute)
    open_days = agreement.duties.filter(state=Duty.State.PENDING).values_list("due_on", flat=True)
    let_in(agreement, open_days, reason.strip())
    held = hold_part(agreement, by)
    check_final(held)
    if not reason.strip():
        raise ValidationError({"reason": _("Say why it is corrected.")})
    duties = list(held.duties.filter(state=Duty.State.PENDING))
    held.replaced_on, held.replaced_why = timezone.localdate(), reason.strip()
    held.save(update_fields=["replaced_on", "replaced_why"])
    copied = ("form", "facts", "terms", "manner", "place", "effective_on", "recorder", "ownership")
    new = Agreement(recorded_by=by, **{name: getattr(held, name) for name in copied})
    insert(new, dispute, by, "correct_agreement")
    for duty in duties:
        duty.agreement = new
        duty.save(update_fields=["agreement"])
    return new


def check_final(agreement: Agreement) -> None:
    """ValidationError unless it is final and holds."""
    if not agreement.is_final or agreement.replaced_on:
        raise ValidationError(_("Only a final agreement is corrected. Load the page again."))
    if agreement.confirmation == Agreement.CourtDecision.CONFIRMED:
        raise ValidationError(BY_COURT)


def check_draft(agreement: Agreement) -> None:
    if agreement.is_final or agreement.replaced_on:
        raise ValidationError(_("The agreement is final: correct it with a reason."))


@transaction.atomic
def settle_duty(
    duty: Duty, state: str, *, by: User, late_reason: str = "", reasons: Reasons | None = None
) -> Duty:
    """A duty is performed (with its proof) or broken, on a day up to today; a broken one may still be performed.

    Performed after its day: the rules want the reason.
    """
    is_broken = state == Duty.State.BROKEN  # the period of the case begins anew: an officer decides
    dispute = hold_dispute(duty, by, "settle_dispute" if is_broken else "record_dispute")
    check_not_violent(dispute)
    day = duty.settled_on
    _check_noted(duty, state, day, dispute)
    in_time = day is not None and day <= duty.due_on
    let_in(duty, [day, duty.due_on if in_time else None], late_reason)  # before its row is locked
    held = hold_part(duty, by)
    check_can_settle(held)
    performed_on = day if state == Duty.State.PERFORMED else None
    overridden = check_step(GateStep.DUTY, dispute, by, reasons, part=held.pk, done_on=performed_on)
    duty.state = state
    save_changes(held, duty, also=("state",))
    trail.record("settle_duty", dispute, by=by, number=held.pk, state=state)
    keep(overridden, dispute, by=by)
    return duty


@transaction.atomic
def correct_duty(
    duty: Duty, state: str, *, by: User, late_reason: str = "", reasons: Reasons | None = None
) -> Duty:
    """Correct what was noted of a duty by mistake: it waits, is performed, or broken; the former stays in its history.

    By an officer. A duty that waits again has neither a day nor a proof.
    """
    dispute = hold_dispute(duty, by, "settle_dispute")
    check_not_violent(dispute)
    day = None if state == Duty.State.PENDING else duty.settled_on
    _check_noted(duty, state, day, dispute)
    stored = Duty.objects.filter(pk=duty.pk).values_list("state", "settled_on").first()
    days = [day, duty.due_on, stored and stored[1]] if stored != (state, day) else []
    let_in(duty, days, late_reason)  # before its row is locked
    check_settled(hold_part(duty, by))
    performed_on = day if state == Duty.State.PERFORMED else None
    overridden = check_step(GateStep.DUTY, dispute, by, reasons, part=duty.pk, done_on=performed_on)
    duty.settled_on = day
    if state == Duty.State.PENDING:
        duty.proof = ""
    duty.state = state
    saved = change(duty, dispute, by, "correct_duty", also=("state",))
    keep(overridden, dispute, by=by)
    return saved


def _check_noted(duty: Duty, state: str, day: date | None, dispute: Dispute) -> None:
    """ValidationError without the day or the proof that ``state`` wants."""
    if state != Duty.State.PENDING and (
        day is None or not dispute.occurred_on <= day <= timezone.localdate()
    ):
        raise ValidationError({"settled_on": _("The day lies between acceptance and today.")})
    if state == Duty.State.PERFORMED and not duty.proof.strip():
        raise ValidationError({"proof": _("Say what shows that it is performed.")})


def check_settled(duty: Duty) -> None:
    """ValidationError for a duty that waits, and of an agreement that does not hold any more."""
    if duty.state == Duty.State.PENDING:
        raise ValidationError(_("Nothing is noted of it yet. Load the page again."))
    if duty.agreement.replaced_on:
        raise ValidationError(_("The agreement was replaced: its duties stay as they are."))


def check_can_settle(duty: Duty) -> None:
    """ValidationError for a duty that is performed, and of an agreement that is a draft or was replaced."""
    if duty.state == Duty.State.PERFORMED:
        raise ValidationError(_("It is performed already. Load the page again."))
    if not duty.agreement.is_final or duty.agreement.replaced_on:
        raise ValidationError(_("The agreement is a draft, or was replaced: its duties wait."))
    if not has_effect(duty.agreement, duty.dispute):
        raise ValidationError(_("The agreement is not signed yet: its duties wait."))
