"""Forms of the surveys: a round, a village's tally of answers."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from calendars import calendar
from ledgers.forms import ScopedForm
from pages.forms import PlainForm
from pages.inputs import CellField
from surveys.models import AnswerTally, SurveyRound

MOST_ANSWERS = 99_999


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
