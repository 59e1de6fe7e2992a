"""An agreement with its duties, in one form: terms, manner, place, and a line for each thing that somebody owes."""

from datetime import date
from typing import Any

from crispy_forms.layout import HTML, Column, Layout
from crispy_forms.layout import Row as FormRow
from django import forms
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext as _

from access.rights import may
from accounts.models import User
from disputes import names
from disputes.models import Agreement, Dispute, Duty, Party, Session
from ledgers.forms import ScopedForm
from pages.forms import ModelForm, choice_field, row_field, suggest
from pages.inputs import DayInput, LateReasonField, late_part

PREFIX = "duties"
MOST_DUTIES = 20


class DutyForm(ModelForm[Duty]):
    """One line: who does what until when. Lines that stay empty are none."""

    key = forms.IntegerField(required=False, widget=forms.HiddenInput)
    shown = forms.IntegerField(required=False, widget=forms.HiddenInput)  # the version that the line showed

    class Meta:
        model = Duty
        fields = ["who", "what", "amount", "due_on"]

    def __init__(self, *args: Any, parties: list[Party], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        who = row_field(self, "who")
        who.queryset = Party.objects.filter(pk__in=[party.pk for party in parties])
        who.choices = [("", "—"), *((one.pk, f"{one.side} {names.shown(one)}") for one in parties)]
        who.label = _("By whom")
        self.fields["due_on"].widget = DayInput()
        self.fields["amount"].widget = forms.NumberInput(
            {"inputmode": "decimal", "step": "0.01", "min": "0.01"}
        )
        for name in ("who", "what", "due_on"):
            self.fields[name].required = True


class Lines(forms.BaseFormSet):  # type: ignore[type-arg]  # Django has no __class_getitem__ for it
    def typed(self) -> list[Any]:
        """The lines in which something stands."""
        named = ("who", "what", "amount", "due_on")
        return [line for line in self.forms if any(line[name].value() for name in named)]


class AgreementForm(ScopedForm[Agreement]):
    late_reason = LateReasonField()

    class Meta:
        model = Agreement
        fields = ["form", "facts", "terms", "manner", "place", "effective_on", "ownership", "recorder"]
        widgets = {"form": forms.RadioSelect, "ownership": forms.RadioSelect}

    def __init__(self, *args: Any, parties: list[Party] | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        dispute = self.instance.dispute
        found = Party.objects.visible_to(self.user).filter(dispute=dispute)
        self.parties = list(found) if parties is None else parties
        choice_field(self, "form").choices = Agreement.Form.choices
        choice_field(self, "ownership").choices = Agreement.Ownership.choices
        self.fields["ownership"].required = False
        self.fields["facts"].widget.attrs["rows"] = 4
        self.fields["terms"].widget.attrs["rows"] = 4
        if not self.instance.pk:
            suggest(
                self,
                form=Agreement.Form.WRITTEN,
                effective_on=self._day_of_session(),
                facts=dispute.summary,
                recorder=self.user.name,
            )
        self.lines = self._lines()
        self.helper.layout = Layout(
            "form",
            "facts",
            "terms",
            HTML("{% include 'disputes/_duty_lines.html' with lines=form.lines %}"),
            FormRow(Column("manner"), Column("place"), Column("effective_on")),
            "ownership",
            "recorder",
            *late_part(self),
        )

    def _day_of_session(self) -> date:
        """The day of the session that ended in it; today where none did."""
        agreed = self.instance.dispute.session_set.filter(result=Session.Result.AGREED)
        return agreed.order_by("held_on").values_list("held_on", flat=True).last() or timezone.localdate()

    @classmethod
    def is_open_to(cls, dispute: Dispute, user: User) -> bool:
        """May ``user`` begin an agreement here?"""
        taken = Agreement.objects.filter(dispute=dispute, replaced_on=None).exists()
        return may(user, "settle_dispute") and not taken and not dispute.is_protected

    def mark_missing(self, names: list[str], parts: list[str]) -> None:
        """Of a form that opens: what is missing stands above it, and beside each field that is empty."""
        for name in names:
            self.fields[name].help_text = format_html(
                '<span class="field-error">{}</span>', _("Missing before it is final")
            )
            self.fields[name].widget.attrs["data-missing"] = ""
        words = _("Still missing: %(parts)s.") % {"parts": "、".join(parts)}
        self.helper.layout.insert(0, HTML(format_html('<p class="notice notice-bad">{}</p>', words)))

    @property
    def lines_prefix(self) -> str:
        return f"{self.prefix}-{PREFIX}" if self.prefix else PREFIX

    def _lines(self) -> Lines:
        stored = list(self.instance.duties.all()) if self.instance.pk else []
        prefix = self.lines_prefix
        is_sent = self.is_bound and f"{prefix}-TOTAL_FORMS" in self.data
        initial = [
            {
                "key": duty.pk, "shown": duty.version, "who": duty.who_id, "what": duty.what, "amount": duty.amount,
                "due_on": duty.due_on,
            }
            for duty in stored
        ]  # fmt: skip
        made = forms.formset_factory(
            DutyForm, formset=Lines, extra=1 if initial else 2, max_num=MOST_DUTIES, absolute_max=MOST_DUTIES
        )
        lines: Lines = made(
            self.data if is_sent else None,
            initial=initial or None,
            prefix=prefix,
            form_kwargs={"parties": self.parties},
        )  # type: ignore[assignment]  # the factory is typed as the plain base
        for line in lines.forms:
            line.empty_permitted = True
        return lines

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if self.lines.is_bound:
            for line in self.lines.typed():
                line.empty_permitted = False
                line.full_clean()
            if any(line.errors for line in self.lines.typed()):
                self.add_error(None, _("A duty is not right yet: the reason stands beside it."))
        return cleaned

    def duties(self) -> list[Duty]:
        """The duties as they stand in the form: those of the agreement as they were shown, and new ones.

        What is taken out of the form is not among them (``agreeing.amend_draft``).
        """
        found = []
        stored = {duty.pk: duty for duty in self.instance.duties.all()} if self.instance.pk else {}
        for line in self.lines.typed() if self.lines.is_bound else []:
            key = line.cleaned_data.get("key")
            duty = stored.get(key) or Duty(dispute=self.instance.dispute)
            if key in stored:
                duty.version = line.cleaned_data.get("shown") or 0
            for name in ("who", "what", "amount", "due_on"):
                setattr(duty, name, line.cleaned_data[name])
            found.append(duty)
        return found

    def was_shown(self) -> dict[int, int]:
        """Key -> version of the duties with which the form was opened, whether a line of theirs is left or not."""
        shown = {}
        for line in self.lines.forms if self.lines.is_bound else []:
            key, version = (line[name].value() for name in ("key", "shown"))
            if str(key).isdecimal() and str(version).isdecimal():
                shown[int(key)] = int(version)
        return shown

    def _get_validation_exclusions(self) -> set[str]:
        """Whether it is whole is asked when it is made final."""
        return super()._get_validation_exclusions() | {"effective_on"}
