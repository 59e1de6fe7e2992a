"""A dispute as something that can be passed on (config/referral_subjects.py names it)."""

from disputes.actions import check_open
from disputes.models import Dispute
from referrals.models import Referral
from referrals.subjects import Beginning, Subject

KIND = Referral.Subject.DISPUTE.value

DISPUTE = Subject(
    kind=KIND,
    model=Dispute,
    check=check_open,
    begin=lambda dispute: Beginning(dispute.summary[:500]),
)
