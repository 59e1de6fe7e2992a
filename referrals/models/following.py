"""What follows a row that moved to another village: the referrals about it, their copies, the slips of both."""

from django.db.models import Q

from posts.models import Placed
from referrals.models.copies import AnswerCopy
from referrals.models.referrals import Referral
from referrals.models.slips import OF_REFERRAL, Slip


def follow(kind: str, row: Placed) -> None:
    """Give them the access keys of the row."""
    keys = {name: getattr(row, name) for name in row.KEYS}
    about = Q(subject_kind=kind, subject_key=row.pk)
    referrals = list(Referral._base_manager.filter(about).values_list("pk", flat=True))
    slips = about | Q(subject_kind=OF_REFERRAL, subject_key__in=referrals)
    for model, those in ((Referral, about), (AnswerCopy, Q(referral__in=referrals)), (Slip, slips)):
        model._base_manager.filter(those).exclude(**keys).update(**keys)
