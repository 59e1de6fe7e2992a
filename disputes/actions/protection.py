"""The protection of a dispute with domestic violence: begun by the answer yes, lifted by the chief.

From then on officers of the post and the chief see it, with all that belongs to it, and nobody else.
"""

from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from access import scope
from access.rights import may
from accounts.models import User
from audit import history, trail
from disputes.actions.closing import end_rest
from disputes.actions.rows import withhold_reasons
from disputes.models import Dispute, Measure
from disputes.models.disputes import PARTS
from ledgers import actions, drafts
from referrals.actions import passing as referring
from referrals.models import Referral

FIELDS = ("violence", "procedure", "is_protected", "is_late", "reason")


def protect(dispute: Dispute, by: User, before: Dispute | None = None) -> None:
    """Set what follows from the answer on a dispute that is about to be saved; ``before``: as it is stored.

    Domestic violence is not mediated (a rule of the county), and only who sees such rows enters it. Once it is
    protected an ordinary change does not open it again.
    """
    is_violent = dispute.violence == Dispute.Violence.YES
    if before is not None and before.is_protected and not is_violent:
        raise ValidationError({"violence": _("It is protected. The chief lifts that, with a reason.")})
    if is_violent and not scope.for_user(by).sees_protected:
        raise ValidationError(
            {"violence": _("An officer of the post enters this. Tell them at once; write nothing down here.")}
        )
    dispute.is_protected = is_violent
    if is_violent:
        dispute.procedure = Dispute.Procedure.PROTECTED
    elif dispute.procedure == Dispute.Procedure.PROTECTED:
        dispute.procedure = Dispute.Procedure.PEOPLE


def protect_parts(dispute: Dispute) -> None:
    """Give what belongs to the dispute its protection, and let drafts of others go that were typed about it."""
    for name in PARTS:
        related: Any = Dispute._meta.get_field(name).related_model
        if related is Measure and not dispute.is_protected:
            continue  # all withdrawn (check_liftable): who saw them sees them, nobody else
        related._base_manager.filter(dispute=dispute.pk).update(is_protected=dispute.is_protected)
    if dispute.is_protected:
        drafts.forget(dispute)


def take_back(dispute: Dispute, by: User) -> None:
    """Withdraw what was passed on about a protected dispute, without its words: more people read that than may now."""
    referring.withdrawn_with(Referral.Subject.DISPUTE, dispute.pk, by=by)
    referring.forget(Referral.Subject.DISPUTE, [dispute.pk])


def begin(dispute: Dispute, by: User) -> None:
    """What the answer yes changes beside the row, which is saved: nothing is mediated, or rests, any more."""
    protect_parts(dispute)
    withhold_reasons(dispute)
    end_rest(dispute, timezone.localdate())
    take_back(dispute, by)
    trail.record("protect_dispute", dispute, by=by)


@transaction.atomic
def answer_yes(dispute: Dispute, *, by: User) -> Dispute:
    """It turns out to be about domestic violence, whoever wrote it down, and at whatever stage it is."""
    held = _held(dispute, by, "protect_dispute")
    check_unprotected(held)
    held.violence, held.procedure, held.is_protected = Dispute.Violence.YES, Dispute.Procedure.PROTECTED, True
    actions.let_in(held, _("Protected"))  # told nowhere: reports leave the reasons of protected rows out
    held.save(update_fields=FIELDS)
    begin(held, by)
    return held


@transaction.atomic
def lift(dispute: Dispute, reason: str, *, by: User) -> Dispute:
    """It was no domestic violence after all: the post, the station and the county see it from now on.

    What was written while it was protected stays hidden in its history. ValidationError once something of the
    protected route is there.
    """
    held = _held(dispute, by, "lift_protection")
    check_liftable(held)
    if not reason.strip():
        raise ValidationError({"reason": _("Say why it is no domestic violence.")})
    held.violence, held.is_protected = Dispute.Violence.NO, False
    held.procedure = _procedure_before(held)
    actions.let_in(held, reason.strip())
    held.save(update_fields=FIELDS)
    protect_parts(held)
    trail.record("lift_protection", held, by=by, reason=reason.strip())
    return held


def _procedure_before(dispute: Dispute) -> str:
    """How it was handled before it was protected; entered as protected, or by another host since, what fits the host:
    then the rules of police mediation ask from now on.
    """
    changes = history.changes_model(Dispute).objects.filter(pgh_obj=dispute.pk).order_by("-pgh_id")
    before: str = (
        changes.exclude(procedure=Dispute.Procedure.PROTECTED).values_list("procedure", flat=True).first()
        or ""
    )
    by_police = dispute.host == Dispute.Host.POLICE
    of_police = Dispute.OF_THE_POLICE
    if before == Dispute.Procedure.TOLD or (before and (before in of_police) == by_police):
        return before
    return Dispute.Procedure.POLICE if by_police else Dispute.Procedure.PEOPLE


def _held(dispute: Dispute, by: User, verb: str) -> Dispute:
    if not may(by, verb) or not scope.for_user(by).sees_protected:
        raise PermissionDenied
    return actions.hold(dispute, by=by)


def check_unprotected(dispute: Dispute) -> None:
    """ValidationError for what is protected already, or anonymised."""
    if dispute.is_protected or dispute.erased_on:
        raise ValidationError(_("It is protected already. Load the page again."))


def check_liftable(dispute: Dispute) -> None:
    """ValidationError unless it is protected, and nothing was done about violence in it."""
    if not dispute.is_protected:
        raise ValidationError(_("It is not protected. Load the page again."))
    if dispute.measure_set.filter(withdrawn_on=None).exists():
        raise ValidationError(
            _("Something was done about domestic violence: it stays protected. Withdraw first what is wrong.")
        )
