"""The forms of a referral: pass on, report a problem, send back, enter the answer, tell back."""

from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

import rules
from ledgers.forms import ScopedForm
from pages.forms import ModelForm, choice_field
from pages.inputs import DayInput, bare_helper
from referrals import receivers
from referrals.models import OutsideBody, Referral


class PassOnForm(ScopedForm[Referral]):
    """To whom, what is to be done, and until when; a name goes along with consent alone."""

    receiver = forms.ChoiceField(label=gettext_lazy("To whom"))
    name = forms.CharField(label=gettext_lazy("Name that goes along"), max_length=60, required=False)
    day_field = ""  # it is sent today

    class Meta:
        model = Referral
        fields = ["asked", "has_consent", "urgency", "due_on"]
        widgets = {"urgency": forms.RadioSelect}

    def __init__(self, *args: Any, by: date | None = None, **kwargs: Any) -> None:
        """``by``: when the row behind it is due; what is passed on is proposed for no later day."""
        super().__init__(*args, **kwargs)
        choice_field(self, "receiver").choices = [("", "---------"), *receivers.offered(self.user)]
        self.fields["receiver"].error_messages["required"] = _("Choose to whom it goes.")
        self.fields["asked"].help_text = _("The receiver reads this and nothing behind it. Name nobody here.")
        today = timezone.localdate()
        within = today + rules.days("referral.answer_days", on=today, county=self.county)
        self.initial.setdefault("due_on", min(by, within) if by and by >= today else within)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("has_consent") and not cleaned.get("name") and "name" not in self.errors:
            self.add_error("name", _("Write the name that goes along, or take the consent away."))
        if not cleaned.get("has_consent"):
            cleaned["name"] = ""
        return cleaned

    def clean_due_on(self) -> date:
        day: date = self.cleaned_data["due_on"]
        if day < timezone.localdate():
            raise ValidationError(_("The answer can not be due before today."))
        return day

    def referral(self) -> Referral:
        """What the form describes, not saved; its receiver is set by the action."""
        found: Referral = self.save(commit=False)
        found.name = self.cleaned_data.get("name", "")
        return found

    def _get_validation_exclusions(self) -> set[str]:
        """Sender, receiver and day are set by the action, which the constraints wait for."""
        return super()._get_validation_exclusions() | {"due_on", "has_consent", "receiver", "name"}


class ProblemForm(PassOnForm):
    """A policy, a difficulty or a plan, told to those above; no resident stands behind it."""

    class Meta:
        model = Referral
        fields = ["village", "problem", "asked", "proposal", "due_on"]
        widgets = {"problem": forms.RadioSelect}
        labels = {"asked": gettext_lazy("What it is about")}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        del self.fields["name"]
        choice_field(self, "problem").choices = Referral.Problem.choices
        self.fields["problem"].required = True
        self.initial.setdefault("problem", Referral.Problem.DIFFICULTY)
        self.fields["asked"].help_text = _("Name nobody here.")
        above = [group for group in receivers.offered(self.user) if group[0] == _("Inside the police")]
        choice_field(self, "receiver").choices = above
        self.initial.setdefault("receiver", receivers.above(self.user))


class TaskForm(PassOnForm):
    """A task of the county about one village, for the post that serves it or for its station."""

    receiver = forms.ChoiceField(label=gettext_lazy("To whom"), widget=forms.RadioSelect)

    class Meta:
        model = Referral
        fields = ["village", "asked", "urgency", "due_on"]
        widgets = {"urgency": forms.RadioSelect}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        del self.fields["name"]
        choice_field(self, "receiver").choices = [
            (Referral.Receiver.POST, _("The post of the village")),
            (Referral.Receiver.STATION, _("The station of the post")),
        ]
        choice_field(self, "urgency").choices = Referral.Urgency.choices
        self.initial.setdefault("receiver", Referral.Receiver.POST)
        self.fields["asked"].help_text = _("Name nobody here.")


class ComeBackForm(ModelForm[Referral]):
    """What came of it; of a body outside as its paper says."""

    reasons: tuple[Any, ...] = Referral.LEAVES_UNSOLVED

    class Meta:
        model = Referral
        fields = ["outcome", "reason", "answer", "answered_on"]
        widgets = {"outcome": forms.RadioSelect, "answered_on": DayInput()}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = bare_helper()
        self.fields["answer"].required = self.fields["answered_on"].required = True
        self.fields["answer"].widget.attrs["rows"] = 3
        self.initial["answered_on"] = self.initial.get("answered_on") or timezone.localdate()
        named = [(one.value, one.label) for one in self.reasons]
        choice_field(self, "reason").choices = [("", "---------"), *named]
        if "outcome" in self.fields:
            choice_field(self, "outcome").choices = Referral.Outcome.choices
            self.fields["outcome"].required = True
            self.initial["outcome"] = self.initial.get("outcome") or Referral.Outcome.SOLVED

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("outcome") == Referral.Outcome.SOLVED:
            cleaned["reason"] = ""
        elif not cleaned.get("reason") and "reason" not in self.errors and "outcome" not in self.errors:
            self.add_error("reason", _("Choose why."))
        return cleaned

    def _get_validation_exclusions(self) -> set[str]:
        """The state is set by the action, which the constraints wait for."""
        return super()._get_validation_exclusions() | {"outcome", "reason", "answered_on"}


class SendBackForm(ComeBackForm):
    """Why the receiver does not deal with it."""

    reasons = Referral.SENDS_BACK

    class Meta(ComeBackForm.Meta):
        fields = ["reason", "answer", "answered_on"]


class TellForm(ModelForm[Referral]):
    """How and on which day whoever it is about was told."""

    class Meta:
        model = Referral
        fields = ["told_how", "told_back_on"]
        widgets = {"told_how": forms.RadioSelect, "told_back_on": DayInput()}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = bare_helper()
        choice_field(self, "told_how").choices = Referral.Told.choices
        self.fields["told_how"].required = self.fields["told_back_on"].required = True
        self.initial["told_how"] = self.initial.get("told_how") or Referral.Told.FACE
        self.initial["told_back_on"] = self.initial.get("told_back_on") or timezone.localdate()

    def _get_validation_exclusions(self) -> set[str]:
        return super()._get_validation_exclusions() | {"told_back_on"}


class BodyForm(ModelForm[OutsideBody]):
    """A body of the county's list; closed from the day on which it is used no longer."""

    class Meta:
        model = OutsideBody
        fields = ["name", "about", "closed_on"]
        widgets = {"closed_on": DayInput()}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = bare_helper()
        if self.instance._state.adding:
            del self.fields["closed_on"]
