"""The forms of a hazard: report, assign, note that it was put right, verify."""

from datetime import date
from typing import Any

from crispy_forms.layout import HTML, Column, Div, Layout
from crispy_forms.layout import Row as FormRow
from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

import rules
from access import scope
from hazards.models import Hazard
from ledgers.forms import LateForm, RowForm
from ledgers.views.copies import CopyForm
from pages import uploads
from pages.forms import choice_field, row_field
from pages.plausible import check_count
from patrols.models import Patrol
from teams.models import Team
from teams.trainees import called


class HazardForm(RowForm[Hazard]):
    """A report of a kind and a place; everything else has its usual value, or may be added."""

    class Meta:
        model = Hazard
        fields = [
            "village", "occurred_on", "kind", "place", "what", "urgency", "people_harmed", "source", "team", "patrol",
        ]  # fmt: skip
        widgets = {"kind": forms.RadioSelect, "urgency": forms.RadioSelect, "patrol": forms.HiddenInput}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._offer_patrols()
        self._offer_teams()
        for name, choices in (("kind", Hazard.Kind), ("urgency", Hazard.Urgency)):
            choice_field(self, name).choices = choices.choices  # without the empty one
        self.fields["place"].help_text = _("So that whoever puts it right finds it. Name nobody here.")
        self.fields["people_harmed"].required = False
        own = f"by_{scope.for_user(self.user).role}"
        if not self.instance.pk and own in Hazard.Source.values:
            self.initial.setdefault("source", own)
        self.helper.layout = Layout(
            "kind",
            "village",
            "place",
            "what",
            "urgency",
            FormRow(Column("people_harmed"), Column("source")),
            *self.team_fields(),
            "patrol",
            *self.people_fields(),
            *self.late_fields(),
        )

    def _offer_patrols(self) -> None:
        """Those that the person sees: the address of the form names the one on which it was found."""
        field: Any = self.fields["patrol"]
        field.queryset = Patrol.objects.visible_to(self.user)

    def _offer_teams(self) -> None:
        """Those that the person sees: the page of a team leads here with the team filled in."""
        saved = self.instance.team_id
        rows = (
            Team.objects.visible_to(self.user).filter(Q(ends_on=None) | Q(pk=saved)).select_related("village")
        )
        field = row_field(self, "team")
        field.queryset = rows.order_by("village__code", "name")
        field.choices = [("", "---------"), *((one.pk, called(one)) for one in field.queryset)]
        field.required = False
        if saved and saved not in {key for key, _name in field.choices}:
            del self.fields["team"]  # of the former post: it stays
        if self.initial.get("team"):
            self.initial["source"] = Hazard.Source.TEAM

    def team_fields(self) -> list[Any]:
        """Which team, shown for the answer that it was a member of one."""
        shown_for = f"source={Hazard.Source.TEAM}"
        return [Div("team", data_shown_for=shown_for)] if "team" in self.fields else []

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if cleaned.get("source") != Hazard.Source.TEAM:
            cleaned["team"] = self.instance.team = None  # of another answer it is hidden
        elif "team" in self.fields and not cleaned.get("team") and "team" not in self.errors:
            self.add_error("team", _("Say of which team the member is. No name."))
        if cleaned.get("people_harmed") is None and "people_harmed" not in self.errors:
            cleaned["people_harmed"] = 0
        today = timezone.localdate()
        check_count(
            self,
            "people_harmed",
            _("%(n)s people harmed?"),
            usual=rules.whole("hazard.harmed_usual", on=today, county=self.county),
            most=rules.whole("hazard.harmed_most", on=today),
            fewest=0,
        )
        return cleaned


class AssignForm(LateForm[Hazard]):
    """Who puts it right, and by which day it is verified."""

    day_field = ""

    class Meta:
        model = Hazard
        fields = ["responsible", "due_on"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["responsible"].required = True
        self.fields["responsible"].help_text = _("A body, a shop or an office; no villager's name.")
        self.helper.layout = Layout("responsible", "due_on", *self.late_fields())


class RectifyForm(LateForm[Hazard]):
    """What was done, on which day, and what shows it; a photograph where that is the proof."""

    picture = CopyForm.base_fields["picture"]
    day_field = "rectified_on"

    class Meta:
        model = Hazard
        fields = ["rectified_on", "rectified", "proof"]
        widgets = {"proof": forms.RadioSelect}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choice_field(self, "proof").choices = Hazard.Proof.choices
        for name in ("rectified_on", "rectified", "proof"):
            self.fields[name].required = True
        self.fields["picture"].required = False
        self.fields["picture"].label = _("Photograph of what was put right")
        self.initial["rectified_on"] = self.initial.get("rectified_on") or timezone.localdate()
        self.initial["proof"] = self.initial.get("proof") or Hazard.Proof.PICTURE
        self.helper.layout = Layout(
            "rectified",
            "proof",
            Div("picture", data_shown_for=f"proof={Hazard.Proof.PICTURE}"),
            *self.late_fields(),
        )

    def clean_rectified_on(self) -> date:
        day: date = self.cleaned_data["rectified_on"]
        if not self.instance.occurred_on <= day <= timezone.localdate():
            raise ValidationError(_("The day lies between the finding and today."))
        return day

    def clean_picture(self) -> bytes:
        """The photograph painted anew; nothing where there is none."""
        file = self.cleaned_data.get("picture")
        return uploads.jpeg(file) if file else b""


class VerifyForm(LateForm[Hazard]):
    """On which day it was looked at, and what was seen."""

    day_field = "verified_on"

    class Meta:
        model = Hazard
        fields = ["verified_on", "checked"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["verified_on"].required = True
        self.initial["verified_on"] = self.initial.get("verified_on") or timezone.localdate()
        self.helper.layout = Layout(
            HTML("{% include 'hazards/_done.html' %}"), "checked", *self.late_fields()
        )

    def clean_verified_on(self) -> date:
        day: date = self.cleaned_data["verified_on"]
        first = self.instance.rectified_on or day
        if not first <= day <= timezone.localdate():
            raise ValidationError(_("The day lies between the mending and today."))
        return day
