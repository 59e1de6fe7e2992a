"""Pages on which somebody moves inside the county, members found a household, and a second home is named."""

from typing import Any

from django.http import HttpResponse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from audit import trail
from pages.views.confirm import ConfirmPage
from residents.actions.register import check_lives_here
from residents.choosing import choices
from residents.leaving.actions import check_lives_there
from residents.models import Household, Resident
from residents.moving import actions
from residents.moving.forms import MoveForm, PersonMoveForm, SecondHomeForm, SplitForm
from residents.room import MORE
from residents.views.households import HouseholdPage
from residents.views.residents import ResidentPage
from residents.views.taken import NamesHolder, visible, with_link


class MovePage(ConfirmPage):
    """A form about a saved row; afterwards its page says what came of it."""

    def back_url(self) -> str:
        return str(self.row.get_absolute_url())

    def record_read(self) -> None:
        trail.record("read", self.row, by=self.request.user)


class HouseholdMove(NamesHolder, HouseholdPage, MovePage):
    verb = "edit_residents"
    heading = _("The household moves inside the county")
    sentence = _(
        "Visits and closed months stay here. The people, open requests, a pairing and priority visits go along. The "
        "post of another village sees the household and its open work, not earlier visits. Who leaves the county is "
        "deregistered."
    )
    button = _("Note the move")
    message = _("Noted: the household stands at the new place.")

    def check_state(self) -> None:
        check_lives_here(self.row)

    def form(self, data: Any = None) -> MoveForm:
        return MoveForm(data, user=self.request.user, row=self.row)

    def act(self, form: MoveForm) -> Household:
        to = form.cleaned_data
        return actions.move_household(
            self.row,
            to["village"],
            to["number"],
            to["day"],
            by=self.request.user,
            late_reason=to["late_reason"],
        )


class HouseholdSplit(NamesHolder, HouseholdPage, MovePage):
    verb = "edit_residents"
    heading = _("Members found a household of their own")
    sentence = _(
        "The householder and whoever else stays keep this household. Check the number of people of both."
    )
    button = _("Found the household")
    message: Any = _("Noted: the new household is registered. Check the number of people of both.")

    def check_state(self) -> None:
        check_lives_here(self.row)
        actions.check_can_split(self.row)

    def form(self, data: Any = None) -> SplitForm:
        return SplitForm(data, user=self.request.user, row=self.row)

    def act(self, form: SplitForm) -> Household:
        to = form.cleaned_data
        return actions.split(
            self.row,
            list(to["people"]),
            to["householder"],
            to["village"],
            to["number"],
            to["day"],
            children=to["children"],
            phone=to["phone"],
            late_reason=to["late_reason"],
            by=self.request.user,
        )

    def answer(self, result: Household) -> HttpResponse:
        """Back to the old household, with the way to the new one."""
        if visible(result, self.request.user):
            self.message = with_link(self.message, result, gettext("Open the new household"))
        return super().answer(result)


class ResidentMove(ResidentPage, MovePage):
    verb = "edit_residents"
    heading = _("The person moves to another household")
    sentence = _(
        "The old household says where they went. Who founds a household of their own does so on the household's page."
    )
    button = _("Note the move")
    message = _("Noted. Check the number of people of both households.")

    def check_state(self) -> None:
        check_lives_there(self.row)

    def form(self, data: Any = None) -> PersonMoveForm:
        return PersonMoveForm(data, user=self.request.user)

    def context(self) -> dict[str, Any]:
        asked = self.request.POST if self.request.method == "POST" else self.request.GET
        return super().context() | choices(self.request.user, asked)

    def act(self, form: PersonMoveForm) -> Resident:
        to = form.cleaned_data
        return actions.move_person(
            self.row,
            to["household"],
            to["day"],
            by=self.request.user,
            late_reason=to["late_reason"],
            more=to[MORE],
        )


class ResidentSecondHome(ResidentPage, MovePage):
    verb = "edit_residents"
    heading = _("Second home")
    sentence = _(
        "A person lives, and is counted, in one household; a second home in the county is named beside it."
    )
    button = _("Save")
    message = _("Saved.")

    def check_state(self) -> None:
        check_lives_there(self.row)

    def form(self, data: Any = None) -> SecondHomeForm:
        return SecondHomeForm(data, user=self.request.user, row=self.row)

    def context(self) -> dict[str, Any]:
        asked = self.request.POST if self.request.method == "POST" else self.request.GET
        return super().context() | choices(self.request.user, asked)

    def act(self, form: SecondHomeForm) -> Resident:
        return actions.set_second_home(self.row, form.cleaned_data["household"], by=self.request.user)
