"""What may be typed of an arrival and of a leave."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _

from accounts.models import User
from duty.models import Leave
from pages.forms import ModelForm, row_field
from pages.inputs import DayInput, LateReasonField, bare_helper, without_late_reason

LONGEST = 366  # days of one leave; more is a typing error


class LeaveForm(ModelForm[Leave]):
    late_reason = LateReasonField()

    class Meta:
        model = Leave
        fields = ["user", "kind", "starts_on", "ends_on"]
        widgets = {"starts_on": DayInput(), "ends_on": DayInput(), "kind": forms.RadioSelect}

    def __init__(self, *args: Any, staff: list[User], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = bare_helper()
        without_late_reason(self)
        row_field(self, "user").queryset = User.objects.filter(pk__in=[one.pk for one in staff])
        kind = self.fields["kind"]
        assert isinstance(kind, forms.ChoiceField)
        kind.choices = Leave.Kind.choices

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        first, last = cleaned.get("starts_on"), cleaned.get("ends_on")
        if first and last and last < first:
            self.add_error("ends_on", _("The last day lies before the first."))
        if first and last and (last - first).days > LONGEST:
            self.add_error("ends_on", _("Leave is at most a year long. Check the year."))
        return cleaned
