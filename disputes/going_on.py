"""Which disputes of a merged village go on in its successor (disputes/book.py)."""

from django.db.models import Exists, OuterRef, Q, QuerySet

from disputes.models import Dispute, Duty, FollowUp

DAY = "village__successions__day"  # of the merger


def goes_on(rows: QuerySet[Dispute]) -> QuerySet[Dispute]:
    """Open ones, and those of which a promise or a call is waiting, or due after the merger: it counts as due there.

    Among them those that few may see: they go on as well.
    """
    duties = Duty._base_manager.filter(dispute=OuterRef("pk"))
    calls = FollowUp._base_manager.filter(dispute=OuterRef("pk"), dropped_on=None)
    owed = duties.filter(Q(state=Duty.State.PENDING) | Q(due_on__gte=OuterRef(DAY)))
    to_call = calls.filter(Q(made_on=None) | Q(planned_on__gte=OuterRef(DAY)))
    waits = Q(stage=Dispute.Stage.OPEN) | Exists(owed) | Exists(to_call)
    return rows.filter(waits, erased_on=None).exclude(state=Dispute.State.WITHDRAWN)
