"""The forms of households and residents; a sheet is held to the same ones (imports/field_rules.py)."""

from typing import Any

from crispy_forms.layout import Column, Div, Layout
from crispy_forms.layout import Row as FormRow
from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

import rules
from folding import text as folding
from ledgers.forms import ScopedForm
from pages.plausible import check_count
from residents import phones
from residents.actions.register import HOUSEHOLD_FACTS
from residents.choosing import offer
from residents.duplicates import asking
from residents.models import Household, Resident
from residents.models.people import YOUNGEST
from residents.room import AsksForRoom


def whole_phone(typed: Any) -> Any:
    """The telephone number as it is stored; ValidationError for one that nobody can call."""
    if isinstance(typed, str) and typed.strip() and not phones.is_whole(typed):
        raise ValidationError(_("A telephone number has 7 to 15 digits."))
    return phones.stored(typed) if isinstance(typed, str) else typed


class HouseholdForm(asking.AsksTwins, ScopedForm[Household]):
    class Meta:
        model = Household
        fields = ["village", *HOUSEHOLD_FACTS]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            self.fields["village"].disabled = True
        self.fields["phone"].widget.input_type = "tel"
        self.helper.layout = Layout(
            FormRow(Column("village"), Column("number")),
            FormRow(Column("householder"), Column("phone")),
            FormRow(Column("members"), Column("children_under_14")),
            "is_hardship",
            "note",
        )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        today = timezone.localdate()
        check_count(
            self,
            "members",
            _("%(n)s people in one household?"),
            usual=rules.whole("household.members_usual", on=today, county=self.county),
            most=rules.whole("household.members_most", on=today),
            fewest=1,
        )
        if (cleaned.get("children_under_14") or 0) > (cleaned.get("members") or 0):
            self.add_error("children_under_14", _("There can not be more children than people."))
        self._check_entered(cleaned.get("members"), cleaned.get("children_under_14") or 0)
        return cleaned

    def _check_entered(self, members: int | None, children: int) -> None:
        """Not fewer people than are entered, of a saved household whose numbers change."""
        if not self.instance.pk or not {"members", "children_under_14"} & set(self.changed_data):
            return
        entered = self.instance.residents.filter(left_on=None).count()
        if members is not None and members < entered + children and "members" not in self.errors:
            words = _("%(n)s people are entered here, with the children.") % {"n": entered + children}
            self.add_error("members", words)

    def clean_phone(self) -> Any:
        return whole_phone(self.cleaned_data["phone"])

    def alike(self) -> list[asking.Alike]:
        """Asked anew when something changed by which it may be another one's."""
        if self.instance.pk and not {"householder", "phone"} & set(self.changed_data):
            return []
        born = None
        if self.instance.pk:
            heads = self.instance.residents.filter(
                left_on=None, name_key=folding.name(self.instance.householder)
            )
            born = heads.values_list("birth_year", flat=True).first()
        return asking.households(self.instance, born, self.user)

    def _get_validation_exclusions(self) -> set[str]:
        """The constraint of the house number needs its key and ``closed_on``, which no form shows."""
        return super()._get_validation_exclusions() - {"closed_on", "number_key"}


class PersonForm(ScopedForm[Resident]):
    """What is asked of a person, wherever it is typed: alone, or in a line of their household."""

    class Meta:
        model = Resident
        fields = ["name", "relation", "birth_year", "is_stated_14", "phone"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["birth_year"].widget.attrs["inputmode"] = "numeric"
        self.fields["phone"].widget.input_type = "tel"
        self.fields["is_stated_14"].label = _("The person is 14 or older")
        self.fields["is_stated_14"].help_text = _(
            "Needed when the year of birth is not known or 14 years back."
        )

    def clean_phone(self) -> Any:
        return whole_phone(self.cleaned_data["phone"])

    def clean_birth_year(self) -> int | None:
        year: int | None = self.cleaned_data["birth_year"]
        if year and year > self._entered_in():
            raise ValidationError(_("The year of birth lies in the future. Check the year."))
        if year and year > self._entered_in() - YOUNGEST:
            raise ValidationError(
                _(
                    "Children under 14 have no entry of their own. Add them to the household's number of children."
                )
            )
        return year

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        year = cleaned.get("birth_year")
        unsure = "birth_year" not in self.errors and (not year or year == self._entered_in() - YOUNGEST)
        if unsure and not cleaned.get("is_stated_14"):
            self.add_error(
                "is_stated_14",
                _("Say that the person is 14 or older. Younger children are only a number on the household."),
            )
        return cleaned

    def _entered_in(self) -> int:
        """The year in which the person was entered: the age is computed for it."""
        return self.instance.entered_on.year


class ResidentForm(AsksForRoom, asking.AsksTwins, PersonForm):
    class Meta(PersonForm.Meta):
        fields = [
            "household", "name", "relation", "residence", "country", "stays_until", "birth_year", "is_stated_14",
            "phone",
        ]  # fmt: skip
        widgets = {"household": forms.HiddenInput, "residence": forms.RadioSelect}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, self.user, self.instance)
        residence = Resident.Residence
        self.helper.layout = Layout(
            "household",
            FormRow(Column("name"), Column("relation")),
            "residence",
            Div("country", data_shown_for=f"residence={residence.FOREIGN}"),
            Div("stays_until", data_shown_for=f"residence={residence.TEMPORARY}|{residence.FOREIGN}"),
            FormRow(Column("birth_year"), Column("phone")),
            "is_stated_14",
        )
        self.offer_room()

    def clean(self) -> dict[str, Any]:
        """What belongs to another residence is left out: it was hidden when another one was chosen."""
        cleaned = super().clean()
        if cleaned.get("residence") != Resident.Residence.FOREIGN:
            cleaned["country"] = ""
        if cleaned.get("residence") == Resident.Residence.PERMANENT:
            cleaned["stays_until"] = None
        if cleaned.get("relation") == Resident.Relation.HOUSEHOLDER and cleaned.get("household"):
            self._check_householder(cleaned["household"])
        return cleaned

    def alike(self) -> list[asking.Alike]:
        household = self.cleaned_data.get("household")
        asked_anew = not self.instance.pk or {"name", "birth_year", "phone"} & set(self.changed_data)
        if household is None or not asked_anew:
            return []
        return asking.residents(self.instance, household.village_id, self.user)

    def _check_householder(self, household: Household) -> None:
        others = household.residents.filter(relation=Resident.Relation.HOUSEHOLDER, left_on=None)
        if other := others.exclude(pk=self.instance.pk).first():
            self.add_error("relation", _("%(name)s is the householder already.") % {"name": other.name})
