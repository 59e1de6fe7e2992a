"""Which hazards of a merged village go on in its successor (hazards/book.py)."""

from django.db.models import F, Q, QuerySet

from hazards.models import Hazard


def goes_on(rows: QuerySet[Hazard]) -> QuerySet[Hazard]:
    """What nobody has verified, and what is due after the merger: it counts as due there."""
    waits = Q(verified_on=None) | Q(due_on__gte=F("village__successions__day"))
    return rows.filter(waits, erased_on=None).exclude(state=Hazard.State.WITHDRAWN)
