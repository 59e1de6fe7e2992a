"""What is done with households, their people, visits, requests and pairings."""

from datetime import date, timedelta

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import Max, OuterRef, Subquery
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from audit import trail
from ledgers import actions
from ledgers.models import Row
from posts.models import Membership
from posts.querysets import open_on
from posts.roles import may
from residents.models import Household, Pairing, Request, Resident, Visit

ANSWER_WITHIN = timedelta(days=15)


@transaction.atomic
def record_visit(
    visit: Visit, *, by: User, late_reason: str = "", asked: str = "", due_on: date | None = None
) -> Visit:
    """Write a visit; what the household asked for becomes a request with a due date."""
    visit.village = visit.household.village
    kept = actions.record(visit, by=by, verb="record_visit", late_reason=late_reason)
    if asked.strip() and not Request.objects.filter(visit=kept).exists():
        request = Request(
            household=kept.household,
            village=kept.village,
            visit=kept,
            occurred_on=kept.occurred_on,
            asked=asked.strip(),
            due_on=due_on or kept.occurred_on + ANSWER_WITHIN,
        )
        actions.record(request, by=by, verb="record_visit", late_reason=late_reason)
    note_last_met(kept.household_id)
    return kept


@transaction.atomic
def amend_visit(visit: Visit, *, by: User, late_reason: str = "") -> Visit:
    """Change a visit; the household's last meeting follows."""
    before = Visit.objects.get(pk=visit.pk).household_id
    visit.village = visit.household.village
    kept = actions.amend(visit, by=by, verb="record_visit", late_reason=late_reason)
    for household in {before, kept.household_id}:
        note_last_met(household)
    return kept


@transaction.atomic
def withdraw_visit(visit: Visit, *, by: User) -> Visit:
    """Withdraw a visit and the request that came with it."""
    kept = actions.withdraw(visit, by=by)
    asked = Request.objects.filter(visit=visit, state=Row.State.RECORDED, answered_on=None).first()
    if asked:
        actions.withdraw(asked, by=by)
    note_last_met(visit.household_id)
    return kept


@transaction.atomic
def give_back_visit(visit: Visit, reason: str, *, by: User) -> Visit:
    """Give a visit back; until it is mended the household counts as not met by it."""
    kept = actions.give_back(visit, reason, by=by)
    note_last_met(visit.household_id)
    return kept


def note_last_met(household: int) -> None:
    """Keep on the household when it was last met and when it wants to be visited next."""
    counted = Visit.objects.filter(household=OuterRef("pk")).counted().order_by()
    met = counted.filter(outcome=Visit.Outcome.MET).values("household").annotate(day=Max("occurred_on"))
    newest = Visit.objects.filter(household=OuterRef("pk")).counted().order_by("-occurred_on", "-pk")
    Household.objects.filter(pk=household).update(
        last_met_on=Subquery(met.values("day")), next_visit_on=Subquery(newest.values("next_visit_on")[:1])
    )


@transaction.atomic
def answer(request: Request, *, by: User) -> Request:
    """Tell the household what came of its request."""
    if not may(by, "answer_request"):
        raise PermissionDenied
    before = Request.objects.select_for_update().get(pk=request.pk)
    if before.answered_on or before.state not in Row.COUNTED:
        raise ValidationError(
            _("The request is answered already, or it does not count. Load the page again.")
        )
    request.save(update_fields=["answer", "answered_on"])
    trail.record("answer_request", request, by=by, answered_on=str(request.answered_on))
    return request


@transaction.atomic
def register_household(household: Household, *, by: User) -> Household:
    """Enter a household into the register of a village that the person serves."""
    _check_register(by, household)
    home = Membership.objects.filter(open_on(timezone.localdate()), village=household.village).get()
    household.post_id, household.station_id = home.post_id, home.post.station_id
    household.opened_on = household.opened_on or timezone.localdate()
    household.save()
    trail.record("register_household", household, by=by)
    return household


@transaction.atomic
def change_household(household: Household, *, by: User) -> Household:
    """Change what the register says of a household."""
    _check_register(by, household)
    household.save()
    trail.record("change_household", household, by=by)
    return household


@transaction.atomic
def register_resident(resident: Resident, *, by: User) -> Resident:
    """Enter or change a person of 14 or more."""
    _check_register(by, resident.household)
    is_new = resident.pk is None
    resident.save()
    trail.record("register_resident" if is_new else "change_resident", resident, by=by)
    return resident


def _check_register(by: User, household: Household) -> None:
    in_scope = type(household.village).objects.served_by(by).filter(pk=household.village_id).exists()
    if not may(by, "edit_residents") or not in_scope:
        raise PermissionDenied


@transaction.atomic
def pair(pairing: Pairing, *, by: User) -> Pairing:
    """The officer stands by a household in hardship from now on; one household an officer at a time."""
    if not may(by, "pair_household"):
        raise PermissionDenied
    home = pairing.household
    pairing.officer = by
    pairing.village_id, pairing.post_id, pairing.station_id = home.village_id, home.post_id, home.station_id
    pairing.validate_constraints()
    pairing.save()
    trail.record("pair_household", pairing, by=by)
    return pairing


@transaction.atomic
def end_pairing(pairing: Pairing, *, by: User) -> Pairing:
    """End the pairing today."""
    if not may(by, "pair_household") or pairing.officer_id != by.pk:
        raise PermissionDenied
    if pairing.ends_on:
        raise ValidationError(_("The pairing has ended already."))
    pairing.ends_on = timezone.localdate()
    pairing.save(update_fields=["ends_on"])
    trail.record("end_pairing", pairing, by=by)
    return pairing
