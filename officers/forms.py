"""The result of a familiarity test."""

from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from officers.models import FamiliarityTest
from pages.forms import ModelForm
from pages.inputs import DayInput, bare_helper


class ResultForm(ModelForm[FamiliarityTest]):
    """How many of the drawn households the officer knew, and on which day."""

    class Meta:
        model = FamiliarityTest
        fields = ["known", "asked_on"]
        widgets = {"asked_on": DayInput()}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = bare_helper()
        known, day = self.fields["known"], self.fields["asked_on"]
        known.required = day.required = True
        known.widget.attrs |= {"max": self.instance.drawn, "inputmode": "numeric"}
        known.help_text = _("Of %(n)s: where it is, who the householder is, what was agreed last.") % {
            "n": self.instance.drawn
        }
        day.widget.attrs["max"] = timezone.localdate().isoformat()
        if not self.instance.asked_on:
            self.initial["asked_on"] = timezone.localdate()
