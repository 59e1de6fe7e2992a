"""The end of a dispute: closed with a result, taken up again."""

from copy import copy
from datetime import date

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import F, Value
from django.db.models.functions import Greatest
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from access.rights import may
from accounts.models import User
from audit import trail
from disputes.actions import counted, following
from disputes.actions.rows import change
from disputes.legality.facts import GateStep
from disputes.legality.gate import Reasons, check_step, keep
from disputes.models import Agreement, Dispute, Duty, Party
from ledgers import actions, months

BY_COURT = gettext_lazy(
    "A court has confirmed the agreement: what is not performed is enforced by the court, which alone changes it."
)
RESULT_FIELDS = (
    "stage", "agreement", "result", "handled_on", "told_routes_on", "applied_on", "approved_on", "is_late", "reason",
)  # fmt: skip
WITHOUT_AGREEMENT = (
    Dispute.Stage.FAILED, Dispute.Stage.REFUSED, Dispute.Stage.REFERRED, Dispute.Stage.TOLD,
)  # fmt: skip
RESULTS_OF_MEDIATION = (Dispute.Stage.AGREED, Dispute.Stage.FAILED, Dispute.Stage.REFUSED)


@transaction.atomic
def close(
    dispute: Dispute,
    stage: str,
    *,
    by: User,
    late_reason: str = "",
    reasons: Reasons | None = None,
    all_agree: bool = False,
) -> Dispute:
    """Close the dispute with ``stage`` and the result on it; of one that ends in an agreement plan the calls.

    ``all_agree``: the parties who were not asked yet were asked now, and agree to mediation, which is noted of them.
    What the law says of the result: disputes/legality. In a published month it takes a reason. An agreement, or its
    draft, ends with a result that is none.
    """
    if not may(by, "settle_dispute"):
        raise PermissionDenied
    before = actions.hold(dispute, by=by)
    check_open(before)
    check_stage(before, stage)
    if dispute.handled_on is None:
        raise ValidationError({"handled_on": _("Say on which day.")})
    if not before.occurred_on <= dispute.handled_on <= timezone.localdate():
        raise ValidationError({"handled_on": _("The day lies between acceptance and today.")})
    if all_agree and stage == Dispute.Stage.AGREED:
        _note_consent(before, by)
    overridden = check_step(GateStep.CLOSE, dispute, by, reasons, stage=stage)
    late = months.let_in(
        before.village_on(dispute.handled_on), dispute.handled_on, late_reason, field="handled_on"
    )
    actions.note_late(dispute, late, late_reason)
    counted.let_in_stock(before, dispute, late_reason)
    dispute.stage = stage
    dispute.validate_constraints()
    dispute.save(update_fields=RESULT_FIELDS)
    end_rest(dispute, dispute.handled_on)
    if stage in WITHOUT_AGREEMENT:
        end_agreement(dispute, _("Closed otherwise: %(stage)s") % {"stage": dispute.get_stage_display()})
    if stage == Dispute.Stage.AGREED:
        following.plan(dispute, late_reason)
    trail.record("close_dispute", dispute, by=by, stage=stage, handled_on=str(dispute.handled_on), late=late)
    keep(overridden, dispute, by=by)
    return dispute


def _note_consent(dispute: Dispute, by: User) -> None:
    for party in Party.objects.filter(dispute=dispute, agrees=Party.Agrees.NOT_ASKED).order_by("pk"):
        party.agrees = Party.Agrees.YES
        change(party, dispute, by, "amend_party")


def end_rest(dispute: Dispute, day: date) -> None:
    """A rest ends with the mediation, on ``day`` or on its only day: nothing of it runs on."""
    dispute.suspension_set.filter(ended_on=None).update(ended_on=Greatest("starts_on", Value(day)))


def end_agreement(dispute: Dispute, why: str) -> None:
    """The agreement holds no more: it stays as a former one, and nobody owes what it would have been due later.

    It ends today and not on an earlier day: what was due until then is counted already.
    """
    today = timezone.localdate()
    later = Duty.objects.filter(dispute=dispute, agreement__replaced_on=None, due_on__gt=today)
    later.update(due_on=F("due_on"))  # figures count them no more: the triggers note their months
    Agreement.objects.filter(dispute=dispute, replaced_on=None).update(replaced_on=today, replaced_why=why)


def check_stage(dispute: Dispute, stage: str) -> None:
    """ValidationError for a result that the procedure does not have, and for what is none."""
    if stage not in Dispute.REOPENED:
        raise ValidationError({"stage": _("Say what came of it.")})
    if dispute.is_protected and stage in RESULTS_OF_MEDIATION:
        raise ValidationError({"stage": _("Domestic violence is not mediated: rule of the county.")})
    if stage == Dispute.Stage.SETTLED and dispute.procedure not in dispute.OF_THE_POLICE:
        raise ValidationError({"stage": _("Only of what the police handle: no punishment.")})


@transaction.atomic
def reopen(dispute: Dispute, reason: str, *, by: User) -> Dispute:
    """Take a closed dispute up again: the parties have come back, or the result was wrong.

    The former result goes out of the row and stays in its history, beside ``reason``; an agreement stays as a replaced
    one, planned calls are dropped. The month that counted the result must let it, and shows the reason when it is
    published.
    """
    if not may(by, "settle_dispute"):
        raise PermissionDenied
    held = actions.hold(dispute, by=by)
    day = check_can_reopen(held)
    why = reason.strip()
    if not why:
        raise ValidationError({"reason": _("Say why it is taken up again.")})
    ended, closed = held.stage, copy(held)
    late = months.let_in(held.village_on(day), day, why)
    actions.note_late(held, late, why)
    held.stage, held.agreement, held.result, held.handled_on = Dispute.Stage.OPEN, "", "", None
    held.told_routes_on = held.applied_on = held.approved_on = None
    counted.let_in_stock(closed, held, why)
    held.save(update_fields=RESULT_FIELDS)
    end_agreement(held, why)
    following.drop(held)
    trail.record("reopen_dispute", held, by=by, stage=ended, handled_on=str(day), reason=why, late=late)
    return held


def check_open(dispute: Dispute) -> None:
    """ValidationError for a dispute that is closed, or counts no more."""
    if dispute.stage != Dispute.Stage.OPEN or not dispute.is_counted:
        raise ValidationError(_("The dispute is closed already. Load the page again."))


def check_can_reopen(dispute: Dispute) -> date:
    """The day on which it ended; ValidationError unless it is closed."""
    ended = dispute.handled_on
    if dispute.stage not in Dispute.REOPENED or not dispute.is_counted or dispute.erased_on or ended is None:
        raise ValidationError(_("Only a closed dispute is taken up again."))
    if dispute.agreement_set.filter(replaced_on=None, confirmation="confirmed").exists():
        raise ValidationError(BY_COURT)
    return ended
