"""Calls after the end of a dispute: planned, made, dropped when it is taken up again."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from audit import trail
from audit.versions import save_changes
from disputes import county_settings
from disputes.actions.rows import change, hold_dispute, hold_part, let_in, spans_let_in
from disputes.legality.facts import GateStep
from disputes.legality.gate import Reasons, check_step, keep
from disputes.models import Dispute, FollowUp
from posts.closed_months import Span
from posts.models import County


def plan(dispute: Dispute, late_reason: str = "") -> None:
    """The calls that the county wants after the day of the result; 0 days: none. Of a result that is entered late some
    were due in months that may be closed.
    """
    day = dispute.handled_on
    if day is None:
        return
    county = County.objects.values_list("code", flat=True).get(pk=dispute.county_id)
    days = [day + wait for wait in county_settings.follow_ups(day, county)]
    spans = [Span(dispute.village_on(one), one, one) for one in days if one <= timezone.localdate()]
    spans_let_in(spans, late_reason, cause=FollowUp, dispute=dispute.pk, is_protected=dispute.is_protected)
    for one in days:
        FollowUp(dispute=dispute, planned_on=one).save(force_insert=True)


def drop(dispute: Dispute) -> None:
    """The planned calls that were not made are no longer wanted."""
    waiting = FollowUp.objects.filter(dispute=dispute, made_on=None, dropped_on=None)
    waiting.update(dropped_on=timezone.localdate())


def check_waits(call: FollowUp) -> None:
    """ValidationError for a call that was made or dropped."""
    if call.made_on or call.dropped_on:
        raise ValidationError(_("The call is made already, or no longer wanted. Load the page again."))


@transaction.atomic
def make(call: FollowUp, *, by: User, late_reason: str = "", reasons: Reasons | None = None) -> FollowUp:
    """Note a planned call that was made; after its day the rules want the reason."""
    dispute = hold_dispute(call, by)
    day = call.made_on
    if day is None or not (dispute.handled_on or dispute.occurred_on) <= day <= timezone.localdate():
        raise ValidationError({"made_on": _("The day lies between the result and today.")})
    let_in(
        call, [day, call.planned_on if day <= call.planned_on else None], late_reason
    )  # before its row is locked
    held = hold_part(call, by)
    check_waits(held)
    overridden = check_step(GateStep.CALL, dispute, by, reasons, part=held.pk, done_on=day)
    call.made_by = by
    save_changes(held, call, also=("made_by",))
    trail.record("make_follow_up", dispute, by=by, number=held.pk)
    keep(overridden, dispute, by=by)
    return call


def check_made(call: FollowUp) -> None:
    """ValidationError for a call that waits or was dropped."""
    if call.made_on is None:
        raise ValidationError(_("Only a call that was made is corrected. Load the page again."))


@transaction.atomic
def amend(call: FollowUp, *, by: User, late_reason: str = "", reasons: Reasons | None = None) -> FollowUp:
    """Correct a call that was written down wrongly; what it was before stays in its history.

    Its day is asked about where it changes: of a dispute that was taken up again the result is a later one by now.
    """
    dispute = hold_dispute(call, by)
    day = call.made_on
    stored = FollowUp.objects.filter(pk=call.pk).values_list("made_on", flat=True).first()
    first = dispute.handled_on or dispute.occurred_on
    if day is None or (day != stored and not first <= day <= timezone.localdate()):
        raise ValidationError({"made_on": _("The day lies between the result and today.")})
    let_in(
        call, [stored, day, call.planned_on] if day != stored else [], late_reason
    )  # before its row is locked
    check_made(hold_part(call, by))
    overridden = check_step(GateStep.CALL, dispute, by, reasons, part=call.pk, done_on=day)
    saved = change(call, dispute, by, "amend_follow_up")
    keep(overridden, dispute, by=by)
    return saved
