"""What follows a row that moved to another village: its slip, the referrals about it, and their copies."""

from posts.models import Placed
from referrals.models.copies import AnswerCopy
from referrals.models.referrals import Referral
from referrals.models.slips import Slip


def follow(kind: str, row: Placed) -> None:
    """Give them the access keys of the row."""
    keys = {name: getattr(row, name) for name in row.KEYS}
    about = {"subject_kind": kind, "subject_key": row.pk}
    of_referral = {f"referral__{name}": value for name, value in about.items()}
    for model, those in ((Referral, about), (AnswerCopy, of_referral), (Slip, about)):
        model._base_manager.filter(**those).exclude(**keys).update(**keys)
