"""How a dispute ended."""

from datetime import date
from typing import Any

from crispy_forms.layout import Div, Layout
from django import forms
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from disputes.actions import closing
from disputes.legality.facts import MEDIATED_PROCEDURES
from disputes.models import Agreement, Dispute, Party
from ledgers.forms import LateForm
from pages.forms import choice_field

WITHOUT_RESULT = (Dispute.Stage.FAILED, Dispute.Stage.REFUSED)


class CloseForm(LateForm[Dispute]):
    """The stage in which it ends, the day, the result, and the days that the stage asks for."""

    stage = forms.ChoiceField(label=gettext_lazy("How it ended"), widget=forms.RadioSelect)
    all_agree = forms.BooleanField(
        label=gettext_lazy("All parties were asked and agree to mediation"),
        required=False,
        help_text=gettext_lazy("Of some it was not noted yet; ticked, it is noted of them."),
    )

    class Meta:
        model = Dispute
        fields = ["handled_on", "agreement", "result", "told_routes_on", "applied_on", "approved_on"]

    day_field = "handled_on"

    def __init__(self, *args: Any, asked: str = "", **kwargs: Any) -> None:
        """``asked``: the stage that the link names."""
        super().__init__(*args, **kwargs)
        today = timezone.localdate()
        self.initial["handled_on"] = self.initial.get("handled_on") or today
        self.initial["told_routes_on"] = self.initial.get("told_routes_on") or today
        self.fields["handled_on"].required = self.fields["result"].required = True
        self.fields["told_routes_on"].help_text = _(
            "Arbitration, administrative and court ways are open to them: all of them were told of these three."
        )
        offered = stages_of(self.instance)
        choice_field(self, "stage").choices = offered
        if asked in dict(offered):
            self.initial["stage"] = asked
        self._take_agreement()
        if not self._asks_whether_all_agree():
            del self.fields["all_agree"]
        self.helper.layout = Layout(
            "stage",
            *(
                [Div("all_agree", data_shown_for=f"stage={Dispute.Stage.AGREED}")]
                if "all_agree" in self.fields
                else []
            ),
            Div("agreement", data_shown_for=f"stage={Dispute.Stage.AGREED}"),
            Div("told_routes_on", data_shown_for="stage=" + "|".join(WITHOUT_RESULT)),
            Div("applied_on", "approved_on", data_shown_for=f"stage={Dispute.Stage.SETTLED}"),
            "result",
            *self.late_fields(),
        )

    def _asks_whether_all_agree(self) -> bool:
        """Is it mediated, and was of a party never noted whether they agree?"""
        unasked = Party.objects.filter(dispute=self.instance, agrees=Party.Agrees.NOT_ASKED)
        return self.instance.procedure in MEDIATED_PROCEDURES and unasked.exists()

    def _take_agreement(self) -> None:
        """What the agreement says already is not typed once more; of domestic violence none is followed."""
        if self.instance.is_protected:
            self.initial["agreement"] = ""
            return
        agreement = Agreement.objects.filter(dispute=self.instance, replaced_on=None).first()
        if agreement is None:
            return
        self.initial["agreement"] = self.initial.get("agreement") or agreement.form
        self.initial["result"] = self.initial.get("result") or agreement.terms
        if agreement.is_final:
            self.initial.setdefault("stage", Dispute.Stage.AGREED)
        else:
            link = reverse("disputes:agreement-edit", args=[agreement.pk])
            self.fields["agreement"].help_text = format_html(
                '<a href="{}">{}</a>', link, _("Complete the draft of the agreement")
            )

    def clean_handled_on(self) -> date:
        day: date = self.cleaned_data["handled_on"]
        if not self.instance.occurred_on <= day <= timezone.localdate():
            raise ValidationError(_("The day lies between acceptance and today."))
        return day

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        stage = cleaned.get("stage", "")
        if stage == Dispute.Stage.AGREED:
            self._need("agreement", _("Say whether the agreement is oral or written."))
            if "all_agree" in self.fields:
                self._need("all_agree", _("Ask each party whether they agree to mediation, and tick it."))
        if stage in WITHOUT_RESULT:
            self._need("told_routes_on", _("Say on which day the parties were told of the other ways."))
        if stage == Dispute.Stage.SETTLED:
            self._need("applied_on", _("Say on which day it was applied for in writing."))
            self._need("approved_on", _("Say on which day it was approved."))
        self._drop_others(stage)
        self._check_days()
        return cleaned

    def _need(self, name: str, why: str) -> None:
        if not self.cleaned_data.get(name) and name not in self.errors:
            self.add_error(name, why)

    def _drop_others(self, stage: str) -> None:
        """What the page hides for this stage is not kept."""
        kept = {
            "agreement": stage == Dispute.Stage.AGREED,
            "told_routes_on": stage in WITHOUT_RESULT,
            "applied_on": stage == Dispute.Stage.SETTLED,
            "approved_on": stage == Dispute.Stage.SETTLED,
        }
        for name, is_kept in kept.items():
            if not is_kept:
                self.cleaned_data[name] = "" if name == "agreement" else None
                self.errors.pop(name, None)

    def _check_days(self) -> None:
        first, last = self.instance.occurred_on, timezone.localdate()
        for name in ("told_routes_on", "applied_on", "approved_on"):
            day = self.cleaned_data.get(name)
            if day and not first <= day <= last:
                self.add_error(name, _("The day lies between acceptance and today."))
        applied, approved = (self.cleaned_data.get(name) for name in ("applied_on", "approved_on"))
        if applied and approved and approved < applied:
            self.add_error("approved_on", _("It is approved after it was applied for."))

    def _get_validation_exclusions(self) -> set[str]:
        """The stage is set by the action, which the constraints wait for."""
        later = {"handled_on", "agreement", "stage", "applied_on", "approved_on"}
        return super()._get_validation_exclusions() | later


def stages_of(dispute: Dispute) -> list[tuple[str, Any]]:
    """The stages in which the dispute may end, as its procedure has them (``closing.check_stage``)."""
    found = [choice for choice in Dispute.Stage.choices if choice[0] != Dispute.Stage.OPEN]
    if dispute.is_protected:
        found = [choice for choice in found if choice[0] not in closing.RESULTS_OF_MEDIATION]
    if dispute.procedure not in dispute.OF_THE_POLICE:
        found = [choice for choice in found if choice[0] != Dispute.Stage.SETTLED]
    return found
