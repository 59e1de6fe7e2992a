"""The form of premises."""

from datetime import date
from typing import Any

from crispy_forms.layout import Column, Layout
from crispy_forms.layout import Row as FormRow
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

from ledgers.forms import ScopedForm
from pages.forms import choice_field
from residents.models import Premises


class PremisesForm(ScopedForm[Premises]):
    day_field = "starts_on"
    numbers_belong = ("phone",)

    class Meta:
        model = Premises
        fields = ["village", "name", "kind", "place", "phone", "starts_on"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choice_field(self, "kind").choices = [("", "---------"), *Premises.Kind.choices]
        self.initial.setdefault("starts_on", timezone.localdate())
        self.fields["starts_on"].widget.attrs["max"] = timezone.localdate().isoformat()
        self.fields["name"].help_text = _("As on the sign. Name no owner, tenant or pupil.")
        self.fields["phone"].help_text = _("Of the business, as published; of no person.")
        self.helper.layout = Layout(
            FormRow(Column("village"), Column("name"), Column("kind")),
            FormRow(Column("place"), Column("phone")),
        )

    def clean_starts_on(self) -> date:
        day: date = self.cleaned_data["starts_on"]
        if day > timezone.localdate():
            raise ValidationError(_("The date lies in the future. Enter what has happened."))
        return day

    def _get_validation_exclusions(self) -> set[str]:
        """The constraint of the name needs ``ends_on``, which no form shows."""
        return super()._get_validation_exclusions() - {"ends_on"}
