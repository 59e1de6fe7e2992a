"""What may be typed of an arrival and of a leave."""

from datetime import datetime, timedelta
from typing import Any

from crispy_forms.layout import Column, Layout
from crispy_forms.layout import Row as FormRow
from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from duty.models import DutyDay, Leave, leave_on
from ledgers.forms import ScopedForm
from pages.forms import ModelForm, row_field
from pages.inputs import DayInput, LateReasonField, bare_helper, without_late_reason
from pages.plausible import ask

LONGEST = 366  # days of one leave; more is a typing error


class ArrivalForm(ScopedForm[DutyDay]):
    """An arrival of an earlier day that was forgotten: where, when, and why it is entered only now."""

    at = forms.TimeField(
        label=gettext_lazy("Arrived at"), widget=forms.TimeInput({"type": "time"}, format="%H:%M")
    )

    class Meta:
        model = DutyDay
        fields = ["village", "on", "reason"]
        widgets = {"reason": forms.Textarea}

    day_field = "on"

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reason"].required = True
        self.fields["on"].widget.attrs["max"] = (timezone.localdate() - timedelta(days=1)).isoformat()
        self.helper.layout = Layout(FormRow(Column("village"), Column("at")), "reason")

    def clean_on(self) -> Any:
        if self.cleaned_data["on"] >= timezone.localdate():
            raise ValidationError(_("An earlier day. Of today, note the arrival under Today."))
        return self.cleaned_data["on"]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        day = cleaned.get("on")
        leave = leave_on(self.user, day) if day else None
        if leave:
            question = _("That day lies in your leave (%(leave)s). Were you in the village all the same?")
            ask(self, f"leave={leave.pk}:{day}", question % {"leave": leave.words})
        return cleaned

    def arrival(self) -> DutyDay:
        """The unsaved day that the form describes."""
        day = self.save(commit=False)
        day.arrived_at = timezone.make_aware(datetime.combine(day.on, self.cleaned_data["at"]))
        return day


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
