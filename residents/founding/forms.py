"""A household made with its members in one form: the householder, then a line for each other person of 14 or more.

The lines are a formset of Django: without scripts "one more" comes back with another empty line (the page in
residents/founding/views.py), with them Enter adds it (static/registry/lines.js).
"""

import re
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from crispy_forms.layout import HTML, Column, Layout
from crispy_forms.layout import Row as FormRow
from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from calendars import calendar
from folding import text as folding
from ledgers import months
from residents.duplicates import asking
from residents.models import Household, Resident
from residents.models.people import YOUNGEST
from residents.register_forms import HouseholdForm, PersonForm

PREFIX = "people"
LINE = re.compile(rf"{PREFIX}-(\d{{1,3}})-(\w+)")
ONE_MORE = "one_more"
LINES_AT_FIRST, MOST_LINES = 1, 40


class MemberForm(PersonForm):
    """One line: somebody who lives with the householder."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        relation = self.fields["relation"]
        assert isinstance(relation, forms.ChoiceField)
        relation.choices = [
            one for one in Resident.Relation.choices if one[0] != Resident.Relation.HOUSEHOLDER
        ]
        relation.choices = [("", "—"), *relation.choices]
        self.fields["is_stated_14"].help_text = ""


class Lines(forms.BaseFormSet):  # type: ignore[type-arg]  # Django has no __class_getitem__ for it
    def people(self) -> list[Resident]:
        """The unsaved residents, in order, of the lines in which something is typed."""
        return [line.save(commit=False) for line in self.forms if line.has_changed()]


MemberLines = forms.formset_factory(
    MemberForm, formset=Lines, extra=LINES_AT_FIRST, max_num=MOST_LINES, absolute_max=MOST_LINES
)


class FoundingForm(HouseholdForm):
    """A new household: its own facts, the householder's year of birth, and a line for each further member."""

    birth_year = forms.IntegerField(
        label=gettext_lazy("The householder's year of birth"), required=False, min_value=1900, max_value=2100
    )

    class Meta(HouseholdForm.Meta):
        fields = [*HouseholdForm.Meta.fields, "opened_on"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        members = self.fields["members"]
        members.required = False
        members.help_text = _("Left empty: as many as stand here.")
        self.initial.pop("members", None)
        self.initial.setdefault("members", None)
        self.fields["birth_year"].widget.attrs["inputmode"] = "numeric"
        today = timezone.localdate()
        self.initial.setdefault("opened_on", today)
        self.fields["opened_on"].widget.attrs["max"] = today.isoformat()
        self.fields["opened_on"].help_text = _("Visits may be recorded from this day on.")
        is_sent = self.is_bound and f"{PREFIX}-TOTAL_FORMS" in self.data
        self.lines = self._lines(self.data if is_sent else None)
        self.helper.layout = Layout(
            FormRow(Column("village"), Column("number")),
            FormRow(Column("householder"), Column("birth_year"), Column("phone")),
            HTML("{% include 'residents/_member_lines.html' with lines=form.lines %}"),
            FormRow(Column("children_under_14"), Column("members")),
            "is_hardship",
            "note",
            HTML("{% include 'residents/_registered_on.html' with field=form.opened_on %}"),
        )

    def _lines(self, data: Any = None, initial: Iterable[Mapping[str, Any]] = ()) -> Lines:
        lines: Lines = MemberLines(
            data, initial=list(initial) or None, prefix=PREFIX, form_kwargs={"user": self.user}
        )  # type: ignore[assignment]  # formset_factory hides the class it is given
        return lines

    def take_lines(self, typed: Mapping[str, Any]) -> bool:
        """Show the lines of a draft, or of a form that was sent for one line more. Were any typed?"""
        found: dict[int, dict[str, Any]] = {}
        for name, value in typed.items():
            if line := LINE.fullmatch(name):
                text = value[-1] if isinstance(value, list) and value else value
                found.setdefault(int(line[1]), {})[line[2]] = text
        rows = [row for _number, row in sorted(found.items()) if any(row.values())]
        self.lines = self._lines(initial=rows[:MOST_LINES])
        return bool(rows)

    def clean_birth_year(self) -> int | None:
        year: int | None = self.cleaned_data["birth_year"]
        if year and year > Resident().entered_on.year - YOUNGEST:
            raise ValidationError(_("A householder is 14 or older. Check the year."))
        return year

    def clean_opened_on(self) -> date:
        """Empty it is today. A village without a post is refused by the action."""
        day: date = self.cleaned_data["opened_on"] or timezone.localdate()
        village = self.cleaned_data.get("village")
        station = village and months.station_of(village.pk, calendar.this_month())
        if station:
            months.check_first_day(station, day)
        return day

    def clean(self) -> dict[str, Any]:
        standing = 1 + sum(line.has_changed() for line in self.lines) if self.lines.is_bound else 1
        children = self.cleaned_data.get("children_under_14") or 0
        typed = self.cleaned_data.get("members")
        if typed is None and "members" not in self.errors:
            self.cleaned_data["members"] = standing + children
        cleaned = super().clean()
        if typed is not None and "members" not in self.errors and typed < standing + children:
            self.add_error(
                "members",
                _("%(n)s people stand in this form, with the children.") % {"n": standing + children},
            )
        if self.lines.is_bound and self.lines.is_valid():
            self._check_nobody_twice()
        if self.lines.is_bound and any(line.errors for line in self.lines):
            self.add_error(None, _("A line of the people is not right yet: the reason stands beside it."))
        return cleaned

    def alike(self) -> list[asking.Alike]:
        """Households and people of the register that may be these."""
        found = asking.households(self.instance, self.cleaned_data.get("birth_year"), self.user)
        beside = [one.household.pk for one in found]
        for person in self.people(self.instance):
            found += asking.residents(person, self.instance.village_id, self.user, beside=beside)
        return found

    @property
    def is_another_day(self) -> bool:
        """Does the form show another day of registration than today? Then it is in view."""
        return str(self["opened_on"].value() or "") not in ("", str(timezone.localdate()))

    def _check_nobody_twice(self) -> None:
        """A line of a name and a year of birth that stand above it is refused."""
        seen = {
            (folding.name(self.cleaned_data.get("householder") or ""), self.cleaned_data.get("birth_year"))
        }
        for line in self.lines:
            if not line.has_changed():
                continue
            who = folding.name(line.cleaned_data["name"]), line.cleaned_data["birth_year"]
            if who in seen:
                line.add_error("name", _("The same name and year of birth stand above."))
            seen.add(who)

    def people(self, household: Household) -> list[Resident]:
        """The unsaved residents: the householder first."""
        year = self.cleaned_data.get("birth_year")
        is_clear = year is not None and year < Resident().entered_on.year - YOUNGEST
        head = Resident(
            name=household.householder,
            relation=Resident.Relation.HOUSEHOLDER,
            birth_year=year,
            is_stated_14=not is_clear,
            phone="",
        )
        return [head, *(self.lines.people() if self.lines.is_bound else [])]
