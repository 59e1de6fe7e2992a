"""Forms of the surveys: a round, a village's tally of answers."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from calendars import calendar
from ledgers.forms import ScopedForm
from pages import addresses
from pages.forms import PlainForm
from pages.inputs import CellField
from surveys.models import AnswerTally, SurveyRound

MOST_ANSWERS = 99_999
INPUTS = (
    "invited", *(f"{rating}-{saw}" for rating in AnswerTally.Rating.values for saw in AnswerTally.Saw.values)
)  # fmt: skip


def shown_in(data: Mapping[str, str]) -> dict[str, int | None]:
    """What the form showed when the person began, as its hidden input carries it."""
    parts = data.get("shown", "").split(",")
    return {name: addresses.number(text) for name, text in zip(INPUTS, parts, strict=False)}


def text_of(count: int | None) -> str:
    """A count as its input shows it."""
    return "" if count is None else str(count)


class RoundForm(ScopedForm[SurveyRound]):
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


class AnswersForm(PlainForm):
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
        self, stored: Mapping[str, int], data: Mapping[str, str] | None = None, *, is_late: bool = False
    ) -> None:
        """``stored``: what is entered by now, by the names of the inputs.

        The form carries what it showed: an input that nobody touched follows what is stored by now.
        """
        self.stored = stored
        self.shown = stored if data is None else shown_in(data)
        super().__init__(None if data is None else self._merged(data), initial=dict(stored))
        if not is_late:
            del self.fields["late_reason"]
        for rating in AnswerTally.Rating:
            for saw in AnswerTally.Saw:
                label = f"{rating.label} · {saw.label}"
                self.fields[f"{rating.value}-{saw.value}"] = CellField(MOST_ANSWERS, label=label)

    def _merged(self, data: Mapping[str, str]) -> dict[str, str]:
        """What the person typed; where an input was not touched, what is stored now."""
        merged = {"late_reason": data.get("late_reason", "")}
        for name in INPUTS:
            typed = data.get(name, "").strip()
            is_touched = typed != text_of(self.shown.get(name))
            merged[name] = typed if is_touched else text_of(self.stored.get(name))
        return merged

    @property
    def carried(self) -> str:
        """What the form shows now, for its hidden input."""
        return ",".join(text_of(self.stored.get(name)) for name in INPUTS)

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
