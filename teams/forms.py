"""The forms of teams, members and neighbourhood groups."""

from datetime import date
from typing import Any

from crispy_forms.layout import Column, Div, Layout
from crispy_forms.layout import Row as FormRow
from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ledgers.forms import ScopedForm
from pages.forms import PlainForm, choice_field, row_field
from posts.models import Village
from posts.naming import with_towns_of
from residents.models import Household
from residents.register_forms import whole_phone
from teams.models import GroupHousehold, Member, Team, WatchGroup


def not_ahead(day: date) -> date:
    """ValidationError for a day to come."""
    if day > timezone.localdate():
        raise ValidationError(_("The date lies in the future. Enter what has happened."))
    return day


class TeamForm(ScopedForm[Team]):
    functions = forms.MultipleChoiceField(
        label=gettext_lazy("functions"), choices=Team.Function, widget=forms.CheckboxSelectMultiple
    )
    further_villages = forms.TypedMultipleChoiceField(
        label=gettext_lazy("serves further villages"),
        coerce=int,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    day_field = "starts_on"

    class Meta:
        model = Team
        fields = [
            "village", "name", "kind", "functions", "further_villages", "is_paid", "partner", "agreement_with",
            "agreement_until", "starts_on",
        ]  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choice_field(self, "kind").choices = [("", "---------"), *Team.Kind.choices]
        self.initial.setdefault("starts_on", timezone.localdate())
        self.fields["starts_on"].widget.attrs["max"] = timezone.localdate().isoformat()
        self.fields["partner"].help_text = _(
            "Such as 村综治工作室, a school, a company. No name of a person."
        )
        self.fields["agreement_with"].help_text = _("Who benefits and signed: a shop, a school, a company.")
        served = Village.objects.served_by(self.user).existing()
        choice_field(self, "further_villages").choices = list(with_towns_of(served).items())
        serves_several = len(choice_field(self, "further_villages").choices) > 1  # type: ignore[arg-type]
        if not serves_several:
            del self.fields["further_villages"]
        self.helper.layout = Layout(
            FormRow(Column("village"), Column("name"), Column("kind")),
            "functions",
            "is_paid",
            "partner",
            *(["further_villages"] if serves_several else []),
            FormRow(Column("agreement_with"), Column("agreement_until")),
        )

    def clean_starts_on(self) -> date:
        return not_ahead(self.cleaned_data["starts_on"])

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("agreement_until") and not cleaned.get("agreement_with"):
            self.add_error("agreement_with", _("Say with whom the agreement is."))
        return cleaned

    def _get_validation_exclusions(self) -> set[str]:
        """The constraint of the name needs ``ends_on``, which no form shows."""
        return super()._get_validation_exclusions() - {"ends_on"}


class MemberForm(ScopedForm[Member]):
    day_field = "starts_on"

    class Meta:
        model = Member
        fields = ["team", "name", "phone", "is_leader", "consent_on", "consent_form", "is_adult", "starts_on"]
        widgets = {"consent_form": forms.RadioSelect}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        running = Q(ends_on=None) | Q(pk=self.instance.team_id)
        teams = Team.objects.visible_to(self.user).filter(running).select_related("village")
        field = row_field(self, "team")
        field.queryset = teams.order_by("village__code", "name")
        field.choices = [
            ("", "---------"),
            *((one.pk, f"{one.village} · {one.name}") for one in field.queryset),
        ]
        self.fields["phone"].widget.input_type = "tel"
        choice_field(self, "consent_form").choices = Member.Form.choices
        self.fields["is_adult"].required = True
        self.fields["is_adult"].label = _("The person is 18 or older")
        self.fields["consent_on"].help_text = _(
            "Without consent nobody is entered. The form to sign is a paper."
        )
        today = timezone.localdate()
        for name in ("starts_on", "consent_on"):
            self.fields[name].widget.attrs["max"] = today.isoformat()
            self.initial.setdefault(name, today)
        self.helper.layout = Layout(
            "team",
            FormRow(Column("name"), Column("phone")),
            "is_adult",
            Div("consent_on", "consent_form"),
            "is_leader",
        )

    def clean_phone(self) -> Any:
        return whole_phone(self.cleaned_data["phone"])

    def clean_consent_on(self) -> date:
        return not_ahead(self.cleaned_data["consent_on"])

    def clean_starts_on(self) -> date:
        return not_ahead(self.cleaned_data["starts_on"])

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        agreed, first = cleaned.get("consent_on"), cleaned.get("starts_on")
        if agreed and first and first < agreed:
            self.add_error("consent_on", _("Nobody is a member before they agreed to it."))
        return cleaned

    def _get_validation_exclusions(self) -> set[str]:
        """The constraint of the leader needs ``ends_on``; that of the name is about bytes that are not there yet."""
        return super()._get_validation_exclusions() - {"ends_on"}


class LeaveForm(PlainForm):
    """Why somebody is a member no more; the withdrawal of the consent has a page of its own."""

    why = forms.ChoiceField(
        label=gettext_lazy("why no more"),
        choices=[(one.value, one.label) for one in (Member.Left.LEFT, Member.Left.MISTAKE)],
        widget=forms.RadioSelect,
    )


class GroupForm(ScopedForm[WatchGroup]):
    day_field = "starts_on"

    class Meta:
        model = WatchGroup
        fields = ["village", "name", "starts_on"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            self.fields["village"].disabled = True
        self.initial.setdefault("starts_on", timezone.localdate())
        self.fields["starts_on"].widget.attrs["max"] = timezone.localdate().isoformat()
        self.fields["name"].help_text = _("Such as 东头第一组. Its households are chosen on the next page.")
        self.helper.layout = Layout(FormRow(Column("village"), Column("name")))

    def clean_starts_on(self) -> date:
        return not_ahead(self.cleaned_data["starts_on"])

    def _get_validation_exclusions(self) -> set[str]:
        """The constraint of the name needs ``ends_on``, which no form shows."""
        return super()._get_validation_exclusions() - {"ends_on"}


class GroupHouseholdsForm(PlainForm):
    """The households of a group: those of its village that belong to no other one, and which one is asked first."""

    households = forms.TypedMultipleChoiceField(
        label=gettext_lazy("Households of the group"),
        coerce=int,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    contact = forms.TypedChoiceField(
        label=gettext_lazy("contact household"), coerce=int, required=False, empty_value=None
    )

    def __init__(self, *args: Any, group: WatchGroup, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rows = list(GroupHousehold.objects.filter(group=group, ends_on=None))
        taken = GroupHousehold.objects.filter(village=group.village_id, ends_on=None).exclude(group=group)
        free = Household.objects.visible_to(user).filter(village=group.village_id, closed_on=None)
        free = free.exclude(pk__in=taken.values("household")).order_by("number_order", "pk")
        offered = [(one.pk, str(one)) for one in free]
        known = dict(offered)
        choice_field(self, "households").choices = offered
        choice_field(self, "contact").choices = [("", "---------"), *offered]
        self.initial["households"] = [one.household_id for one in rows if one.household_id in known]
        self.initial["households"] += [
            one.household.continued_in_id for one in rows if one.household.continued_in_id in known
        ]
        contact = next((one.household_id for one in rows if one.is_contact), None)
        self.initial["contact"] = contact if contact in known else ""
        self.helper.layout = Layout("contact", "households")

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        chosen, contact = cleaned.get("households") or [], cleaned.get("contact")
        if contact and contact not in chosen:
            self.add_error("contact", _("The contact household is one of the group."))
        if chosen and not contact and "contact" not in self.errors:
            self.add_error("contact", _("Say which household is asked first."))
        return cleaned
