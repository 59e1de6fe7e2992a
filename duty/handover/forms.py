"""What may be typed of a hand-over: what became of each item, a remark, a reason."""

from typing import Any

from crispy_forms.layout import Layout
from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from audit.reasons import no_number
from duty.models import Handover
from pages.forms import PlainConfirmForm, PlainForm


def remark(label: Any) -> forms.CharField:
    return forms.CharField(label=label, max_length=300, required=False, widget=forms.Textarea({"rows": 2}))


class GiveForm(PlainForm):
    """One choice for each item of the closed list; a remark, which a missing item needs."""

    note = remark(gettext_lazy("remark"))

    def __init__(self, *args: Any, handover: Handover, in_place: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for code, label in Handover.Item.choices:
            self.fields[f"item_{code}"] = forms.ChoiceField(
                label=label,
                choices=Handover.Given.choices,
                widget=forms.RadioSelect,
                initial=handover.items.get(code),
            )
        if in_place:
            self.fields["reason"] = forms.CharField(
                label=gettext_lazy("why signed in their place"),
                max_length=200,
                widget=forms.Textarea({"rows": 2}),
                validators=[no_number],
            )
        self.initial["note"] = handover.note
        names = [f"item_{code}" for code in Handover.Item.values]
        self.helper.layout = Layout(*names, "note", *(["reason"] if in_place else []))

    @property
    def items(self) -> dict[str, str]:
        return {code: self.cleaned_data[f"item_{code}"] for code in Handover.Item.values}

    def rows(self) -> list[Any]:
        """The fields of the items, as the page lists them."""
        return [self[f"item_{code}"] for code in Handover.Item.values]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        given = {cleaned.get(f"item_{code}") for code in Handover.Item.values}
        if Handover.Given.MISSING in given and not cleaned.get("note", "").strip():
            self.add_error("note", _("Say what is missing."))
        return cleaned


class TakeForm(PlainConfirmForm):
    note = remark(gettext_lazy("remark of the successor"))


class CloseForm(PlainConfirmForm):
    """A reason where no successor has signed."""

    def __init__(self, *args: Any, needs_reason: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if needs_reason:
            self.fields["reason"] = forms.CharField(
                label=gettext_lazy("why closed without a successor"),
                max_length=200,
                widget=forms.Textarea({"rows": 3}),
                validators=[no_number],
            )
