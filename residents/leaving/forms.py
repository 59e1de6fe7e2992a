"""The form that deregisters a household."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from pages.forms import PlainForm
from pages.inputs import bare_helper
from residents.models import Household


class DeregisterForm(PlainForm):
    """Why a household is deregistered: a choice, without free text."""

    reason = forms.ChoiceField(label=_("Reason"), choices=Household.Leaving, widget=forms.RadioSelect)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = bare_helper()
