"""Forms of the figures: the matrix of the five-none, a survey round, a tally of answers, reasons."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from indicators.attested import MOST, Cell, Counts, check_counts, name_of
from indicators.models import IncidentCount
from pages import addresses
from pages.forms import ReasonForm
from pages.inputs import CellField
from posts.models import Membership

BLANK = "-"  # how the hidden copy of what was shown spells "not reported"


class AttestedField(CellField):
    """One cell of the matrix; a narrow screen shows ``category`` in front of the input."""

    def __init__(self, category: str, **kwargs: Any) -> None:
        super().__init__(MOST, **kwargs)
        self.category = category


class AttestForm(forms.Form):
    """All villages of a station x the categories.

    The form carries what it showed, so that only cells that the person touched are written: the others follow
    what is kept by now, whoever entered it.
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
        homes: list[Membership],
        kept: Counts,
        data: Mapping[str, str] | None = None,
        *,
        is_late: bool = False,
    ) -> None:
        self.homes, self.kept = homes, kept
        self.cells: dict[str, Cell] = {
            name_of((home.village_id, category)): (home.village_id, category)
            for home in homes
            for category in IncidentCount.Category.values
        }
        self.shown = self._shown(data) if data is not None else kept
        super().__init__(None if data is None else self._merged(data))
        self._add_fields(is_late)

    def _add_fields(self, is_late: bool) -> None:
        if is_late:
            self.fields["late_reason"].required = True
        else:
            del self.fields["late_reason"]
        for home in self.homes:
            for category in IncidentCount.Category:
                cell = (home.village_id, category.value)
                label = f"{home.village} · {category.label}"
                self.fields[name_of(cell)] = AttestedField(
                    str(category.label), label=label, initial=self.kept.get(cell)
                )

    def _shown(self, data: Mapping[str, str]) -> Counts:
        """What the form showed when the person began, as its hidden inputs carry it."""
        found: Counts = {}
        for home in self.homes:
            parts = data.get(f"shown-{home.village_id}", "").split(",")
            for category, text in zip(IncidentCount.Category.values, parts, strict=False):
                count = addresses.number(text)
                if count is not None:
                    found[home.village_id, category] = count
        return found

    def _merged(self, data: Mapping[str, str]) -> dict[str, str]:
        """What the person typed; where the cell was not touched, what is kept now."""
        merged = {"late_reason": data.get("late_reason", "")}
        for name, cell in self.cells.items():
            typed = data.get(name, "").strip()
            merged[name] = typed if typed != _text(self.shown.get(cell)) else _text(self.kept.get(cell))
        return merged

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        told = {cell: cleaned[name] for name, cell in self.cells.items() if name in cleaned}
        try:
            check_counts(told)
        except forms.ValidationError as fault:
            for name, errors in fault.error_dict.items():
                if name not in self.errors:
                    self.add_error(name, errors)
        return cleaned

    @property
    def changes(self) -> Counts:
        """The cells that differ from what is kept."""
        told = {cell: self.cleaned_data[name] for name, cell in self.cells.items()}
        return {cell: count for cell, count in told.items() if count != self.kept.get(cell)}

    @property
    def rows(self) -> list[dict[str, Any]]:
        return [
            {
                "home": home,
                "inputs": [
                    self[name_of((home.village_id, category))] for category in IncidentCount.Category.values
                ],
                "shown": ",".join(
                    _text(self.kept.get((home.village_id, category))) or BLANK
                    for category in IncidentCount.Category.values
                ),
            }
            for home in self.homes
        ]


def _text(count: int | None) -> str:
    return "" if count is None else str(count)


class PublishForm(ReasonForm):
    """A reason that is asked for only while stations have not approved; the action insists on it."""

    reason = forms.CharField(
        label=gettext_lazy("Why without them"),
        max_length=200,
        required=False,
        widget=forms.Textarea({"rows": 3}),
    )
