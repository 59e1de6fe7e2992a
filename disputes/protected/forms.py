"""The form of one step of the protected route: the fields of its kind."""

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _

from disputes.models import Measure
from ledgers.forms import ScopedForm
from pages.plausible import ask

Kind = Measure.Kind
FIELDS_OF: dict[str, tuple[str, ...]] = {
    Kind.REPORT: ("number", "reporter", "first_steps"),
    Kind.ADMONITION: ("number", "bans", "served_actor_on", "served_victim_on", "committee_told_on"),
    Kind.VISIT: ("body",),
    Kind.BREACH: (),
    Kind.ORDER: ("number", "until", "ordered"),
}
MAY_COME_BEFORE = (Kind.REPORT, Kind.ADMONITION, Kind.ORDER)
REQUIRED: dict[str, str] = {
    Kind.REPORT: "number",
    Kind.ADMONITION: "bans",
    Kind.VISIT: "body",
    Kind.ORDER: "until",
}


class MeasureForm(ScopedForm[Measure]):
    day_field = "done_on"
    numbers_belong = ("number",)

    first_steps = forms.MultipleChoiceField(
        label=Measure._meta.get_field("first_steps").verbose_name,
        choices=Measure.FirstStep,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    ordered = forms.MultipleChoiceField(
        label=Measure._meta.get_field("ordered").verbose_name,
        choices=Measure.Ordered,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    class Meta:
        model = Measure
        fields = [
            "done_on", "number", "reporter", "first_steps", "bans", "served_actor_on", "served_victim_on",
            "committee_told_on", "body", "until", "ordered", "note",
        ]  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial["done_on"] = self.initial.get("done_on") or timezone.localdate()
        kept = {"done_on", "note", *FIELDS_OF[self.instance.kind]}
        for name in set(self.fields) - kept:
            del self.fields[name]
        if needed := REQUIRED.get(self.instance.kind):
            self.fields[needed].required = True

    def clean(self) -> dict[str, Any]:
        """A report, a letter or an order may be older than the dispute: asked once."""
        cleaned = super().clean() or self.cleaned_data
        day, first = cleaned.get("done_on"), self.instance.dispute.occurred_on
        is_new = "done_on" in self.changed_data or not self.instance.pk
        if self.instance.kind in MAY_COME_BEFORE and day and day < first and is_new:
            asked = _("Was it on %(day)s, before the dispute was accepted on %(first)s?")
            days = {"day": f"{day:%Y-%m-%d}", "first": f"{first:%Y-%m-%d}"}
            ask(self, f"done_on={day}", asked % days)
        return cleaned
