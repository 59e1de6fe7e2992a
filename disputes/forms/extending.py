"""A longer period, and the end of the case behind a dispute."""

from typing import Any

from crispy_forms.layout import Layout
from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from disputes.models import Dispute, Extension
from ledgers.forms import ScopedForm
from pages.forms import choice_field


class ExtensionForm(ScopedForm[Extension]):
    """An approved extension: of what, by whom, on which day. ``offered``: what may be extended now."""

    class Meta:
        model = Extension
        fields = ["of", "approved_by", "approved_on"]
        widgets = {"of": forms.RadioSelect}

    def __init__(self, *args: Any, offered: tuple[str, ...] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial["approved_on"] = self.initial.get("approved_on") or timezone.localdate()
        self.fields["approved_by"].help_text = _("The case: one level up, of a station its county bureau.")
        if self.instance.pk:  # what was extended stays
            del self.fields["of"]
        else:
            self._offer(offered)
        self.helper.layout = Layout(*(["of"] if "of" in self.fields else []), "approved_by", "approved_on")

    def _offer(self, offered: tuple[str, ...]) -> None:
        choices = [one for one in Extension.Of.choices if one[0] in offered]
        choice_field(self, "of").choices = choices
        if len(choices) == 1:
            self.initial["of"] = choices[0][0]


class CaseClosedForm(ScopedForm[Dispute]):
    """On which day the case ended."""

    class Meta:
        model = Dispute
        fields = ["case_closed_on"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["case_closed_on"].required = True
        self.initial["case_closed_on"] = self.initial.get("case_closed_on") or timezone.localdate()
        self.helper.layout = Layout("case_closed_on")

    def _get_validation_exclusions(self) -> set[str]:
        """The action checks the day."""
        return super()._get_validation_exclusions() | {"case_closed_on"}
