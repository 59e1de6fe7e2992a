"""The forms with which somebody leaves the register or comes back into it."""

from typing import Any

from crispy_forms.layout import Layout
from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from ledgers.forms import WithdrawForm
from pages.forms import PlainConfirmForm, PlainForm
from pages.inputs import bare_helper
from residents.duplicates import asking
from residents.models import Household, Resident
from residents.room import AsksForRoom


class DeregisterForm(PlainForm):
    """Why a household is deregistered: a choice, without free text."""

    reason = forms.ChoiceField(label=_("Reason"), choices=Household.left_for(), widget=forms.RadioSelect)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = bare_helper()


class HouseholdReturnForm(AsksForRoom, asking.AsksTwins, WithdrawForm):
    """A household comes back; meanwhile another entry may have been made for it."""

    def __init__(self, *args: Any, row: Household, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.row, self.user = row, user
        self.helper.layout = Layout(*self.fields)
        self.offer_room()

    def alike(self) -> list[asking.Alike]:
        heads = self.row.residents.filter(name_key=self.row.householder_key, left_on=self.row.closed_on)
        return asking.households(self.row, heads.values_list("birth_year", flat=True).first(), self.user)


class ResidentReturnForm(AsksForRoom, asking.AsksTwins, PlainConfirmForm):
    def __init__(self, *args: Any, row: Resident, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.row, self.user = row, user
        self.helper.layout = Layout()
        self.offer_room()

    def alike(self) -> list[asking.Alike]:
        return asking.residents(self.row, self.row.village_id, self.user)
