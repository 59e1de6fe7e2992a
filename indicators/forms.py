"""Forms of the figures: the matrix of the five-none, and the reason to publish without all stations."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from indicators import case_hours
from indicators.attested import MOST, Cell, Counts, check_counts, name_of
from indicators.models import IncidentCount
from pages import addresses
from pages.forms import PlainForm, ReasonForm
from pages.inputs import CellField
from posts.models import Membership

BLANK = "-"  # "not reported" in the hidden copy of what was shown


class AttestedField(CellField):
    """One cell of the matrix; a narrow screen shows ``category`` in front of the input."""

    def __init__(self, category: str, **kwargs: Any) -> None:
        super().__init__(MOST, **kwargs)
        self.category = category
        self.is_prepared = False  # shows a count that was prepared and is not attested yet


class AttestForm(PlainForm):
    """All villages of a station x the categories.

    The form carries what it showed, so that only cells that the person touched are written: the others follow
    what is stored by now, whoever entered it. ``prepared``: counts that stand in empty cells until they are saved.
    """

    late_reason = forms.CharField(
        label=gettext_lazy("Why late"),
        max_length=200,
        required=False,
        help_text=gettext_lazy(
            "The month is published: the reason stands beside the restated figure. Name no person."
        ),
    )

    def __init__(
        self,
        memberships: list[Membership],
        stored: Counts,
        data: Mapping[str, str] | None = None,
        *,
        is_late: bool = False,
        prepared: Counts | None = None,
    ) -> None:
        self.memberships, self.stored = memberships, stored
        self.prepared = {cell: count for cell, count in (prepared or {}).items() if cell not in stored}
        self.cells: dict[str, Cell] = {
            name_of((membership.village_id, category)): (membership.village_id, category)
            for membership in memberships
            for category in IncidentCount.Category.values
        }
        self.shown = self._shown(data) if data is not None else stored
        super().__init__(None if data is None else self._merged(data))
        self._add_fields(is_late)

    def _add_fields(self, is_late: bool) -> None:
        if is_late:
            self.fields["late_reason"].required = True
        else:
            del self.fields["late_reason"]
        for membership in self.memberships:
            for category in IncidentCount.Category:
                cell = (membership.village_id, category.value)
                label = f"{membership.village} · {category.label}"
                initial = self.stored.get(cell, self.prepared.get(cell))
                field = AttestedField(str(category.label), label=label, initial=initial)
                field.is_prepared = cell in self.prepared
                self.fields[name_of(cell)] = field

    def _shown(self, data: Mapping[str, str]) -> Counts:
        """What the form showed when the person began, as its hidden inputs carry it."""
        found: Counts = {}
        for membership in self.memberships:
            parts = data.get(f"shown-{membership.village_id}", "").split(",")
            for category, text in zip(IncidentCount.Category.values, parts, strict=False):
                count = addresses.number(text)
                if count is not None:
                    found[membership.village_id, category] = count
        return found

    def _merged(self, data: Mapping[str, str]) -> dict[str, str]:
        """What the person typed; where the cell was not touched, what is stored now."""
        merged = {"late_reason": data.get("late_reason", "")}
        for name, cell in self.cells.items():
            typed = data.get(name, "").strip()
            merged[name] = typed if typed != _text(self.shown.get(cell)) else _text(self.stored.get(cell))
        return merged

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        entered = {cell: cleaned[name] for name, cell in self.cells.items() if name in cleaned}
        try:
            check_counts(entered)
        except forms.ValidationError as fault:
            for name, errors in fault.error_dict.items():
                if name not in self.errors:
                    self.add_error(name, errors)
        return cleaned

    @property
    def changes(self) -> Counts:
        """The cells that differ from what is stored."""
        entered = {cell: self.cleaned_data[name] for name, cell in self.cells.items()}
        return {cell: count for cell, count in entered.items() if count != self.stored.get(cell)}

    @property
    def rows(self) -> list[dict[str, Any]]:
        return [
            {
                "membership": membership,
                "inputs": [
                    self[name_of((membership.village_id, category))]
                    for category in IncidentCount.Category.values
                ],
                "shown": ",".join(
                    _text(self.stored.get((membership.village_id, category))) or BLANK
                    for category in IncidentCount.Category.values
                ),
            }
            for membership in self.memberships
        ]


def _text(count: int | None) -> str:
    return "" if count is None else str(count)


class HoursForm(PlainForm):
    """The villages with preventable cases in a month x the bands of the day; empty is 0."""

    def __init__(
        self, memberships: list[Membership], month: Any, data: Mapping[str, str] | None = None
    ) -> None:
        self.cases = case_hours.cases_of([one.village_id for one in memberships], month)
        self.memberships = [one for one in memberships if one.village_id in self.cases]
        self.stored = case_hours.stored_hours(self.cases, month)
        self.cells: dict[str, Cell] = {name_of(cell): cell for cell in self.stored}
        self.shown = self._shown(data) if data is not None else self.stored
        super().__init__(data)
        for membership in self.memberships:
            for band in case_hours.BANDS:
                cell, words = (membership.village_id, band), case_hours.label(band)
                initial = self.stored[cell] or None
                self.fields[name_of(cell)] = AttestedField(
                    words, label=f"{membership.village} · {words}", initial=initial
                )

    def _shown(self, data: Mapping[str, str]) -> Counts:
        """What the form showed when the person began, as its hidden inputs carry it."""
        found: Counts = {}
        for village in self.cases:
            parts = data.get(f"shown-{village}", "").split(",")
            for band, text in zip(case_hours.BANDS, parts, strict=False):
                found[village, band] = addresses.number(text) or 0
        return found

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        entered = {cell: cleaned[name] for name, cell in self.cells.items() if name in cleaned}
        try:
            case_hours.check_hours(entered, self.cases)
        except forms.ValidationError as fault:
            for name, errors in fault.error_dict.items():
                if name not in self.errors:
                    self.add_error(name, errors)
        return cleaned

    @property
    def changes(self) -> Counts:
        """The cells that the person has touched."""
        entered = {cell: self.cleaned_data[name] or 0 for name, cell in self.cells.items()}
        return {cell: count for cell, count in entered.items() if count != self.shown.get(cell, 0)}

    @property
    def rows(self) -> list[dict[str, Any]]:
        return [
            {
                "membership": one,
                "cases": self.cases[one.village_id],
                "inputs": [self[name_of((one.village_id, band))] for band in case_hours.BANDS],
                "shown": ",".join(str(self.stored[one.village_id, band]) for band in case_hours.BANDS),
            }
            for one in self.memberships
        ]


class PublishForm(ReasonForm):
    """A reason that is asked for only while stations have not approved; the action insists on it."""

    reason = forms.CharField(
        label=gettext_lazy("Why without them"),
        max_length=200,
        required=False,
        widget=forms.Textarea({"rows": 3}),
    )
