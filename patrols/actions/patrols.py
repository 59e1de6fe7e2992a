"""Actions on patrols: record, change, withdraw; what a change means for the planned round that it ended."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from ledgers import actions, months
from patrols import members
from patrols.actions import partners
from patrols.models import Patrol, PlannedRound


@transaction.atomic
def record_patrol(patrol: Patrol, *, by: User, late_reason: str = "") -> Patrol:
    """Write a new patrol. ValidationError for members of teams who can not be put on it."""
    members.check(patrol, None, by)
    return actions.record(patrol, by=by, verb="record_patrol", late_reason=late_reason)


@transaction.atomic
def amend_patrol(patrol: Patrol, *, by: User, late_reason: str = "") -> Patrol:
    """Change a patrol. One that ended a planned round stays in its village and on its day."""
    before = actions.hold(patrol, by=by)
    moved = (before.village_id, before.occurred_on) != (patrol.village_id, patrol.occurred_on)
    if moved and PlannedRound.objects.filter(patrol=before).exists():
        raise ValidationError(_("The patrol ended a planned round: its village and its day stay."))
    others = partners.hold_of(before)
    if others and not patrol.is_joint:
        raise ValidationError({"is_joint": _("Another post was on this patrol: it is a joint one.")})
    members.check(patrol, before, by)
    partners.follow(others, patrol, late_reason)
    return actions.amend(patrol, by=by, verb="record_patrol", late_reason=late_reason, also=("hours_needed",))


@transaction.atomic
def withdraw_patrol(patrol: Patrol, *, by: User, verb: str = "withdraw_row", late_reason: str = "") -> Patrol:
    """Take a patrol back; the planned round that it ended is incomplete, and may be finished anew."""
    actions.hold(patrol, by=by)
    found = PlannedRound.objects.select_for_update(of=("self",), no_key=True).filter(patrol=patrol).first()
    others = partners.hold_of(patrol)
    if found is not None:
        months.let_in(found.village_id, found.occurred_on, late_reason)
    partners.withdraw_with(others, late_reason)
    saved = actions.withdraw(patrol, by=by, verb=verb, late_reason=late_reason)
    if found is not None:
        found.patrol, found.points_passed, found.state = None, 0, PlannedRound.State.INCOMPLETE
        found.save(update_fields=["patrol", "points_passed", "state"])
    return saved
