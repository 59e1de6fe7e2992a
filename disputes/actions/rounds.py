"""Check rounds."""

from django.db import transaction

from accounts.models import User
from disputes.models import CheckRound
from ledgers import actions


@transaction.atomic
def record_round(row: CheckRound, *, by: User, late_reason: str = "") -> CheckRound:
    return actions.record(row, by=by, verb="record_dispute", late_reason=late_reason)
