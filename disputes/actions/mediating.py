"""Mediation: who mediates, the sessions, the days on which it rests."""

from datetime import date

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from access.rights import may
from accounts.models import User
from audit import trail
from disputes.actions import counted
from disputes.actions.closing import check_open
from disputes.actions.rows import change, check_not_violent, hold_dispute, hold_part, insert, let_in
from disputes.legality.facts import GateStep
from disputes.legality.gate import Reasons, check_step, keep
from disputes.legality.reading import of_mediator, of_session
from disputes.models import Dispute, Mediator, Session, Suspension


@transaction.atomic
def name_mediator(mediator: Mediator, *, by: User, reasons: Reasons | None = None) -> Mediator:
    """Name somebody who mediates or helps in an open dispute. An auxiliary assists and never hosts (rule ``aux``)."""
    dispute = hold_dispute(mediator, by)
    check_open(dispute)
    check_mediated(dispute)
    overridden = check_step(GateStep.MEDIATOR, dispute, by, reasons, mediator=of_mediator(mediator))
    saved = insert(mediator, dispute, by, "name_mediator")
    keep(overridden, dispute, by=by)
    return saved


@transaction.atomic
def remove_mediator(mediator: Mediator, *, by: User) -> None:
    """Take somebody out who was named by mistake, while the dispute is open."""
    dispute = hold_dispute(mediator, by)
    check_open(dispute)
    held = hold_part(mediator, by)
    key = held.pk
    held.delete()
    trail.record("remove_mediator", dispute, by=by, number=key)


@transaction.atomic
def record_session(
    session: Session, *, by: User, reasons: Reasons | None = None, late_reason: str = ""
) -> Session:
    """Write one session down. It does not close the dispute; the form of the result does."""
    dispute = hold_dispute(session, by)
    check_open(dispute)
    check_mediated(dispute)
    check_held_on(session, dispute)
    overridden = check_step(GateStep.SESSION, dispute, by, reasons, session=of_session(session))
    session.recorded_by = by
    session.take_keys()
    let_in(session, counted.moved(None, session.held_on, _held_on(dispute)), late_reason)
    saved = insert(session, dispute, by, "record_session")
    keep(overridden, dispute, by=by, session=saved)
    return saved


@transaction.atomic
def amend_session(
    session: Session, *, by: User, reasons: Reasons | None = None, late_reason: str = ""
) -> Session:
    """Correct the minutes of a session: what was written before stays in the history."""
    dispute = hold_dispute(session, by)
    if session.recorded_by_id != by.pk and not may(by, "settle_dispute"):
        raise PermissionDenied
    check_not_violent(dispute)
    check_held_on(session, dispute)
    others = dispute.session_set.exclude(pk=session.pk)
    stored = dispute.session_set.filter(pk=session.pk).values_list("held_on", flat=True).first()
    let_in(session, counted.moved(stored, session.held_on, _held_on(dispute, session.pk)), late_reason)
    hold_part(session, by)
    overridden = check_step(
        GateStep.SESSION,
        dispute,
        by,
        reasons,
        session=of_session(session),
        sessions=tuple(map(of_session, others)),
    )
    saved = change(session, dispute, by, "amend_session")
    keep(overridden, dispute, by=by, session=saved)
    return saved


def _held_on(dispute: Dispute, without: int = 0) -> set[date]:
    return set(dispute.session_set.exclude(pk=without).values_list("held_on", flat=True))


def check_mediated(dispute: Dispute) -> None:
    """ValidationError for domestic violence, and for what is not mediated at all."""
    check_not_violent(dispute)
    if dispute.procedure == Dispute.Procedure.TOLD:
        raise ValidationError(_("It is not mediated: the parties were told where to go."))


def check_held_on(session: Session, dispute: Dispute) -> None:
    last = dispute.handled_on or timezone.localdate()
    if not dispute.occurred_on <= session.held_on <= last:
        raise ValidationError({"held_on": _("The day lies between acceptance and today, or the result.")})
    _check_not_resting(session, dispute)
    signed = dispute.agreement_set.filter(replaced_on=None, signed_on__lt=session.held_on)
    if session.result == Session.Result.AGREED and signed.exists():
        raise ValidationError({"held_on": _("The agreement was signed before this day.")})


