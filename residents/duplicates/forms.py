"""The forms on a pair: which entry stays; which other household may be the same."""

from typing import Any

from crispy_forms.layout import HTML, Layout
from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from pages.forms import PlainForm, choice_field, row_field
from residents.choosing import registered
from residents.models import Duplicate, Household


class MergeForm(PlainForm):
    """Which of the two stays; the one with more visits is proposed."""

    keep = forms.TypedChoiceField(
        label=gettext_lazy("Which entry stays"), coerce=int, choices=(), widget=forms.RadioSelect
    )

    def __init__(self, *args: Any, pair: Duplicate, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choice_field(self, "keep").choices = [(one.pk, _label(one)) for one in pair.two]
        if not self.is_bound:
            self.initial["keep"] = max(pair.two, key=_visits, default=pair).pk


def _label(one: Any) -> str:
    if isinstance(one, Household):
        return _("%(household)s, %(n)s visits") % {"household": one, "n": one.visits.counted().count()}
    return f"{one} {one.household.number}"


def _visits(one: Any) -> int:
    return int(one.visits.counted().count()) if isinstance(one, Household) else 0


class OtherHouseholdForm(PlainForm):
    """Another household, found by typing as in the form of a visit."""

    household = forms.ModelChoiceField(
        label=gettext_lazy("Household"), queryset=Household.objects.none(), widget=forms.HiddenInput
    )

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        row_field(self, "household").queryset = registered(user)
        self.fields["household"].error_messages["required"] = _("Choose the household.")
        self.helper.layout = Layout(HTML("{% include 'residents/_household_picker.html' %}"))
