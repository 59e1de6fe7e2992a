"""What follows a row that moved to another village: its slip, the referrals about it, and their copies."""

from posts.models import Placed
from referrals.models.copies import AnswerCopy
from referrals.models.referrals import Referral
from referrals.models.slips import Slip


def follow(kind: str, row: Placed) -> None:
    """Give them the access keys of the row."""
    keys = {name: getattr(row, name) for name in row.KEYS}
    for model in (Referral, Slip):
        rows = model._base_manager.filter(subject_kind=kind, subject_key=row.pk)
        rows.exclude(**keys).update(**keys)
    pages = AnswerCopy._base_manager.filter(referral__subject_kind=kind, referral__subject_key=row.pk)
    pages.exclude(**keys).update(**keys)
