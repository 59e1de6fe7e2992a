"""The first word of a dispute, and what is changed of it later. Its parties have forms of their own (parties.py)."""

from typing import Any

from crispy_forms.layout import HTML, Column, Div, Layout
from crispy_forms.layout import Row as FormRow
from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

import rules
from access.rights import may
from disputes import hints
from disputes.forms.two_sides import TwoSides
from disputes.models import CheckRound, Dispute, Party, Session
from ledgers.forms import RowForm
from pages.forms import choice_field, row_field
from pages.plausible import check_count

ROUNDS_OFFERED = 20
OF_POLICE = ("act", "ground", "excluded")
MORE_BEGINS = (
    "<details class='fold'{% if form.has_more_to_see %} open{% endif %}><summary>{{ form.more }}</summary>"
)
MORE = {
    "village", "origin", "host", "procedure", "place_handled", "parties", "amount", "people_concerned", "filed_on",
    "check_round", "act", "ground", "excluded", "done_by",
}  # fmt: skip
HAS_DEFAULT = ("origin", "host", "procedure", "place_handled", "parties")


class DisputeForm(RowForm[Dispute]):
    """What is written down of a dispute. Asked: type, violence on two types, one sentence; the rest has a default."""

    excluded = forms.MultipleChoiceField(
        label=gettext_lazy("What excludes police mediation"),
        choices=Dispute.Excluded,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy("Each of the seven stops it (程序规定 179). None ticked: none of them."),
    )

    class Meta:
        model = Dispute
        fields = [
            "village", "occurred_on", "kind", "violence", "summary", "origin", "host", "procedure", "place_handled",
            "parties", "amount", "people_concerned", "may_escalate", "filed_on", "check_round", "act", "ground",
            "excluded",
        ]  # fmt: skip
        widgets = {"violence": forms.RadioSelect, "origin": forms.RadioSelect, "ground": forms.RadioSelect}
        labels = {
            "occurred_on": gettext_lazy("accepted on"),
            "violence": gettext_lazy("Domestic violence?"),
            "summary": gettext_lazy("In one sentence"),
        }
        help_texts = {
            "summary": gettext_lazy("Name nobody under 18; write 'a minor'."),
            "violence": gettext_lazy("Ask; do not guess. Yes: it is protected, and not mediated."),
            "filed_on": gettext_lazy("Of a public-order case; its period begins on this day."),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["parties"].widget.attrs |= {"min": 2, "inputmode": "numeric"}
        self.fields["summary"].widget.attrs["rows"] = 2
        for name in HAS_DEFAULT:
            self.fields[name].required = False
        self._narrow_choices()
        self.helper.layout = self.layout()

    def _narrow_choices(self) -> None:
        yes_or_no = [choice for choice in Dispute.Violence.choices if choice[0]]
        choice_field(self, "violence").choices = yes_or_no
        procedures = [one for one in Dispute.Procedure.choices if one[0] != Dispute.Procedure.PROTECTED]
        if self.instance.procedure != Dispute.Procedure.PROTECTED:
            choice_field(self, "procedure").choices = procedures
        choice_field(self, "ground").choices = [("", _("Not said")), *Dispute.Ground.choices]
        if not may(self.user, "host_police_mediation"):
            choice_field(self, "host").choices = [
                choice for choice in Dispute.Host.choices if choice[0] != Dispute.Host.POLICE
            ]
        latest = CheckRound.objects.visible_to(self.user).counted().order_by("-occurred_on", "-pk")
        rounds = row_field(self, "check_round")
        own = [self.instance.check_round_id] if self.instance.check_round_id else []
        keys = [*latest.values_list("pk", flat=True)[:ROUNDS_OFFERED], *own]
        rounds.queryset = CheckRound.objects.filter(pk__in=keys).order_by("-occurred_on")
        # Django documents that this method of a field is replaced
        rounds.label_from_instance = lambda one: f"{one.occurred_on:%Y-%m-%d} {one.receipt}"  # type: ignore[assignment]

    def layout(self) -> Layout:
        return Layout(
            FormRow(Column("kind"), Column("village")),
            self.violence_part(),
            "summary",
            *self.people_fields(),
            *self.later_fields(),
            *self.late_fields(),
        )

    def later_fields(self) -> list[Any]:
        """What can wait for the desk. Refused, a form shows what the police are asked, whatever the host is."""
        shown = {} if self.is_bound else {"data_shown_for": "procedure=" + "|".join(Dispute.OF_THE_POLICE)}
        return [
            "origin",
            FormRow(Column("host"), Column("procedure"), Column("place_handled")),
            Div(
                HTML(_of_police()),
                FormRow(Column("act")),
                "ground",
                "excluded",
                **shown,
            ),
            FormRow(Column("amount"), Column("people_concerned"), Column("parties")),
            FormRow(Column("filed_on"), Column("check_round")),
            "may_escalate",
        ]

    def clean_parties(self) -> int:
        given: int | None = self.cleaned_data["parties"]
        number = self.instance.parties if given is None else given
        if number < 2:
            raise ValidationError(_("A dispute has two parties at least."))
        return number

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        is_host_chosen = bool(cleaned.get("host")) and "host" in self.changed_data
        self._take_defaults(cleaned)
        self._match_host(cleaned, is_host_chosen=is_host_chosen)
        self._check_violence(cleaned)
        today = timezone.localdate()
        check_count(
            self,
            "parties",
            _("%(n)s parties?"),
            usual=rules.whole("dispute.parties_usual", on=today, county=self.county),
            most=rules.whole("dispute.parties_most", on=today),
        )
        return cleaned

    def _take_defaults(self, cleaned: dict[str, Any]) -> None:
        """What was left out keeps its value: the default, or what the row has."""
        for name in HAS_DEFAULT:
            if name in cleaned and cleaned[name] in ("", None):
                cleaned[name] = getattr(self.instance, name)
        if cleaned.get("check_round"):
            cleaned["origin"] = Dispute.Origin.FOUND

    def _check_violence(self, cleaned: dict[str, Any]) -> None:
        if cleaned.get("kind") in Dispute.ASKED_OF_VIOLENCE:
            if not cleaned.get("violence") and "violence" not in self.errors:
                self.add_error("violence", _("Ask whether there is domestic violence, and answer yes or no."))
        elif "kind" in cleaned and cleaned.get("violence") != Dispute.Violence.YES:
            # A yes counts on any type; a no where it is asked.
            if not (cleaned.get("violence") and self._is_asked(cleaned.get("summary", ""))):
                cleaned["violence"] = self.instance.violence if self.instance.pk else ""
        if cleaned.get("violence") == Dispute.Violence.YES:
            cleaned["procedure"] = Dispute.Procedure.PROTECTED

    def _is_asked(self, text: str) -> bool:
        """Is it asked on a type that does not ask by itself: was it answered before, or do words suggest it?"""
        return bool(self.instance.violence) or self.is_suggested(text)

    def is_suggested(self, text: str) -> bool:
        """Do words of the text, or of the minutes, suggest to ask? The rules ask then (legality/violence.py)."""
        sessions = (
            Session.objects.visible_to(self.user).filter(dispute=self.instance) if self.instance.pk else ()
        )
        return bool(
            hints.found([text, *hints.minutes(sessions)], on=timezone.localdate(), county=self.county)
        )

    def violence_part(self) -> Div:
        """The question, on the types that ask it; on any other where it was asked, or words of the text suggest it."""
        is_open = self._is_asked(str(self["summary"].value() or ""))
        shown = {} if is_open else {"data_shown_for": "kind=" + "|".join(Dispute.ASKED_OF_VIOLENCE)}
        return Div("violence", **shown)

    def _match_host(self, cleaned: dict[str, Any], *, is_host_chosen: bool) -> None:
        """Of mediation by the police and of the host the one that was changed says what the other one is."""
        if "host" not in cleaned or "procedure" not in cleaned:
            return
        is_of_police = cleaned["procedure"] in Dispute.OF_THE_POLICE
        if is_of_police and cleaned["host"] != Dispute.Host.POLICE and not is_host_chosen:
            cleaned["host"] = Dispute.Host.POLICE
        elif cleaned["host"] == Dispute.Host.POLICE and cleaned["procedure"] == Dispute.Procedure.PEOPLE:
            cleaned["procedure"] = Dispute.Procedure.POLICE
        elif is_of_police and cleaned["host"] != Dispute.Host.POLICE:
            cleaned["procedure"] = Dispute.Procedure.PEOPLE
        if cleaned["host"] != Dispute.Host.POLICE:
            cleaned.update(act="", ground="", excluded=[])


class AcceptForm(TwoSides, DisputeForm):
    """A new dispute with its first two parties, chosen from the register or written by name."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial.setdefault("origin", Dispute.Origin.APPLIED)

    def layout(self) -> Layout:
        return Layout(
            *([] if self._is_village_known() else ["village"]),
            "kind",
            self.violence_part(),
            HTML("{% for one in form.pickers %}{% include 'disputes/_side.html' %}{% endfor %}"),
            "summary",
            *(self.people_fields() if self._must_name_people() else []),
            HTML(MORE_BEGINS),
            *(["village"] if self._is_village_known() else []),
            *self.later_fields(),
            *([] if self._must_name_people() else self.people_fields()),
            HTML("</details>"),
            *self.late_fields(),
        )

    def _is_village_known(self) -> bool:
        """Has the village a default, by an arrival or as the only one? Else it is asked for, and not folded away."""
        return bool(self.initial.get("village"))

    def _must_name_people(self) -> bool:
        """Of somebody who did none of it, such as a clerk: then it is not folded away."""
        return "done_by" in self.fields and self.fields["done_by"].required

    def _take_defaults(self, cleaned: dict[str, Any]) -> None:
        if "origin" in cleaned and not cleaned["origin"]:
            cleaned["origin"] = Dispute.Origin.APPLIED
        super()._take_defaults(cleaned)

    def more(self) -> str:
        """What can wait, folded away."""
        if self._is_village_known():
            return _("More: procedure, host, village, amount")
        return _("More: procedure, host, amount")

    def has_more_to_see(self) -> bool:
        """Is something under "more" not right yet?"""
        return bool(MORE & self.errors.keys())

    def named(self) -> list[Party]:
        """The two parties, not saved yet."""
        return self.two_parties()


def _of_police() -> str:
    return "<p class='form-head'>{% load i18n %}{% translate 'Mediation by the police' %}</p>"
