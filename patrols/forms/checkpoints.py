"""The form of a checkpoint."""

from datetime import date
from typing import Any

from crispy_forms.layout import Column, Layout
from crispy_forms.layout import Row as FormRow
from django.utils import timezone
from django.utils.translation import gettext as _

from ledgers.forms import ScopedForm
from pages.forms import choice_field
from patrols.models import Checkpoint
from teams.forms import not_ahead


class CheckpointForm(ScopedForm[Checkpoint]):
    day_field = "starts_on"

    class Meta:
        model = Checkpoint
        fields = ["village", "name", "kind", "place", "lacks_light", "lacks_camera", "starts_on"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choice_field(self, "kind").choices = [("", "---------"), *Checkpoint.Kind.choices]
        self.initial.setdefault("starts_on", timezone.localdate())
        self.fields["starts_on"].widget.attrs["max"] = timezone.localdate().isoformat()
        self.fields["place"].help_text = _("So that a colleague finds it. Name nobody here.")
        self.helper.layout = Layout(
            FormRow(Column("village"), Column("name"), Column("kind")),
            "place",
            "lacks_light",
            "lacks_camera",
        )

    def clean_starts_on(self) -> date:
        return not_ahead(self.cleaned_data["starts_on"])

    def _get_validation_exclusions(self) -> set[str]:
        """The constraint of the name needs ``ends_on``, which no form shows."""
        return super()._get_validation_exclusions() - {"ends_on"}
