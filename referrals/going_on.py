"""Which referrals of a merged village go on in its successor (referrals/book.py)."""

from django.db.models import QuerySet

from referrals.models import Referral


def goes_on(rows: QuerySet[Referral]) -> QuerySet[Referral]:
    """What did not come back, or of which nobody was told. Those about a row that goes on have gone with it."""
    return rows.filter(closed_on=None).exclude(state=Referral.State.WITHDRAWN)
