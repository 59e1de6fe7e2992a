"""The forms of a request: note or change it, and tell the answer back."""

from datetime import date
from typing import Any

from crispy_forms.layout import Layout
from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

from ledgers.forms import LateForm, RowForm
from pages.forms import choice_field
from residents.actions.visits import answer_within
from residents.choosing import offer
from residents.forms import check_due
from residents.models import Request
from residents.models.channels import Channel

Asker = Request.Asker
# What is not chosen stays as it is; of a new row it is the usual.
CHOSEN = {"asker": Asker, "kind": Request.Kind, "urgency": Request.Urgency, "channel": Channel}


class RequestForm(RowForm[Request]):
    """Who asks, for what, and until when; of a request that came with a visit the asker stays its household."""

    class Meta:
        model = Request
        fields = [
            "asker", "household", "place_name", "village", "occurred_on", "asked", "kind", "urgency", "channel",
            "due_on",
        ]  # fmt: skip
        widgets = dict.fromkeys(CHOSEN, forms.RadioSelect)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, self.user, self.instance)
        for name in ("household", "village", "place_name", *CHOSEN):
            self.fields[name].required = False
        for name, choices in CHOSEN.items():
            choice_field(self, name).choices = choices.choices  # without the empty one
        today = timezone.localdate()
        self.initial.setdefault("due_on", today + answer_within(self.user, today))
        if self.instance.visit_id:
            for name in ("asker", "place_name", "village"):
                del self.fields[name]
            self.places = {}

    @property
    def is_about_household(self) -> bool:
        """Does a household ask, as far as the form says?"""
        return "asker" not in self.fields or self["asker"].value() in (None, "", Asker.HOUSEHOLD)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        for name in CHOSEN:
            if not cleaned.get(name) and name not in self.errors and name in self.fields:
                cleaned[name] = getattr(self.instance, name)
        self._settle_asker(cleaned)
        day = cleaned.get("occurred_on")
        if day and cleaned.get("urgency") == Request.Urgency.URGENT:
            cleaned["due_on"] = day
        elif day and cleaned.get("due_on") and cleaned["due_on"] < day:
            self.add_error("due_on", _("The answer can not be due before the request."))
        check_due(self, day)
        return cleaned

    def _settle_asker(self, cleaned: dict[str, Any]) -> None:
        """What belongs to another asker than the chosen one is dropped, what the chosen one needs is asked for."""
        asker = cleaned.get("asker", Asker.HOUSEHOLD)
        if asker == Asker.HOUSEHOLD:
            cleaned["place_name"] = ""
            if not cleaned.get("household") and "household" not in self.errors:
                self.add_error("household", _("Choose the household."))
            elif cleaned.get("household"):
                cleaned["village"] = cleaned["household"].village
            return
        cleaned["household"] = None
        self.errors.pop("household", None)
        if not cleaned.get("village") and "village" not in self.errors:
            self.add_error("village", _("Choose the village."))
        if asker == Asker.PASSER_BY:
            cleaned["place_name"] = ""
        elif not cleaned.get("place_name") and "place_name" not in self.errors:
            self.add_error("place_name", _("Say which school, shop or place asks."))

    def _get_validation_exclusions(self) -> set[str]:
        """The household says the village; the action gives it."""
        return super()._get_validation_exclusions() | {"village"}


class AnswerForm(LateForm[Request]):
    """What was done, and how and on which day whoever asked was told; a no is an answer, too."""

    class Meta:
        model = Request
        fields = ["outcome", "answer", "told_how", "told_back_on"]
        widgets = {"outcome": forms.RadioSelect, "told_how": forms.RadioSelect}

    day_field = "told_back_on"

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, choices in (("outcome", Request.Outcome.choices), ("told_how", Request.Told.choices)):
            choice_field(self, name).choices = choices  # without the empty one
        for field in self.fields.values():
            field.required = True
        self.fields["late_reason"].required = False
        self.initial["outcome"] = self.initial.get("outcome") or Request.Outcome.DONE
        self.initial["told_how"] = self.initial.get("told_how") or Request.Told.FACE
        self.initial["told_back_on"] = self.initial.get("told_back_on") or timezone.localdate()
        self.helper.layout = Layout("outcome", "answer", "told_how", *self.late_fields())

    def clean_told_back_on(self) -> date:
        day: date = self.cleaned_data["told_back_on"]
        if not self.instance.occurred_on <= day <= timezone.localdate():
            raise ValidationError(_("The answer lies between the request and today."))
        return day
