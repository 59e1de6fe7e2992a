"""The parties of a dispute: named, corrected, taken out."""

from django.core.exceptions import NON_FIELD_ERRORS, PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

import rules
from access.rights import may
from accounts.models import User
from audit import trail
from disputes.actions.rows import change, hold_dispute, hold_part, insert
from disputes.legality.facts import GateStep
from disputes.legality.gate import Overridden, Reasons, check_step, keep
from disputes.legality.reading import of_party
from disputes.models import Dispute, Duty, Party
from residents.models import Resident


@transaction.atomic
def add(party: Party, *, by: User, reasons: Reasons | None = None) -> Party:
    """Name a party: a person of the register that ``by`` may see, or anybody else by name."""
    dispute = hold_dispute(party, by)
    check_changeable(dispute, by)
    check_not_fixed(dispute)
    overridden = prepare(party, dispute, by, reasons)
    saved = insert(party, dispute, by, "add_party")
    keep(overridden, dispute, by=by)
    return saved


def add_first(party: Party, dispute: Dispute, by: User, reasons: Reasons | None = None) -> Party:
    """A party of a dispute that was made in this transaction: it is not locked, for nobody else sees it yet."""
    overridden = prepare(party, dispute, by, reasons)
    saved = insert(party, dispute, by, "add_party")
    keep(overridden, dispute, by=by)
    return saved


def prepare(party: Party, dispute: Dispute, by: User, reasons: Reasons | None) -> Overridden:
    """Check a new party, and note the name and the age that the register has; returns what was overridden."""
    party.dispute = dispute
    check_party(party, by)
    overridden = check_step(GateStep.PARTY, dispute, by, reasons, party=of_party(party))
    party.save_name_of_entry()
    note_age(party)
    return overridden


@transaction.atomic
def amend(party: Party, *, by: User, reasons: Reasons | None = None) -> Party:
    """Correct a party; the former facts stay in the history, except the sealed ones."""
    dispute = hold_dispute(party, by)
    check_changeable(dispute, by)
    if hold_part(party, by).side != party.side:
        check_not_fixed(dispute, "side")
    check_party(party, by)
    note_age(party, is_read=True)
    overridden = check_step(GateStep.PARTY, dispute, by, reasons, party=of_party(party))
    party.save_name_of_entry()
    saved = change(party, dispute, by, "amend_party")
    keep(overridden, dispute, by=by)
    return saved


@transaction.atomic
def remove(party: Party, *, by: User) -> None:
    """Take a party out that was named by mistake."""
    dispute = hold_dispute(party, by)
    check_changeable(dispute, by)
    held = hold_part(party, by)
    check_removable(held)
    key = held.pk
    held.delete()
    trail.record("remove_party", dispute, by=by, number=key)


def check_removable(party: Party) -> None:
    """ValidationError for one who is named in an agreement, or stands in a final one."""
    check_not_fixed(party.dispute)
    if Duty.objects.filter(who=party).exists():
        raise ValidationError(_("This party owes something in an agreement: change the agreement first."))


def check_changeable(dispute: Dispute, by: User) -> None:
    """PermissionDenied for the parties of a closed dispute: an officer corrects them."""
    if dispute.stage != Dispute.Stage.OPEN and not may(by, "settle_dispute"):
        raise PermissionDenied


def check_not_fixed(dispute: Dispute, field: str = NON_FIELD_ERRORS) -> None:
    """ValidationError while a final agreement stands: whose it is, and who signs it, does not change under it."""
    if dispute.agreement_set.filter(is_final=True, replaced_on=None).exists():
        sentence = _("The agreement is final: correct it first, then name the parties anew.")
        raise ValidationError({field: sentence})


def note_age(party: Party, *, is_read: bool = False) -> None:
    """Somebody whose year of birth in the register says so is under age, whatever was ticked.

    Only the year is known: in the year of coming of age one counts as under age, until the day was looked up
    (``is_read``: the tick is somebody's word).
    """
    today = timezone.localdate()
    year = party.resident.birth_year if party.resident is not None else None
    age = today.year - year if year else None
    adult = rules.whole("party.adult_from", on=today)
    if age is not None and (age < adult or (age == adult and not is_read)):
        party.is_minor = True


def check_party(party: Party, by: User) -> None:
    """ValidationError for an entry of the register that the person does not see, and for one who is here already."""
    if party.resident is None and not party.name:
        raise ValidationError({"name": _("Say who it is.")})
    if party.resident is None:
        return
    if not Resident.objects.visible_to(by).filter(pk=party.resident_id).exists():
        raise ValidationError({"resident": _("There is no such entry in the register of your place.")})
    others = Party.objects.filter(dispute=party.dispute_id, resident=party.resident_id).exclude(pk=party.pk)
    if others.exists():
        raise ValidationError({"resident": _("This person is named in the dispute already.")})