def _check_not_resting(session: Session, dispute: Dispute) -> None:
    """ValidationError for a day on which the mediation rests; on the first and the last day it may be held."""
    if session.result == Session.Result.NOT_HELD:
        return
    day = session.held_on
    rests = dispute.suspension_set.filter(starts_on__lt=day)
    if one := rests.filter(Q(ended_on=None) | Q(ended_on__gt=day)).first():
        words = _("The mediation rests on this day (since %(day)s): end the rest, or correct it, first.")
        raise ValidationError({"held_on": words % {"day": f"{one.starts_on:%Y-%m-%d}"}})


@transaction.atomic
def suspend(suspension: Suspension, *, by: User) -> Suspension:
    """The mediation rests from a day on."""
    dispute = hold_dispute(suspension, by, "settle_dispute")
    check_can_rest(dispute)
    if suspension.starts_on < dispute.occurred_on:
        raise ValidationError({"starts_on": _("The day lies before acceptance.")})
    _check_free(suspension, dispute, "starts_on")
    suspension.recorded_by = by
    return insert(suspension, dispute, by, "suspend_dispute")


def _check_free(suspension: Suspension, dispute: Dispute, field: str) -> None:
    """ValidationError beside ``field`` where a session was held between the days of a rest, or two rests overlap."""
    first, last = suspension.starts_on, suspension.ended_on
    held = dispute.session_set.exclude(result=Session.Result.NOT_HELD).filter(held_on__gt=first)
    others = dispute.suspension_set.exclude(pk=suspension.pk).filter(Q(ended_on=None) | Q(ended_on__gt=first))
    if last is not None:
        held, others = held.filter(held_on__lt=last), others.filter(starts_on__lt=last)
    if held.exists():
        raise ValidationError({field: _("A session was held in these days.")})
    if others.exists():
        raise ValidationError({field: _("The mediation rests in these days already.")})


def check_can_rest(dispute: Dispute) -> None:
    """ValidationError unless it is open, mediated, and does not rest already."""
    check_open(dispute)
    check_mediated(dispute)
    if dispute.suspension_set.filter(ended_on=None).exists():
        raise ValidationError(_("The mediation rests already."))


def check_rests(suspension: Suspension) -> None:
    """ValidationError for a rest that is over."""
    if suspension.ended_on is not None:
        raise ValidationError(_("The mediation goes on already. Load the page again."))


@transaction.atomic
def resume(suspension: Suspension, *, by: User, reasons: Reasons | None = None) -> Suspension:
    """The mediation goes on: ``ended_on`` is the last day on which it rested; a reason for a long rest."""
    dispute = hold_dispute(suspension, by, "settle_dispute")
    check_rests(hold_part(suspension, by))
    if suspension.ended_on is None or not suspension.starts_on <= suspension.ended_on <= timezone.localdate():
        raise ValidationError({"ended_on": _("The day lies between the first day of rest and today.")})
    _check_free(suspension, dispute, "ended_on")
    overridden = check_step(
        GateStep.RESUME, dispute, by, reasons, part=suspension.pk, done_on=suspension.ended_on
    )
    saved = change(suspension, dispute, by, "resume_dispute")
    keep(overridden, dispute, by=by)
    return saved


def check_is_over(suspension: Suspension) -> None:
    """ValidationError for a rest that goes on."""
    if suspension.ended_on is None:
        raise ValidationError(_("The mediation rests still: nothing is corrected. Load the page again."))


@transaction.atomic
def amend_rest(suspension: Suspension, *, by: User, reasons: Reasons | None = None) -> Suspension:
    """Correct the end of a rest: another last day, or none, and then it rests still; a reason for a long one."""
    dispute = hold_dispute(suspension, by, "settle_dispute")
    check_is_over(hold_part(suspension, by))
    last = suspension.ended_on
    if last is None:
        check_can_rest(dispute)
    elif (
        not suspension.starts_on
        <= last
        <= max(suspension.starts_on, dispute.handled_on or timezone.localdate())
    ):
        raise ValidationError(
            {"ended_on": _("The day lies between the first day of rest and today, or the result.")}
        )
    _check_free(suspension, dispute, "ended_on")
    overridden = check_step(GateStep.RESUME, dispute, by, reasons, part=suspension.pk, done_on=last)
    saved = change(suspension, dispute, by, "amend_rest")
    keep(overridden, dispute, by=by)
    return saved
