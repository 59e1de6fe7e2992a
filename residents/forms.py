"""The forms of visits, services and pairings."""

from datetime import date
from typing import Any

from crispy_forms.layout import Column, Div, Layout
from crispy_forms.layout import Row as FormRow
from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

import rules
from access.rights import may
from folding import text as folding
from ledgers import people, places
from ledgers.forms import RowForm, ScopedForm
from pages import addresses
from pages.forms import choice_field, row_field
from pages.inputs import DayInput, LateReasonField, without_late_reason
from pages.plausible import check_count
from posts.models import Village
from posts.naming import with_towns_of
from residents.actions.visits import answer_within, check_first_of_day, others_of_day
from residents.choosing import offer, registered
from residents.models import Household, Pairing, Premises, PriorityVisit, Request, Service, Visit
from residents.models.channels import Channel

ASKED = ("asked", "kind", "urgency", "due_on")  # what a visit's form says of a request
SIGNATURES = ("first_signature", "second_signature")


class Again(models.TextChoices):
    """What a second visit to a household on a day is."""

    TOGETHER = "together", gettext_lazy("The same visit")
    ANOTHER = "on", gettext_lazy("It was another visit on the same day")


class VisitForm(RowForm[Visit]):
    """A call at a household, as an officer enters it with one thumb."""

    topics = forms.MultipleChoiceField(
        label=gettext_lazy("Topics"), choices=Visit.Topic, required=False, widget=forms.CheckboxSelectMultiple
    )
    asked = forms.CharField(
        label=gettext_lazy("What was asked"),
        required=False,
        max_length=500,
        widget=forms.Textarea({"rows": 2}),
        help_text=gettext_lazy("Becomes a request with a due date."),
    )
    kind = forms.ChoiceField(
        label=gettext_lazy("Kind"), choices=Request.Kind, required=False, widget=forms.RadioSelect
    )
    urgency = forms.ChoiceField(
        label=gettext_lazy("Urgency"), choices=Request.Urgency, required=False, widget=forms.RadioSelect
    )
    due_on = forms.DateField(label=gettext_lazy("Answer due on"), required=False, widget=DayInput())
    again = forms.ChoiceField(
        label=gettext_lazy("Same or another"), choices=Again, required=False, widget=forms.RadioSelect
    )

    class Meta:
        model = Visit
        fields = [
            "household",
            "occurred_on",
            "outcome",
            "channel",
            "talks",
            "topics",
            "is_priority",
            "note",
            "next_visit_on",
        ]
        widgets = {"outcome": forms.RadioSelect, "channel": forms.RadioSelect}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, self.user, self.instance)
        self.fields["household"].error_messages["required"] = _("Choose the household.")
        self.fields["talks"].required = False
        self.fields["channel"].required = False
        choice_field(self, "channel").choices = Channel.choices  # without the empty one
        choice_field(self, "outcome").choices = [
            one for one in Visit.Outcome.choices if one[0] != Visit.Outcome.REACHED
        ]
        if self.instance.outcome == Visit.Outcome.REACHED:
            self.initial["outcome"] = Visit.Outcome.MET
        self.fields["talks"].widget.attrs["inputmode"] = "numeric"
        today = timezone.localdate()
        self.initial.setdefault("due_on", today + answer_within(self.user, today))
        self.initial.setdefault("kind", Request.Kind.OTHER)
        self.initial.setdefault("urgency", Request.Urgency.NORMAL)
        if self.instance.pk:
            choice_field(self, "again").choices = [(Again.ANOTHER.value, Again.ANOTHER.label)]
            for name in ASKED:
                del self.fields[name]
        if not self.offers_priority():
            del self.fields["is_priority"]

    def offers_priority(self) -> bool:
        """Does a priority visit run for the chosen household, or for any while none is chosen? Those who may see it."""
        if not may(self.user, "see_priority"):
            return False
        running = PriorityVisit.objects.visible_to(self.user).open_on(timezone.localdate())
        household = addresses.number(str(self.data.get("household") or self.initial.get("household") or ""))
        return (
            self.instance.is_priority
            or (running.filter(household=household) if household else running).exists()
        )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if not cleaned.get("channel") and "channel" not in self.errors:
            cleaned["channel"] = self.instance.channel
        if cleaned.get("outcome") != Visit.Outcome.MET:
            cleaned["talks"] = 0
        elif cleaned.get("talks") is None and "talks" not in self.errors:
            cleaned["talks"] = 1  # left empty
        day, coming = cleaned.get("occurred_on"), cleaned.get("next_visit_on")
        if day and coming and coming <= day:
            self.add_error("next_visit_on", _("The next visit lies after this one."))
        if day and cleaned.get("due_on") and cleaned["due_on"] < day:
            self.add_error("due_on", _("The answer can not be due before the visit."))
        if day and coming and coming > day + rules.days("visit.next_days", on=day):
            self.add_error("next_visit_on", _("The next visit lies more than a year ahead. Check the year."))
        check_due(self, day)
        today = timezone.localdate()
        check_count(
            self,
            "talks",
            _("%(n)s people talked with at this household?"),
            usual=rules.whole("visit.talks_usual", on=today, county=self.county),
            most=rules.whole("visit.talks_most", on=today),
            fewest=1 if cleaned.get("outcome") == Visit.Outcome.MET else 0,
        )
        if day and cleaned.get("household") and cleaned.get("is_priority"):
            self._check_priority(cleaned["household"], day)
        if cleaned.get("outcome") == Visit.Outcome.MET and cleaned.get("channel") != Channel.PERSON:
            cleaned["outcome"] = Visit.Outcome.REACHED
        if day and cleaned.get("household") and not cleaned.get("again"):
            self._warn_of_same_day(cleaned["household"], day)
        return cleaned

    def _check_priority(self, household: Household, day: date) -> None:
        if not PriorityVisit.objects.visible_to(self.user).open_on(day).filter(household=household).exists():
            self.add_error("is_priority", _("No approved priority visit to this household runs on this day."))

    def _warn_of_same_day(self, household: Household, day: date) -> None:
        was = (self.initial.get("household"), self.initial.get("occurred_on"))
        if self.instance.pk and was == (household.pk, day):
            return
        outcome = self.cleaned_data.get("outcome", "")
        visit = Visit(pk=self.instance.pk, household=household, occurred_on=day, outcome=outcome)
        try:
            check_first_of_day(visit, again=False)
        except ValidationError as fault:
            self.add_error(None, fault)
            self._offer_same(others_of_day(visit).first(), outcome)

    def _offer_same(self, other: Visit | None, outcome: str) -> None:
        """Whether it may be the visit that stands there already: not with another outcome, nor where one is changed."""
        if other is None or self.instance.pk or other.outcome != outcome:
            choice_field(self, "again").choices = [(Again.ANOTHER.value, Again.ANOTHER.label)]
            return
        came = set(self.cleaned_data.get("done_by") or [self.user.pk]) - set(other.done_by)
        if not came:
            same = _("The same visit: nothing more to record")
        elif came == {self.user.pk}:
            same = _("The same visit: I was there, too")
        else:
            same = _("The same visit: %(who)s came along") % {"who": "、".join(people.names_of(came))}
        choice_field(self, "again").choices = [
            (Again.TOGETHER.value, same), (Again.ANOTHER.value, Again.ANOTHER.label),
        ]  # fmt: skip

    def request_made(self) -> Request | None:
        """What the household asked for, not saved yet; None when it asked for nothing."""
        cleaned = self.cleaned_data
        if not cleaned.get("asked", "").strip():
            return None
        made = Request(
            asked=cleaned["asked"].strip(),
            kind=cleaned.get("kind") or Request.Kind.OTHER,
            urgency=cleaned.get("urgency") or Request.Urgency.NORMAL,
        )
        made.due_on = cleaned.get("due_on")  # type: ignore[assignment]  # left empty: the county's days
        return made


