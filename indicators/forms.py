"""Forms of the figures: the matrix of the five-none, a survey round, a tally of answers, reasons."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from indicators.attested import MOST, Cell, Counts, check_counts, name_of
from indicators.models import AnswerTally, IncidentCount, SurveyRound
from ledgers.forms import HouseForm, ReasonForm
from posts import addresses, calendar
from posts.models import Membership

BLANK = "-"  # how the hidden copy of what was shown spells "not reported"
MOST_ANSWERS = 99_999


class CellField(forms.IntegerField):
    """A count that may stay blank: blank is "not reported", 0 is "none"."""

    default_error_messages = {
        "invalid": gettext_lazy("Enter a whole number from 0 to 999, or leave it empty.")
    }

    def __init__(self, most: int, **kwargs: Any) -> None:
        widget = forms.TextInput(
            {"class": "form-control", "inputmode": "numeric", "autocomplete": "off", "maxlength": 6}
        )
        super().__init__(required=False, min_value=0, max_value=most, widget=widget, **kwargs)

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        return {}


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
                field = CellField(MOST, label=label, initial=self.kept.get(cell))
                field.category = category.label
                self.fields[name_of(cell)] = field

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


class RoundForm(HouseForm):
    """A new survey round: its name and the month in which its answers count."""

    month = forms.DateField(
        label=gettext_lazy("Month"), help_text=gettext_lazy("Its answers count in this month.")
    )

    class Meta:
        model = SurveyRound
        fields = ("name", "month")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        months = [calendar.shift(calendar.this_month(), -step) for step in range(13)]
        self.fields["month"].widget = forms.Select(
            choices=[(f"{month:%Y-%m-%d}", f"{month:%Y-%m}") for month in months]
        )

    def clean_month(self) -> date:
        return calendar.month_of(self.cleaned_data["month"])


class AnswersForm(forms.Form):
    """People asked, and how many gave which answer through one channel."""

    invited = forms.IntegerField(
        label=gettext_lazy("People asked"),
        min_value=0,
        max_value=MOST_ANSWERS,
        help_text=gettext_lazy("Through all channels together."),
        widget=forms.TextInput({"class": "form-control", "inputmode": "numeric", "autocomplete": "off"}),
    )

    late_reason = forms.CharField(
        label=gettext_lazy("Why late"),
        max_length=200,
        help_text=gettext_lazy(
            "The month is published: the reason stands beside the restated figure. Name no person."
        ),
        widget=forms.TextInput({"class": "form-control", "autocomplete": "off"}),
    )

    def __init__(
        self,
        tally: Mapping[tuple[str, str], int],
        invited: int | None,
        data: Any = None,
        *,
        is_late: bool = False,
    ) -> None:
        super().__init__(data, initial={"invited": invited})
        if not is_late:
            del self.fields["late_reason"]
        for rating in AnswerTally.Rating:
            for saw in AnswerTally.Saw:
                label = f"{rating.label} · {saw.label}"
                field = CellField(MOST_ANSWERS, label=label, initial=tally.get((rating.value, saw.value)))
                self.fields[f"{rating.value}-{saw.value}"] = field

    @property
    def counts(self) -> dict[tuple[str, str], int]:
        """Blank is no answer of that kind."""
        return {
            (rating, saw): self.cleaned_data[f"{rating}-{saw}"] or 0
            for rating in AnswerTally.Rating.values
            for saw in AnswerTally.Saw.values
        }

    @property
    def rows(self) -> list[dict[str, Any]]:
        return [
            {
                "rating": rating.label,
                "inputs": [self[f"{rating.value}-{saw}"] for saw in AnswerTally.Saw.values],
            }
            for rating in AnswerTally.Rating
        ]


class PublishForm(ReasonForm):
    """A reason that is asked for only while stations have not approved; the action insists on it."""

    reason = forms.CharField(
        label=gettext_lazy("Why without them"),
        max_length=200,
        required=False,
        widget=forms.Textarea({"rows": 3}),
    )
