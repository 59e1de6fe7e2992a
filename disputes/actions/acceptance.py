"""A dispute is taken up, and what was written down of it changes."""

from collections.abc import Sequence

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from access.rights import may
from accounts.models import User
from disputes.actions import counted
from disputes.actions.parties import add_first
from disputes.actions.protection import begin, protect
from disputes.legality.facts import GateStep
from disputes.legality.gate import Reasons, check_step, keep
from disputes.legality.reading import of_party
from disputes.models import Dispute, Party
from ledgers import actions
from referrals.actions import passing as referring
from referrals.models import Referral


@transaction.atomic
def accept_case(
    dispute: Dispute,
    *,
    by: User,
    parties: Sequence[Party] = (),
    late_reason: str = "",
    reasons: Reasons | None = None,
) -> Dispute:
    """Take a dispute up, with the parties that are known. An auxiliary may not host police mediation (治安调解)."""
    if not may(by, "record_dispute"):
        raise PermissionDenied
    protect(dispute, by)
    match_host(dispute)
    check_host(dispute, by)
    overridden = check_step(GateStep.ACCEPT, dispute, by, reasons, parties=tuple(map(of_party, parties)))
    saved = actions.record(dispute, by=by, verb="record_dispute", late_reason=late_reason)
    if saved is dispute:  # else it was sent again, and stands already
        counted.let_in_stock(None, saved, late_reason)
        for party in parties:
            add_first(party, saved, by, reasons)
        keep(overridden, saved, by=by)
    return saved


@transaction.atomic
def amend_case(
    dispute: Dispute, *, by: User, late_reason: str = "", reasons: Reasons | None = None
) -> Dispute:
    """Change what was written down of a dispute. What belongs to it gets its protection with it."""
    held = actions.hold(dispute, by=by)
    actions.check_may_amend(held, by, "record_dispute")
    check_year(dispute)
    protect(dispute, by, held)
    match_host(dispute)
    check_host(dispute, by)
    overridden = check_step(GateStep.ACCEPT, dispute, by, reasons)
    if _counts_otherwise(held, dispute):
        counted.let_in_parts(held, late_reason, {held.village_id, dispute.village_id})
    saved = actions.amend(
        dispute, by=by, verb="record_dispute", also=("is_protected",), late_reason=late_reason
    )
    counted.let_in_stock(held, saved, late_reason)
    if saved.is_protected and not held.is_protected:
        begin(saved, by)
    keep(overridden, saved, by=by)
    return saved


def _counts_otherwise(before: Dispute, after: Dispute) -> bool:
    """Do the months change that count what belongs to it? Given back it counted nowhere, and now it does again."""
    was, now = ((one.village_id, one.occurred_on) for one in (before, after))
    return was != now or before.state == Dispute.State.GIVEN_BACK


@transaction.atomic
def withdraw_case(
    dispute: Dispute, *, by: User, verb: str = "withdraw_row", late_reason: str = ""
) -> Dispute:
    """Take a dispute back, with what was passed on about it."""
    if not may(by, verb):
        raise PermissionDenied
    held = actions.hold(dispute, by=by)
    if held.state != Dispute.State.GIVEN_BACK:  # else it counts nowhere already
        counted.let_in_parts(held, late_reason)
    saved = actions.withdraw(dispute, by=by, verb=verb, late_reason=late_reason)
    counted.let_in_stock(held, saved, late_reason)
    referring.withdrawn_with(Referral.Subject.DISPUTE, saved.pk, by=by)
    return saved


def match_host(dispute: Dispute) -> None:
    """What one of host and procedure says of the police holds for the other one: else the rules of police mediation
    would ask nothing. Where nothing is mediated the host does not matter.
    """
    if dispute.procedure in Dispute.OF_THE_POLICE:
        dispute.host = Dispute.Host.POLICE
    elif dispute.host == Dispute.Host.POLICE and dispute.procedure == Dispute.Procedure.PEOPLE:
        dispute.procedure = Dispute.Procedure.POLICE


@transaction.atomic
def give_back_case(dispute: Dispute, reason: str, field: str = "", *, by: User) -> Dispute:
    """The chief returns a dispute: until it is mended nothing of it counts."""
    if not may(by, "review_rows"):
        raise PermissionDenied
    held = actions.hold(dispute, by=by)
    counted.let_in_parts(held, reason)
    saved = actions.give_back(dispute, reason, field, by=by)
    counted.let_in_stock(held, saved, reason)
    return saved


@transaction.atomic
def take_back_verdict(dispute: Dispute, *, by: User) -> Dispute:
    """The chief takes back what they have just decided: a dispute that was given back counts again with its parts."""
    if not may(by, "review_rows"):
        raise PermissionDenied
    held = actions.hold(dispute, by=by)
    counts_again = held.state == Dispute.State.GIVEN_BACK
    if counts_again:
        counted.let_in_parts(held, held.reason)
    saved = actions.take_back_verdict(dispute, by=by)
    if counts_again:
        counted.let_in_stock(held, saved, held.reason)
    return saved


def check_host(dispute: Dispute, by: User) -> None:
    """Raises ValidationError when the person may not host the kind of mediation."""
    if dispute.host == Dispute.Host.POLICE and not may(by, "host_police_mediation"):
        raise ValidationError({"host": _("Only an officer hosts police mediation.")})


def check_year(dispute: Dispute) -> None:
    """ValidationError when the day of acceptance leaves the year of its number."""
    if dispute.number_year and dispute.occurred_on.year != dispute.number_year:
        raise ValidationError(
            {
                "occurred_on": _(
                    "Its number is of %(year)s. Withdraw it, and enter it anew for the other year."
                )
                % {"year": dispute.number_year}
            }
        )
