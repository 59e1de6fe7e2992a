"""The steps of a county that is being set up, for the county bureau: with the register and the first visit."""

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


def for_county(user: User, county: int, *, is_visited: bool) -> list[Step]:
    """The steps until all is done; ``is_visited``: a first visit was logged."""
    households = Household.objects.filter(county=county, closed_on=None).count()
    found = [
        *set_up.steps(user, county),
        Step(_("Households are in"), _("Officers and clerks"), households, None, households > 0),
        Step(_("The first visit is logged"), _("Officers"), int(is_visited), None, is_visited),
    ]
    return [] if all(step.is_done for step in found) else found
