"""The form of a post's prevented cases."""

from typing import Any

from crispy_forms.layout import Column, Fieldset, Layout, Row
from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _

import rules
from disputes.models import PreventedCount
from disputes.models.prevented import COUNTS, KINDS
from pages.forms import ModelForm
from pages.inputs import bare_helper


class PreventedForm(ModelForm[PreventedCount]):
    """Four kinds, each as cases and people: 0 is none, and every field is filled."""

    class Meta:
        model = PreventedCount
        fields = list(COUNTS)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        most = rules.whole("dispute.parties_most", on=timezone.localdate())
        for kind, _label in KINDS:
            for what, word in (("cases", _("Cases")), ("people", _("Number of people"))):
                field: Any = self.fields[f"{kind}_{what}"]
                field.label = word
                field.max_value = most
                field.widget = forms.NumberInput({"min": 0, "max": most, "inputmode": "numeric"})
        self.helper = bare_helper()
        self.helper.layout = Layout(
            *(
                Fieldset(str(label), Row(Column(f"{kind}_cases"), Column(f"{kind}_people")))
                for kind, label in KINDS
            )
        )
