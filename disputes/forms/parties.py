"""A party of a dispute: who it is, whether they agree, who stands for a minor, who is represented."""

from typing import Any

from crispy_forms.layout import HTML, Column, Div, Layout
from crispy_forms.layout import Row as FormRow
from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from disputes.models import Party
from encryption.masks import UNCHANGED
from folding import text as folding
from ledgers.forms import ScopedForm
from pages.forms import choice_field, suggest
from pages.plausible import ask
from residents import choosing_people
from residents.choosing_people import WhoField
from residents.register_forms import whole_phone

FACTS = [
    "side", "is_body", "phone", "agrees", "part", "hides_address", "representative", "mandate", "is_minor", "guardian",
    "notified_how", "notified_on", "came", "instead", "is_16", "lives_on_own_labour", "agrees_alone",
]  # fmt: skip
OF_MINORS = (
    "guardian", "notified_how", "notified_on", "came", "instead", "is_16", "lives_on_own_labour", "agrees_alone",
)  # fmt: skip


class PartyForm(ScopedForm[Party]):
    """The facts of a party; who it is stays as it was."""

    class Meta:
        model = Party
        fields = FACTS
        widgets = {"agrees": forms.RadioSelect, "side": forms.RadioSelect}
        labels = {"is_minor": gettext_lazy("Under 18")}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["phone"].widget.input_type = "tel"
        choice_field(self, "side").choices = Party.Side.choices
        named = {
            "agrees": Party.Agrees,
            "part": Party.Part,
            "notified_how": Party.Notified,
            "came": Party.Came,
        }
        for name, choices in named.items():
            choice_field(self, name).choices = choices.choices
        self.fields["agrees_alone"].help_text = _(
            "All three ticked: no guardian has to be notified (程序规定 181)."
        )
        dispute = self.instance.dispute
        if dispute.procedure not in dispute.OF_THE_POLICE and not dispute.is_protected:
            del self.fields["part"]
        if dispute.is_protected:  # nobody is asked to be mediated
            del self.fields["agrees"]
        self.helper.layout = Layout(*self.who_fields(), *self.fact_fields())

    def who_fields(self) -> list[Any]:
        return []

    def fact_fields(self) -> list[Any]:
        return [
            "side",
            *[name for name in ("agrees", "part") if name in self.fields],
            FormRow(Column("phone"), Column("representative"), Column("mandate")),
            "is_minor",
            HTML(self._head_of_guardian()),
            FormRow(Column("guardian"), Column("notified_how"), Column("notified_on")),
            FormRow(Column("came"), Column("instead")),
            Div("is_16", "lives_on_own_labour", "agrees_alone"),
            HTML("</details>"),
            "hides_address",
            "is_body",
        ]

    def _head_of_guardian(self) -> str:
        title = _("Guardian of a party under 18")
        return f'<details class="fold"{self._opens()}><summary>{title}</summary>'

    def _opens(self) -> str:
        return " open" if self.instance.is_minor or self.is_bound else ""

    def clean_phone(self) -> Any:
        return whole_phone(self.cleaned_data["phone"])

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if bool(cleaned.get("notified_on")) != bool(cleaned.get("notified_how")):
            missing = "notified_on" if cleaned.get("notified_how") else "notified_how"
            if missing not in self.errors:
                self.add_error(missing, _("Say on which day and how the guardian was notified."))
        typed = [name for name in OF_MINORS if cleaned.get(name) and cleaned[name] is not UNCHANGED]
        if typed and not cleaned.get("is_minor"):
            self.add_error("is_minor", _("Tick it, or leave the facts of a guardian empty."))
        if cleaned.get("is_body") and (cleaned.get("is_minor") or self.instance.resident_id):
            self.add_error("is_body", _("A body is no person of the register, and not under 18."))
        return cleaned

    def _get_validation_exclusions(self) -> set[str]:
        """The name is set by the action; ``clean`` says what the constraint of the guardian would."""
        return super()._get_validation_exclusions() | {"name", "notified_on", "notified_how"}


class NewPartyForm(PartyForm):
    """One more party, chosen from the register or written by name."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["p_name"] = WhoField(label=_("Name of the party"))
        self.fields["p_who"] = forms.CharField(
            required=False, widget=forms.HiddenInput, label=_("Name of the party")
        )
        taken = Party.objects.filter(dispute=self.instance.dispute).values_list("side", flat=True)
        free = [side for side in Party.Side.values if side not in set(taken)]
        suggest(self, side=free[0] if free else Party.Side.A)

    def who_fields(self) -> list[Any]:
        return [HTML("{% with one=form.picker %}{% include 'disputes/_side.html' %}{% endwith %}")]

    def picker(self) -> dict[str, Any]:
        text, chosen = (str(self[name].value() or "") for name in ("p_name", "p_who"))
        return {"field": self["p_name"], **choosing_people.offered(self.user, "p", text, chosen)}

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        try:
            picked = choosing_people.picked(self.user, cleaned.get("p_name", ""), cleaned.get("p_who", ""))
        except ValidationError as fault:
            self.add_error("p_name", fault)
        else:
            self.instance.resident, self.instance.name = picked.resident, picked.name
            self._ask_about_namesakes()
            if picked.resident and cleaned.get("is_body") and not self.has_error("is_body"):
                self.add_error("is_body", _("A body is no person of the register, and not under 18."))
        return cleaned

    def _ask_about_namesakes(self) -> None:
        """A name that stands in the dispute already may be the same person: asked, as on the form of a new dispute."""
        others = Party.objects.filter(dispute=self.instance.dispute)
        entry = self.instance.resident
        if entry is not None and any(other.resident_id == entry.pk for other in others):
            self.add_error("p_name", _("This person is named in the dispute already."))
        elif any(folding.name(str(other.name)) == folding.name(str(self.instance.name)) for other in others):
            ask(self, "same_name", _("The dispute has a party of this name already. Are these two people?"))