class ServiceForm(RowForm[Service]):
    class Meta:
        model = Service
        fields = [
            "village", "occurred_on", "kind", "premises", "quantity", "yuan", "first_signature",
            "second_signature", "note",
        ]  # fmt: skip
        widgets = {"kind": forms.RadioSelect}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choice_field(self, "kind").choices = Service.Kind.choices
        self.fields["yuan"].required = False
        self._offer_premises()
        self.helper.layout = Layout(
            "kind",
            FormRow(Column("village"), Column("quantity")),
            "premises",
            Div(
                FormRow(Column("yuan"), Column("first_signature"), Column("second_signature")),
                data_shown_for=f"kind={Service.Kind.DONATION}",
            ),
            "note",
            *self.people_fields(),
            *self.late_fields(),
        )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        cleaned["yuan"] = cleaned.get("yuan") or 0
        self._check_premises(cleaned)
        today, county = timezone.localdate(), self.county
        check_count(
            self,
            "quantity",
            _("%(n)s times or people?"),
            usual=rules.whole("service.quantity_usual", on=today, county=county),
            most=rules.whole("service.quantity_most", on=today),
            fewest=1,
        )
        check_count(
            self,
            "yuan",
            _("%(n)s yuan?"),
            usual=rules.whole("service.yuan_usual", on=today, county=county),
            most=rules.whole("service.yuan_most", on=today),
        )
        if cleaned.get("kind") == Service.Kind.DONATION:
            if not cleaned.get("yuan") and "yuan" not in self.errors:
                self.add_error("yuan", _("A donation names its amount."))
            for name in SIGNATURES:
                if not cleaned.get(name) and name not in self.errors:
                    self.add_error(name, _("Money needs two signatures."))
        elif cleaned.get("yuan"):
            self.add_error("yuan", _("Only a donation carries money."))
        first, second = (folding.name(cleaned.get(name) or "") for name in SIGNATURES)
        if first and first == second:
            self.add_error("second_signature", _("The two signatures are of two people."))
        return cleaned

    def _offer_premises(self) -> None:
        """Those of the own place that are there, under the names of their villages; of a saved service its own too."""
        field = row_field(self, "premises")
        running = Q(ends_on=None) | Q(pk=self.instance.premises_id)
        rows = Premises.objects.visible_to(self.user).filter(running).select_related("village")
        field.queryset = rows.order_by("village", "name")
        offered: dict[Village, list[tuple[int, str]]] = {}
        for one in field.queryset:
            offered.setdefault(one.village, []).append((one.pk, str(one)))
        names = with_towns_of(offered)
        groups = [(names[village.pk], known) for village, known in offered.items()]
        field.choices = [("", _("None")), *groups]

    def _check_premises(self, cleaned: dict[str, Any]) -> None:
        """They lie in the village of the service; one whose premises moved meanwhile stays as it was saved."""
        premises, village = cleaned.get("premises"), cleaned.get("village")
        if premises and village and {"premises", "village"} & set(self.changed_data):
            if premises.village_id != village.pk:
                words = {"premises": premises, "village": premises.village}
                self.add_error("premises", _("%(premises)s lies in %(village)s.") % words)


