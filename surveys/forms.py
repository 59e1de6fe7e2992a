"""Forms of the surveys: a round, the step that makes it count, and the grid of a station's answers."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from audit.reasons import no_number
from calendars import calendar
from ledgers.forms import ScopedForm
from ledgers.months import published_months
from pages import addresses
from pages.forms import PlainConfirmForm, PlainForm
from pages.inputs import CellField
from posts import places
from posts.models import Membership
from surveys.answer_actions import COLUMNS, INVITED, Cell, Sheet, name_of
from surveys.models import SurveyRound
from surveys.questions import Answer, Question

MOST_ANSWERS = 99_999
SINCE_MONTHS = 13  # the months that a new round may be of, back from the running one
Stored = Mapping[int, Mapping[Cell, int]]


class RoundForm(ScopedForm[SurveyRound]):
    """A survey round: its name and the month in which its answers count."""

    month = forms.DateField(
        label=gettext_lazy("Month"), help_text=gettext_lazy("Its answers count in this month.")
    )

    class Meta:
        model = SurveyRound
        fields = ("name", "month")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        months = self.free_months()
        if self.instance.month:
            months.add(self.instance.month)
        self.fields["month"].widget = forms.Select(
            choices=[(f"{month:%Y-%m-%d}", f"{month:%Y-%m}") for month in sorted(months, reverse=True)]
        )
        if not months:
            self.fields["month"].help_text = gettext_lazy(
                "Every month until now has a round or is published. The next one can be drafted from its first day on."
            )

    def free_months(self) -> set[date]:
        """The months that take a round: not published, and without one."""
        months = {calendar.shift(calendar.this_month(), -step) for step in range(SINCE_MONTHS)}
        county = places.county_of(self.user)
        taken = SurveyRound.objects.filter(county=county, month__in=months).values_list("month", flat=True)
        return months - set(taken) - published_months(county, months)

    def clean_month(self) -> date:
        return calendar.month_of(self.cleaned_data["month"])


class CountForm(PlainConfirmForm):
    """Why the round is counted without some villages, and why late; asked for where they are needed."""

    without_reason = forms.CharField(
        label=gettext_lazy("Why without these villages"),
        max_length=200,
        required=False,
        widget=forms.Textarea({"rows": 3}),
        validators=[no_number],
        help_text=gettext_lazy("It stands beside the round. Name no person."),
    )
    late_reason = forms.CharField(
        label=gettext_lazy("Why late"),
        max_length=200,
        required=False,
        widget=forms.Textarea({"rows": 3}),
        validators=[no_number],
        help_text=gettext_lazy(
            "The month is published: the reason stands beside the restated figure. Name no person."
        ),
    )

    def __init__(self, *args: Any, is_complete: bool, is_late: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if is_complete:
            del self.fields["without_reason"]
        if not is_late:
            del self.fields["late_reason"]


# Of the questions with yes and no: what a narrow screen, which has no heads, says in front of the answer.
SHORT = {
    Question.SAW_OFFICER.value: gettext_lazy("Saw an officer"),
    Question.FEELS_SAFE.value: gettext_lazy("Feels safe"),
    Question.KNOWS_OFFICER.value: gettext_lazy("Knows the officer"),
}


class AnswerField(CellField):
    """One cell of the grid; a narrow screen shows ``category`` in front of the input."""

    def __init__(self, category: Any, **kwargs: Any) -> None:
        super().__init__(MOST_ANSWERS, **kwargs)
        self.category = category


class SheetForm(PlainForm):
    """All villages of a station x how many were asked and the answers to each question, through one channel.

    The form carries what it showed, so that only cells that the person touched are written: the others follow what is
    stored by now, whoever entered it.
    """

    reason = forms.CharField(
        label=gettext_lazy("Why corrected"),
        max_length=200,
        validators=[no_number],
        help_text=gettext_lazy("The round is closed: the reason stands beside it. Name no person."),
    )
    late_reason = forms.CharField(
        label=gettext_lazy("Why late"),
        max_length=200,
        validators=[no_number],
        help_text=gettext_lazy(
            "The month is published: the reason stands beside the restated figure. Name no person."
        ),
    )

    def __init__(
        self,
        memberships: list[Membership],
        stored: Stored,
        data: Mapping[str, str] | None = None,
        *,
        is_correction: bool = False,
        is_late: bool = False,
    ) -> None:
        self.memberships, self.stored = memberships, stored
        self.shown: Mapping[int, Mapping[Cell, int | None]] = stored if data is None else self._shown(data)
        super().__init__(None if data is None else self._merged(data))
        if not is_correction or is_late:
            del self.fields["reason"]
        if not is_late:
            del self.fields["late_reason"]
        for membership, cell in self._cells():
            label = full_label_of(cell)
            self.fields[name_of(membership.village_id, cell)] = AnswerField(
                label,
                label=f"{membership.village} · {label}",
                initial=stored.get(membership.village_id, {}).get(cell),
            )

    def _cells(self) -> Iterable[tuple[Membership, Cell]]:
        return ((membership, cell) for membership in self.memberships for cell in COLUMNS)

    def _shown(self, data: Mapping[str, str]) -> dict[int, dict[Cell, int | None]]:
        """What the form showed when the person began, as its hidden inputs carry it."""
        return {
            one.village_id: {
                cell: addresses.number(text)
                for cell, text in zip(
                    COLUMNS, data.get(f"shown-{one.village_id}", "").split(","), strict=False
                )
            }
            for one in self.memberships
        }

    def _merged(self, data: Mapping[str, str]) -> dict[str, str]:
        """What the person typed; where the cell was not touched, what is stored now."""
        merged = {name: data.get(name, "") for name in ("reason", "late_reason")}
        for membership, cell in self._cells():
            village, name = membership.village_id, name_of(membership.village_id, cell)
            typed = data.get(name, "").strip()
            is_touched = typed != _text(self.shown.get(village, {}).get(cell))
            merged[name] = typed if is_touched else _text(self.stored.get(village, {}).get(cell))
        return merged

    @property
    def changes(self) -> Sheet:
        """The villages with a cell that differs from what is stored; blank is none."""
        found = {}
        for membership in self.memberships:
            village = membership.village_id
            row = {cell: self.cleaned_data[name_of(village, cell)] for cell in COLUMNS}
            stored = self.stored.get(village, {})
            if any((count or 0) != stored.get(cell, 0) for cell, count in row.items()) or (
                village not in self.stored and any(count is not None for count in row.values())
            ):
                found[village] = {cell: count or 0 for cell, count in row.items()}
        return found

    @property
    def rows(self) -> list[dict[str, Any]]:
        return [
            {
                "membership": one,
                "invited": self[name_of(one.village_id, INVITED)],
                "groups": [
                    {
                        "question": question.value,
                        "inputs": [
                            self[name_of(one.village_id, cell)]
                            for cell in COLUMNS
                            if cell[0] == question.value
                        ],
                    }
                    for question in Question
                ],
                "shown": ",".join(_text(self.stored.get(one.village_id, {}).get(cell)) for cell in COLUMNS),
            }
            for one in self.memberships
        ]


def label_of(cell: Cell) -> Any:
    """The head of a column."""
    return gettext_lazy("People asked") if cell == INVITED else Answer(cell[1]).label


def full_label_of(cell: Cell) -> str:
    """The same with the question, where the answer alone does not say which."""
    short = SHORT.get(cell[0])
    return f"{short} · {label_of(cell)}" if short else str(label_of(cell))


def _text(count: int | None) -> str:
    return "" if count is None else str(count)
