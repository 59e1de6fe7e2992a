"""The attention that a dispute gets: marked, ended. Red goes to the chief at once."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from access.roles import codes
from accounts.models import User
from audit import trail
from disputes.actions.rows import hold_dispute, hold_part, insert
from disputes.models import Attention, Dispute
from notices import actions as notices


@transaction.atomic
def mark(attention: Attention, *, by: User) -> Attention:
    """Mark a dispute; a former mark ends."""
    dispute = hold_dispute(attention, by)
    today = timezone.localdate()
    if attention.until < today:
        raise ValidationError({"until": _("The day lies in the past.")})
    Attention.objects.filter(dispute=dispute, ended_on=None).update(ended_on=today)
    attention.marked_by, attention.marked_on = by, today
    insert(attention, dispute, by, "mark_dispute")
    if attention.level == Attention.Level.RED:
        tell_chief(dispute, attention, by)
    return attention


def tell_chief(dispute: Dispute, attention: Attention, by: User) -> None:
    """Whoever stands in for the chief reads it, too, and of a protected dispute not even its number: the line names
    none, for it stays when the dispute is protected later.
    """
    chiefs = codes(lambda row: row.place == "station" and row.answers_for_place and row.sees_protected)
    notices.send(
        "dispute_red",
        [notices.To(role=role, station_id=dispute.station_id) for role in chiefs],
        key=f"dispute_red {attention.pk}",
        by=by,
        link=dispute.get_absolute_url(),
    )


@transaction.atomic
def end_mark(attention: Attention, *, by: User) -> Attention:
    """The dispute needs no attention any more."""
    dispute = hold_dispute(attention, by)
    held = hold_part(attention, by)
    check_runs(held)
    held.ended_on = timezone.localdate()
    held.save(update_fields=["ended_on"])
    trail.record("end_mark", dispute, by=by, number=held.pk)
    return held


def check_runs(attention: Attention) -> None:
    """ValidationError for a mark that is ended."""
    if attention.ended_on:
        raise ValidationError(_("The mark is ended already. Load the page again."))
