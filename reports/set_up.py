"""The steps of a county that is being set up, for the county bureau: with the register and the first visit."""

from django.db.models import Exists, QuerySet
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from administration import set_up
from administration.set_up import Step
from posts.models import County
from residents.models import Household, Visit


def beyond(county: int) -> QuerySet[County]:
    """The county itself, once a first visit was logged: then there is nothing to set up."""
    return County.objects.filter(Exists(Visit.objects.filter(county=county)), pk=county)


def for_county(user: User, county: int) -> list[Step]:
    """The steps until the first visit is logged."""
    households = Household.objects.filter(county=county, closed_on=None).count()
    return [
        *set_up.steps(user, county),
        Step(_("Households are in"), _("Officers and clerks"), households, None, households > 0),
        Step(_("The first visit is logged"), _("Officers"), 0, None, False),
    ]
