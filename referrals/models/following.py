"""What follows a row that moved to another village: its slip, and the referrals about it."""

from posts.models import Placed
from referrals.models.referrals import Referral
from referrals.models.slips import Slip


def follow(kind: str, row: Placed) -> None:
    """Give them the access keys of the row."""
    keys = {name: getattr(row, name) for name in row.KEYS}
    for model in (Referral, Slip):
        rows = model._base_manager.filter(subject_kind=kind, subject_key=row.pk)
        rows.exclude(**keys).update(**keys)
