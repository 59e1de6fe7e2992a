"""The form in which a county gives a dated setting another value from a day on."""

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from audit.reasons import no_number
from pages.forms import PlainForm
from pages.inputs import DayInput, bare_helper
from rules.declared import Declared


class RuleForm(PlainForm):
    """A new value of one rule, and the day from which it holds."""

    value = forms.IntegerField(label=gettext_lazy("New value"))
    since = forms.DateField(label=gettext_lazy("from"), widget=DayInput())
    source = forms.CharField(
        label=gettext_lazy("Source"),
        max_length=120,
        required=False,
        help_text=gettext_lazy("The paper that says so. Empty: a setting of the county."),
    )
    note = forms.CharField(label=gettext_lazy("note"), max_length=200, required=False, validators=[no_number])

    def __init__(self, *args: Any, rule: Declared, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = bare_helper()
        self.initial.setdefault("since", timezone.localdate())
        self.fields["value"].help_text = _("%(unit)s, between %(lowest)s and %(highest)s.") % {
            "unit": rule.unit.label,
            "lowest": rule.lowest,
            "highest": rule.highest,
        }
        self.fields["since"].help_text = _("Today or later; past days keep their value.")
