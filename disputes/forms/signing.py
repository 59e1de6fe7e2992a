"""Who has signed a final agreement, and what a court said of it."""

from typing import Any

from crispy_forms.layout import HTML, Column, Div, Layout
from crispy_forms.layout import Row as FormRow
from django import forms
from django.utils import timezone
from django.utils.html import conditional_escape
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from disputes import names
from disputes.models import Agreement, Dispute, Party
from ledgers.forms import ScopedForm
from pages.forms import choice_field
from rules import law

CourtDecision = Agreement.CourtDecision


class SignForm(ScopedForm[Agreement]):
    """What the printed and signed paper bears: each side with all its people; of a committee also mediator and seal."""

    sides_signed = forms.MultipleChoiceField(
        label=gettext_lazy("Sides that signed"),
        widget=forms.CheckboxSelectMultiple,
        required=False,
        help_text=gettext_lazy(
            "Signed, sealed or fingerprinted; of a side everybody whose name stands there."
        ),
    )

    class Meta:
        model = Agreement
        fields = ["signed_on", "sides_signed", "signed_by_mediator", "is_sealed_by_body"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["signed_on"].required = True
        self.initial["signed_on"] = timezone.localdate()
        self._offer_sides()  # nothing is ticked beforehand: a signature has legal effect
        if self.instance.dispute.procedure != Dispute.Procedure.PEOPLE:
            del self.fields["signed_by_mediator"], self.fields["is_sealed_by_body"]
        rest = [name for name in ("signed_by_mediator", "is_sealed_by_body") if name in self.fields]
        self.helper.layout = Layout("signed_on", "sides_signed", *rest)

    def _offer_sides(self) -> None:
        by_side: dict[str, list[str]] = {}
        for party in Party.objects.visible_to(self.user).filter(dispute=self.instance.dispute):
            by_side.setdefault(party.side, []).append(names.shown(party))
        field = choice_field(self, "sides_signed")
        field.choices = [(side, f"{side} {'、'.join(found)}") for side, found in sorted(by_side.items())]

    def _get_validation_exclusions(self) -> set[str]:
        """What is signed on which day is checked by the action."""
        return super()._get_validation_exclusions() | {"signed_on", "sides_signed", "is_final"}


class CourtForm(ScopedForm[Agreement]):
    """The application of all parties to a court, and what it decided, once it has."""

    together = forms.BooleanField(label=gettext_lazy("All parties apply together"))

    class Meta:
        model = Agreement
        fields = ["applied_on", "court", "confirmation", "decided_on"]
        widgets = {"confirmation": forms.RadioSelect}
        labels = {"confirmation": gettext_lazy("What the court decided")}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["applied_on"].required = self.fields["court"].required = True
        self.fields["confirmation"].required = False
        choice_field(self, "confirmation").choices = [
            (CourtDecision.APPLIED.value, _("Not yet")),
            (CourtDecision.CONFIRMED.value, CourtDecision.CONFIRMED.label),
            (CourtDecision.DISMISSED.value, CourtDecision.DISMISSED.label),
        ]
        self.initial["applied_on"] = self.instance.applied_on or timezone.localdate()
        self.initial["confirmation"] = self.instance.confirmation or CourtDecision.APPLIED
        self.initial["together"] = bool(self.instance.confirmation)
        decided = "|".join((CourtDecision.CONFIRMED, CourtDecision.DISMISSED))
        self.helper.layout = Layout(
            HTML(self._courts()),
            FormRow(Column("applied_on"), Column("court")),
            "together",
            "confirmation",
            Div(FormRow(Column("decided_on")), data_shown_for=f"confirmation={decided}"),
        )

    def _courts(self) -> str:
        """The courts that may be asked, as the law of the day names them."""
        row = law.row_or_first("jc.court", on=self.instance.effective_on or timezone.localdate())
        return (
            f'<p class="quiet small">{conditional_escape(row.rule)}（{conditional_escape(row.article)}）</p>'
        )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        chosen = cleaned.get("confirmation") or CourtDecision.APPLIED
        cleaned["confirmation"] = chosen
        if chosen == CourtDecision.APPLIED:
            cleaned["decided_on"] = None
            self.errors.pop("decided_on", None)
        elif not cleaned.get("decided_on") and "decided_on" not in self.errors:
            self.add_error("decided_on", _("Say on which day."))
        return cleaned

    def _get_validation_exclusions(self) -> set[str]:
        """The days are checked by the action, before the constraint."""
        return super()._get_validation_exclusions() | {"applied_on", "decided_on", "confirmation"}
