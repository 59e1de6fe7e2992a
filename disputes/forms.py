"""The forms of a dispute: record or change it, close it, file a page of its agreement."""

from datetime import date
from typing import Any

from crispy_forms.layout import Column, Layout
from crispy_forms.layout import Row as FormRow
from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

import rules
from access.rights import may
from disputes.models import Dispute
from ledgers.forms import LateForm, RowForm
from pages import uploads
from pages.forms import choice_field
from pages.inputs import bare_helper
from pages.plausible import check_count


class DisputeForm(RowForm[Dispute]):
    class Meta:
        model = Dispute
        fields = ["village", "occurred_on", "kind", "violence", "origin", "host", "parties", "summary"]
        widgets = {"origin": forms.RadioSelect}
        labels = {"occurred_on": gettext_lazy("accepted on")}
        help_texts = {"summary": gettext_lazy("Name nobody under 18; write 'a minor'.")}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["parties"].widget.attrs |= {"min": 2, "inputmode": "numeric"}
        if not may(self.user, "host_police_mediation"):
            choice_field(self, "host").choices = [
                choice for choice in Dispute.Host.choices if choice[0] != Dispute.Host.POLICE
            ]
        self.helper.layout = Layout(
            "origin",
            "village",
            FormRow(Column("kind"), Column("host"), Column("parties")),
            "violence",
            "summary",
            *self.people_fields(),
            *self.late_fields(),
        )

    def clean_parties(self) -> int:
        number: int = self.cleaned_data["parties"]
        if number < 2:
            raise ValidationError(_("A dispute has two parties at least."))
        return number

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        today = timezone.localdate()
        check_count(
            self,
            "parties",
            _("%(n)s parties?"),
            usual=rules.whole("dispute.parties_usual", on=today, county=self.county),
            most=rules.whole("dispute.parties_most", on=today),
        )
        return cleaned


class CloseForm(LateForm[Dispute]):
    """How a dispute ended."""

    stage = forms.ChoiceField(
        label=gettext_lazy("How it ended"),
        choices=[choice for choice in Dispute.Stage.choices if choice[0] != Dispute.Stage.OPEN],
        widget=forms.RadioSelect,
        help_text=gettext_lazy(
            "Without agreement, tell the parties that arbitration, administrative and court ways are open to them."
        ),
    )

    class Meta:
        model = Dispute
        fields = ["handled_on", "agreement", "result"]

    day_field = "handled_on"

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial["handled_on"] = self.initial.get("handled_on") or timezone.localdate()
        self.fields["handled_on"].required = self.fields["result"].required = True
        self.helper.layout = Layout("stage", "agreement", "result", *self.late_fields())

    def clean_handled_on(self) -> date:
        day: date = self.cleaned_data["handled_on"]
        if not self.instance.occurred_on <= day <= timezone.localdate():
            raise ValidationError(_("The day lies between acceptance and today."))
        return day

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        agreed = cleaned.get("stage") == Dispute.Stage.AGREED
        if agreed and not cleaned.get("agreement"):
            self.add_error("agreement", _("Say whether the agreement is oral or written."))
        if cleaned.get("stage") and not agreed and cleaned.get("agreement"):
            self.add_error("agreement", _("Only where it ended in an agreement. Leave it empty otherwise."))
        return cleaned

    def _get_validation_exclusions(self) -> set[str]:
        """The stage is set by the action, which the constraints wait for."""
        return super()._get_validation_exclusions() | {"handled_on", "agreement", "stage"}


class AgreementForm(forms.Form):
    """One photographed page of a signed agreement."""

    picture = forms.FileField(
        label=gettext_lazy("Page of the agreement"),
        widget=forms.FileInput({"accept": "image/jpeg,image/png,image/webp", "capture": "environment"}),
        help_text=gettext_lazy(
            "JPEG, PNG or WebP up to 8 MB. Place, time and device of the photograph are not kept."
        ),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = bare_helper()

    def clean_picture(self) -> bytes:
        return uploads.jpeg(self.cleaned_data["picture"])
