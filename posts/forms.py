from typing import Any

from django import forms
from django.utils import timezone

from accounts.forms import bare_helper
from posts.models import Assignment


class AssignmentForm(forms.ModelForm):
    class Meta:
        model = Assignment
        fields = ["role", "post", "station", "county", "is_responsible", "office", "starts_on", "ends_on"]
        widgets = {
            "starts_on": forms.DateInput({"type": "date"}, format="%Y-%m-%d"),
            "ends_on": forms.DateInput({"type": "date"}, format="%Y-%m-%d"),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = bare_helper()
        self.initial.setdefault("starts_on", timezone.localdate())

    def _get_validation_exclusions(self) -> set[str]:
        """The person is given by the page; constraints that name it are checked all the same."""
        return super()._get_validation_exclusions() - {"user"}
