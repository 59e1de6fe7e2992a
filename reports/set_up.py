"""The steps of a county that is being set up, for the county bureau: with the register and the first visit."""

from django.utils.translation import gettext_lazy as _

from accounts.models import User
from administration import set_up
from administration.set_up import Step
from residents.models import Household, Visit


def for_county(user: User, county: int) -> list[Step]:
    """The steps until the first visit is logged; none from then on."""
    if Visit.objects.filter(county=county).exists():
        return []
    households = Household.objects.filter(county=county, closed_on=None).count()
    return [
        *set_up.steps(user, county),
        Step(_("Households are in"), _("Officers and clerks"), households, None, households > 0),
        Step(_("The first visit is logged"), _("Officers"), 0, None, False),
    ]
