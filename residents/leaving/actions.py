"""Actions when somebody leaves: a household is deregistered, a person moves away. Both can be undone.

From that day their retention period runs; then the nightly disposal makes a household anonymous and deletes a person
(retention/disposal.py). The confirmations in residents/leaving/views.py call these.
"""

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from audit import trail
from audit.versions import hold
from posts import closed_months
from posts.closed_months import Span
from residents.actions.register import check_changes, check_goes_on, check_person_goes_on, check_register
from residents.duplicates import asking
from residents.models import Household, Resident
from residents.models.households import NUMBER_TAKEN_NOW
from residents.priority.actions import give_up
from residents.room import make_room


@transaction.atomic
def deregister_household(household: Household, reason: str, *, by: User, is_part: bool = False) -> Household:
    """The household is deregistered from today on, for a reason of the closed list. Its residents leave with it, its
    pairing and priority visits end. Its requests can still be answered.

    ``is_part``: of a greater action, which has one entry of the trail for all its rows.
    """
    check_register(by, household)
    closed_months.let_in([Span(household.village_id, timezone.localdate())], "", cause=Household)
    held = hold(household)
    check_registered_still(held)
    if reason not in dict(Household.left_for()):
        raise ValidationError({"reason": _("Choose why the household is deregistered.")})
    held.closed_on, held.closed_for = timezone.localdate(), reason
    held.save(update_fields=["closed_on", "closed_for"])
    people = held.residents.filter(left_on=None).update(left_on=held.closed_on)
    _end_pairings(held, by)
    give_up(held.priority_visits.all(), by=by)
    if not is_part:
        trail.record("deregister_household", held, by=by, closed_for=reason, people=people)
    return held


def check_registered_still(household: Household) -> None:
    """ValidationError for a household that has left."""
    check_goes_on(household)
    if household.closed_on:
        raise ValidationError(_("The household is deregistered already. Load the page again."))


def _end_pairings(household: Household, by: User) -> None:
    today = timezone.localdate()
    running = household.pairings.filter(Q(ends_on=None) | Q(ends_on__gt=today))
    for pairing in running.select_for_update(of=("self",)):
        pairing.ends_on = max(pairing.starts_on, today)
        pairing.save(update_fields=["ends_on"])
        trail.record("end_pairing", pairing, by=by)


@transaction.atomic
def register_again(
    household: Household, *, by: User, late_reason: str = "", twins: str = "", more: bool = False
) -> Household:
    """Undo a deregistration: the household and the residents who left with it are registered as before. Pairing and
    priority visits do not come back.

    ValidationError when it was made anonymous, was merged or has moved inside the county, when its house number is
    another's now, and when a month since it left is submitted or approved, or published and ``late_reason`` is empty.
    ``twins``: what the person has said of entries that look alike (residents/duplicates/asking.py). ``more``: as
    ``room.make_room``.
    """
    check_register(by, household)
    late = _let_in(household, late_reason)
    held = hold(household)
    check_can_come_back(held)
    left_on, held.closed_on, held.closed_for = held.closed_on, None, ""
    try:
        with transaction.atomic():
            held.save(update_fields=["closed_on", "closed_for"])
    except IntegrityError as fault:
        if "house_number_is_one_in_its_village" in str(fault):
            raise _taken() from fault
        raise
    people = held.residents.filter(left_on=left_on, continued_in=None).update(left_on=None)
    make_room(held, more=more, by=by)
    reason = late_reason.strip() if late else ""
    trail.record("register_again", held, by=by, people=people, late=late, reason=reason)
    asking.keep_choice(held, choice=twins, by=by)
    return held


def check_can_come_back(household: Household) -> None:
    """ValidationError for a household that lives here, goes on elsewhere, is anonymous, or whose house is another's."""
    if household.closed_on is None:
        raise ValidationError(_("The household lives here. Load the page again."))
    check_changes(household)
    others = Household.objects.filter(
        village=household.village_id, number_key=household.number_key, closed_on=None
    )
    if others.exists():
        raise _taken()


def _taken() -> ValidationError:
    return ValidationError(str(NUMBER_TAKEN_NOW))


def _let_in(household: Household, late_reason: str) -> bool:
    """It counts again in every month since it left. One that lives here is refused by ``register_again`` itself."""
    since = household.closed_on
    spans = [Span(household.village_id, since)] if since else []
    return closed_months.let_in(spans, late_reason, cause=Household)


@transaction.atomic
def move_away(resident: Resident, *, by: User) -> Resident:
    """The person has moved away from today on; the household stays. Priority visits for the person end."""
    check_register(by, resident.household)
    _lock(resident.household)
    held = hold(resident)
    check_lives_there(held)
    held.left_on = timezone.localdate()
    held.save(update_fields=["left_on"])
    give_up(held.priority_visits.all(), by=by)
    trail.record("move_away", held, by=by)
    return held


@transaction.atomic
def come_back(resident: Resident, *, by: User, twins: str = "", more: bool = False) -> Resident:
    """Undo a move: the person is a resident of the household again. ``twins``: as ``register_again``; ``more``: as
    ``room.make_room``.
    """
    check_register(by, resident.household)
    household = _lock(resident.household)
    held = hold(resident)
    check_may_return(held, household)
    held.left_on = None
    if household.residents.filter(left_on=None, relation=Resident.Relation.HOUSEHOLDER).exists():
        held.relation = held.relation if held.relation != Resident.Relation.HOUSEHOLDER else ""
    held.save(update_fields=["left_on", "relation"])
    make_room(household, more=more, by=by)
    trail.record("come_back", held, by=by)
    asking.keep_choice(held, choice=twins, by=by)
    return held


def check_lives_there(resident: Resident) -> None:
    """ValidationError for a person who has moved away, or whose entry goes on in another one."""
    check_person_goes_on(resident)
    if resident.left_on:
        raise ValidationError(_("The person has moved away already. Load the page again."))


def check_may_return(resident: Resident, household: Household) -> None:
    """ValidationError for a person who lives here or goes on elsewhere, and of a household that has left itself."""
    if resident.left_on is None:
        raise ValidationError(_("The person lives here. Load the page again."))
    check_person_goes_on(resident)
    if household.closed_on:
        raise ValidationError(_("The household is deregistered. Register it again first."))


def _lock(household: Household) -> Household:
    """The household of a resident as stored now, locked until the transaction ends: before the resident itself."""
    return Household.objects.select_for_update(of=("self",), no_key=True).get(pk=household.pk)