def check_due(form: RowForm[Any], day: date | None) -> None:
    """Add an error for an answer that would be due more than a year after ``day``."""
    due = form.cleaned_data.get("due_on")
    if day and due and due > day + rules.days("request.due_days", on=day):
        form.add_error("due_on", _("The answer is due within a year. Check the year."))


def offer_by_village(form: ScopedForm[Any], households: QuerySet[Household]) -> None:
    """Offer the households under the names of their villages; where the person has arrived today comes first."""
    offered: dict[Village, list[tuple[int, str]]] = {}
    for household in households:
        offered.setdefault(household.village, []).append((household.pk, str(household)))
    names, here = with_towns_of(offered), places.village_of_today(form.user)
    villages = sorted(offered, key=lambda village: village.pk != here)
    groups = [(names[village.pk], offered[village]) for village in villages]
    row_field(form, "household").choices = [("", "---------"), *groups]


class PairingForm(ScopedForm[Pairing]):
    late_reason = LateReasonField()

    class Meta:
        model = Pairing
        fields = ["household", "starts_on"]

    day_field = "starts_on"

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        without_late_reason(self)
        in_hardship = registered(self.user).filter(is_hardship=True)
        households = in_hardship.select_related("village").order_by("village", "number_order")
        row_field(self, "household").queryset = households
        offer_by_village(self, households)
        self.fields["household"].help_text = _("Households marked as in hardship.")
        self.initial.setdefault("starts_on", timezone.localdate())
        self.helper.layout = Layout("household", *(name for name in ("late_reason",) if name in self.fields))

    def clean_starts_on(self) -> date:
        day: date = self.cleaned_data["starts_on"]
        today = timezone.localdate()
        if day > today:
            raise ValidationError(_("The date lies in the future. Enter what has happened."))
        if day < today - rules.days("pairing.days_back", on=today):
            raise ValidationError(_("The date lies more than two years back. Check the year."))
        return day

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        household, day = cleaned.get("household"), cleaned.get("starts_on")
        if household and day and household.opened_on and day < household.opened_on:
            self.add_error("starts_on", _("The household is registered since %(day)s. Check the year.")
                           % {"day": f"{household.opened_on:%Y-%m-%d}"})  # fmt: skip
        return cleaned
