"""What becomes of an agreement, the calls after the end, and the attention that a dispute gets."""

from typing import Any

from crispy_forms.layout import Column, Div, Layout
from crispy_forms.layout import Row as FormRow
from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from disputes.models import Attention, Duty, FollowUp
from ledgers.forms import ScopedForm
from pages.forms import choice_field
from pages.inputs import LateReasonField, late_part


class PerformedForm(ScopedForm[Duty]):
    """A duty is performed: since when, and what shows it."""

    day_field = "settled_on"

    late_reason = LateReasonField()

    class Meta:
        model = Duty
        fields = ["settled_on", "proof"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial["settled_on"] = timezone.localdate()
        self.fields["settled_on"].required = True
        self.fields["proof"].required = self.is_proved
        self.fields["proof"].help_text = (
            _("A receipt, a photograph, both sides say so.") if self.is_proved else _("May stay empty.")
        )
        self.helper.layout = Layout("proof", *late_part(self))

    is_proved = True

    def _get_validation_exclusions(self) -> set[str]:
        """The state is set by the action, which the constraint waits for."""
        return super()._get_validation_exclusions() | {"settled_on", "state"}


class BrokenForm(PerformedForm):
    """A duty was not performed on its day."""

    is_proved = False

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["proof"].label = _("What was said")


class DutyCorrectForm(ScopedForm[Duty]):
    """What was noted of a duty by mistake, corrected."""

    new_state = forms.ChoiceField(label=gettext_lazy("What is right"), widget=forms.RadioSelect)
    late_reason = LateReasonField()

    class Meta:
        model = Duty
        fields = ["settled_on", "proof"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choice_field(self, "new_state").choices = Duty.State.choices
        self.initial["new_state"] = self.instance.state
        self.fields["settled_on"].required = self.fields["proof"].required = False
        settled = "|".join((Duty.State.PERFORMED, Duty.State.BROKEN))
        self.helper.layout = Layout(
            "new_state",
            Div(FormRow(Column("settled_on"), Column("proof")), data_shown_for=f"new_state={settled}"),
            *late_part(self),
        )

    def _get_validation_exclusions(self) -> set[str]:
        """The state is set by the action, which the constraint waits for."""
        return super()._get_validation_exclusions() | {"settled_on", "state"}


class CallForm(ScopedForm[FollowUp]):
    day_field = "made_on"

    late_reason = LateReasonField()

    class Meta:
        model = FollowUp
        fields = ["made_on", "performed", "satisfied", "has_new_trouble", "note"]
        widgets = {"performed": forms.RadioSelect, "satisfied": forms.RadioSelect}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial["made_on"] = self.instance.made_on or timezone.localdate()
        self.fields["made_on"].required = True
        for name in ("performed", "satisfied"):
            choice_field(self, name).choices = getattr(FollowUp, name.capitalize()).choices
        self.helper.layout = Layout("performed", "satisfied", "has_new_trouble", "note", *late_part(self))

    def _get_validation_exclusions(self) -> set[str]:
        """Who made it is set by the action, which the constraint waits for."""
        return super()._get_validation_exclusions() | {"made_on", "made_by"}


class MarkForm(ScopedForm[Attention]):
    class Meta:
        model = Attention
        fields = ["level", "why", "until"]
        widgets = {"level": forms.RadioSelect}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choice_field(self, "level").choices = Attention.Level.choices
        self.fields["until"].widget.attrs["min"] = timezone.localdate().isoformat()
        self.helper.layout = Layout("level", FormRow(Column("why"), Column("until")))
