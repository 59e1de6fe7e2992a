"""The entries of a move: the one held at the old place, the one made at the new one, and the line that stays."""

from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from access.roles import codes
from accounts.models import User
from audit.versions import hold
from encryption.masks import UNREADABLE
from notices import actions as notices
from posts.models import Post, Village
from residents import carrying
from residents.actions.register import check_goes_on
from residents.duplicates import finding
from residents.models import DataRequest, Household, PriorityVisit, Resident
from residents.models.households import NUMBER_TAKEN
from residents.priority.actions import give_up

Relation = Resident.Relation


def hold_registered(household: Household, day: date, *, is_new: bool = False) -> Household:
    """The household as stored, locked; of a page that shows it, in the version shown. It is registered on the day."""
    rows = Household.objects.select_for_update(of=("self",), no_key=True).select_related("village")
    held = hold(household) if not household._state.adding else rows.get(pk=household.pk)
    check_goes_on(held)
    field = "household" if is_new else "day"
    if held.closed_on:
        raise ValidationError(_("The household is deregistered. Register it again first."))
    if held.opened_on and held.opened_on > day:
        raise ValidationError(
            {
                field: _("The household is registered since %(day)s. Check the year.")
                % {"day": f"{held.opened_on:%Y-%m-%d}"}
            }
        )
    return held


def phone_to_take(household: Household) -> str:
    """The telephone number in words; ValidationError for one that can not be read."""
    if household.phone is UNREADABLE:
        raise ValidationError(
            _("The telephone number can not be read, so it can not go along. Type it anew first.")
        )
    return str(household.phone or "")


def place_of(village: Village, number: str) -> str:
    """Where somebody went, as the old entry says it."""
    return f"{village} {number.strip()}"


def found_entry(old: Household, number: str, day: date, facts: dict[str, Any]) -> Household:
    """A new entry at the old place, closed until ``settle`` opens it at the new one."""
    new = Household(
        number=number.strip(), opened_on=day, closed_on=day, closed_for=Household.Leaving.RELOCATED, **facts
    )
    new.placed_like(old)
    new.save(force_insert=True)
    return new


def settle(new: Household, village: Village, post: Post) -> None:
    """Open the entry in its village; the person who acts may not write there, the database function may."""
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SELECT residents_relocate(%s, %s)", [new.pk, village.pk])
    except IntegrityError as fault:
        if "house_number_is_one_in_its_village" not in str(fault):
            raise
        raise ValidationError({"number": str(NUMBER_TAKEN)}) from fault
    new.village, new.closed_on, new.closed_for = village, None, ""
    new.placed_at(post)
    finding.find(households=[new.pk])


def take_person(
    person: Resident, new: Household, day: date, where: str, relation: str, *, by: User, is_far: bool
) -> Resident:
    """The person's entry goes to the household; at the old one a line stays that says when and where they went: it is
    returned."""
    stays = Resident.objects.create(
        household=person.household,
        name=person.name,
        relation=person.relation if person.relation != Relation.HOUSEHOLDER else "",
        residence=person.residence,
        birth_year=person.birth_year,
        is_stated_14=person.is_stated_14,
        entered_on=person.entered_on,
        left_on=day,
        continued_in=person,
        went_to=where,
        phone="",
    )
    person.household, person.relation = new, relation
    if person.second_home_id == new.pk:
        person.second_home = None
    person.save(update_fields=["household", "relation", "second_home", *DERIVED_OF_HOUSEHOLD])
    person.take_along()
    open_ones = person.priority_visits.filter(Q(state="requested") | Q(state="approved", ended_on=None))
    if is_far:
        give_up(open_ones, by=by)
    keys = {key: getattr(new, key) for key in new.KEYS}
    PriorityVisit.objects.filter(pk__in=carrying.locked(open_ones)).update(household=new, **keys)
    person.data_requests.filter(state=DataRequest.State.RECEIVED).update(household=new, **keys)
    return stays


DERIVED_OF_HOUSEHOLD = Resident.DERIVED["household"]


def tell_officers(new: Household, village: Village, post: Post, old: Household, day: date, by: User) -> None:
    """The officers of another post find a line on their first page."""
    if post.pk == old.post_id:
        return
    officers = [notices.To(role=role, post_id=post.pk) for role in codes(lambda row: row.may_be_responsible)]
    notices.send(
        "household_came",
        officers,
        key=f"household {new.pk}",
        by=by,
        link=new.get_absolute_url(),
        village=str(village),
        number=new.number,
        since=str(day),
    )
