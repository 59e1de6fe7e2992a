"""The form of a patrol."""

from typing import Any

from crispy_forms.layout import Column, Layout
from crispy_forms.layout import Row as FormRow
from django import forms

from ledgers.forms import RowForm
from patrols.models import Patrol


class PatrolForm(RowForm[Patrol]):
    class Meta:
        model = Patrol
        fields = ["village", "occurred_on", "starts_at", "minutes", "mode", "is_joint", "people", "note"]
        widgets = {"mode": forms.RadioSelect, "starts_at": forms.TimeInput({"type": "time"}, format="%H:%M")}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper.layout = Layout(
            "mode",
            FormRow(Column("village"), Column("occurred_on")),
            FormRow(Column("starts_at"), Column("minutes"), Column("people")),
            "is_joint",
            "note",
            *self.late_fields(),
        )
