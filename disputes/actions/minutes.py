"""The minutes of a session and the agreement that it ended in, saved together or not at all."""

from collections.abc import Sequence

from django.db import transaction

from accounts.models import User
from disputes.actions import agreeing, mediating
from disputes.actions.rows import change
from disputes.legality.gate import Reasons
from disputes.models import Agreement, Duty, Party, Session


@transaction.atomic
def record(
    session: Session,
    *,
    by: User,
    agreement: Agreement | None = None,
    duties: Sequence[Duty] = (),
    refusing: Sequence[Party] = (),
    reasons: Reasons | None = None,
    late_reason: str = "",
) -> Session:
    """Write one session down; with ``agreement`` its draft begins, with what each side owes.
    Of ``refusing`` it is noted that they do not agree to mediation.

    ValidationError of either: then neither is saved.
    """
    saved = mediating.record_session(session, by=by, reasons=reasons, late_reason=late_reason)
    if agreement is not None:
        agreement.dispute = saved.dispute
        agreeing.draft(agreement, by=by, duties=duties, late_reason=late_reason)
    for party in refusing:
        party.agrees = Party.Agrees.NO
        change(party, saved.dispute, by, "amend_party")
    return saved
