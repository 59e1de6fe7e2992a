"""A household and its members enter the register in one action."""

from collections.abc import Iterable

from django.db import transaction

from accounts.models import User
from audit import trail
from residents.actions.register import register_household
from residents.duplicates import asking
from residents.models import Household, Resident


@transaction.atomic
def found(
    household: Household, people: Iterable[Resident], *, by: User, late_reason: str = "", twins: str = ""
) -> Household:
    """Register the household and its ``people`` of 14 or more, the householder among them; all of them or none.

    ValidationError as ``register_household``; ``twins`` as ``change_household``.
    """
    register_household(household, by=by, late_reason=late_reason)
    entered = list(people)
    for person in entered:
        person.household = household
        person.save(force_insert=True)
        trail.record("register_resident", person, by=by)
    asking.keep_choice(household, *entered, choice=twins, by=by)
    return household
