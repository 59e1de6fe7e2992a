"""A dispute as something that can be passed on (config/referral_subjects.py names it)."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from disputes.actions.closing import check_open
from disputes.models import Dispute
from referrals.models import Referral
from referrals.subjects import Beginning, Subject

KIND = Referral.Subject.DISPUTE.value


def check(dispute: Dispute) -> None:
    """ValidationError for one that is closed, and for a protected one: a referral is read by more people than it is."""
    check_open(dispute)
    if dispute.is_protected:
        raise ValidationError(_("A protected dispute is not passed on here: its parties are known to few."))


DISPUTE = Subject(
    kind=KIND,
    model=Dispute,
    check=check,
    begin=lambda dispute: Beginning(dispute.summary[:500]),
)
