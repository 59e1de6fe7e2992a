"""Confirmations: a household is deregistered or registered again, a person moves away or comes back."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ledgers.views.forms import RowConfirm
from residents.duplicates import asking
from residents.leaving import actions
from residents.leaving.forms import DeregisterForm, HouseholdReturnForm, ResidentReturnForm
from residents.models import Household, Resident
from residents.room import MORE
from residents.views.households import HouseholdPage
from residents.views.residents import ResidentPage
from residents.views.taken import NamesHolder
from retention.table import period


class HouseholdDeregister(HouseholdPage, RowConfirm):
    verb = "edit_residents"
    heading = gettext_lazy("Deregister the household")
    button = gettext_lazy("Deregister")
    action = actions.deregister_household
    form_class = DeregisterForm
    message = gettext_lazy("Deregistered. A mistake is undone on this page.")

    def check_state(self) -> None:
        actions.check_registered_still(self.row)

    @property
    def sentence(self) -> str:
        return _(
            "The people entered here leave with it, a pairing ends, and nobody is asked to call there any more. "
            "Open requests can still be answered. It is kept for %(period)s and then made anonymous; until then a "
            "mistake can be undone."
        ) % {"period": period(Household)}


class HouseholdRegisterAgain(NamesHolder, HouseholdPage, RowConfirm):
    verb = "edit_residents"
    heading = gettext_lazy("Register the household again")
    sentence = gettext_lazy(
        "It was deregistered by mistake, or has come back: it stands in the lists again, with the people who left "
        "on the same day. A pairing and priority visits do not come back."
    )
    button = gettext_lazy("Register again")
    message = gettext_lazy("Registered again.")

    def check_state(self) -> None:
        actions.check_can_come_back(self.row)

    def form(self, data: Any = None) -> HouseholdReturnForm:
        return HouseholdReturnForm(data, row=self.row, user=self.request.user)

    def act(self, form: HouseholdReturnForm) -> None:
        late, twins = form.cleaned_data["late_reason"], asking.choice_in(form)
        more = form.cleaned_data[MORE]
        actions.register_again(self.row, by=self.request.user, late_reason=late, twins=twins, more=more)


class ResidentMoveAway(ResidentPage, RowConfirm):
    verb = "edit_residents"
    action = actions.move_away
    heading = gettext_lazy("The person has moved away")
    button = gettext_lazy("Note the move")
    message = gettext_lazy("Noted. Check the number of people on the household's page.")

    def check_state(self) -> None:
        actions.check_lives_there(self.row)

    @property
    def sentence(self) -> str:
        return _(
            "The household stays; the person's entry leaves the lists. It is kept for %(period)s and then deleted; "
            "until then the person can come back."
        ) % {"period": period(Resident)}


class ResidentComeBack(ResidentPage, RowConfirm):
    verb = "edit_residents"
    heading = gettext_lazy("The person is back")
    sentence = gettext_lazy("The entry stands in the lists of the household again.")
    button = gettext_lazy("Is back")
    message = gettext_lazy("Noted. Check the number of people on the household's page.")

    def check_state(self) -> None:
        actions.check_may_return(self.row, self.row.household)

    def form(self, data: Any = None) -> ResidentReturnForm:
        return ResidentReturnForm(data, row=self.row, user=self.request.user)

    def act(self, form: ResidentReturnForm) -> None:
        more = form.cleaned_data[MORE]
        actions.come_back(self.row, by=self.request.user, twins=asking.choice_in(form), more=more)
