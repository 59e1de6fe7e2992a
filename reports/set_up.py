"""The steps of a county that is being set up, for the county bureau: with the register and the first visit."""

from collections.abc import Sequence
from typing import Any

from django.db.models import Exists, QuerySet
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from administration import set_up
from administration.set_up import Step
from posts.models import County
from residents.models import Household, Visit


def first_visit(county: int) -> QuerySet[County]:
    """The county itself, once a first visit was logged."""
    return County.objects.filter(Exists(Visit.objects.filter(county=county)), pk=county)


def asked(county: int) -> list[QuerySet[Any]]:
    """What ``for_county`` takes the numbers of."""
    return [
        first_visit(county),
        Household.objects.filter(county=county, closed_on=None),
        *set_up.asked(county),
    ]


def for_county(user: User, numbers: Sequence[int], *, is_grown: bool) -> list[Step]:
    """The steps until all is done; of a county that works already only while it is young (``set_up.grown``)."""
    is_visited, households, *rest = numbers
    found = [
        *set_up.steps(user, rest),
        Step(_("Households are in"), _("Officers and clerks"), households, None, households > 0),
        Step(_("The first visit is logged"), _("Officers"), is_visited, None, is_visited > 0),
    ]
    return [] if all(step.is_done for step in found) or (is_visited and is_grown) else found
