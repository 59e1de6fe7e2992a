"""A household and its members enter the register in one action."""

from collections.abc import Iterable

from django.db import transaction

from accounts.models import User
from audit import trail
from residents.actions import register_household
from residents.models import Household, Resident


@transaction.atomic
def found(household: Household, people: Iterable[Resident], *, by: User, late_reason: str = "") -> Household:
    """Register the household and its ``people`` of 14 or more, the householder among them; all of them or none.

    ValidationError as ``register_household``.
    """
    register_household(household, by=by, late_reason=late_reason)
    for person in people:
        person.household = household
        person.save(force_insert=True)
        trail.record("register_resident", person, by=by)
    return household
