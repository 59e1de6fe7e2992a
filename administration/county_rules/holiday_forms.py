"""The form of a notice of holidays: its number, the days off of each holiday, the weekend days that are worked."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from calendars.working_days import holidays_of
from pages.forms import PlainForm
from pages.inputs import DayInput
from rules.holidays import Notice

HOLIDAYS = {  # name of the field -> the holiday of calendars/working_days.py
    "new_year": "元旦",
    "spring": "春节",
    "qingming": "清明节",
    "labour": "劳动节",
    "dragon_boat": "端午节",
    "mid_autumn": "中秋节",
    "national": "国庆节",
}
NEW_YEARS_EVE = "除夕"
WORKED = [f"worked_{n}" for n in range(1, 11)]


class HolidayForm(PlainForm):
    """Each holiday has a first and a last day off; two that fall together stand in one of them."""

    number = forms.CharField(
        label=gettext_lazy("Number of the notice"),
        max_length=60,
        widget=forms.TextInput({"placeholder": "国办发明电〔2026〕号"}),
    )

    def __init__(self, data: Any = None, *, year: int, notice: Notice | None) -> None:
        super().__init__(data)
        self.year = year
        left = list(notice.spans) if notice else []
        for name, holiday in HOLIDAYS.items():
            days = [day for day, of in holidays_of(year) if _is_of(holiday, of)]
            span = _take(left, days[-1])
            for part, label in (("first", _("first day off")), ("last", _("last day off"))):
                self.fields[f"{name}_{part}"] = self._day(f"{holiday} · {label}", span[part == "last"])
            self.fields[f"{name}_first"].help_text = _("statutory: %(days)s") % {
                "days": _("–").join(f"{day:%m-%d}" for day in dict.fromkeys((days[0], days[-1])))
            }
        worked = sorted(notice.worked) if notice else []
        for n, name in enumerate(WORKED):
            label = _("Weekend day worked, %(n)s") % {"n": n + 1}
            self.fields[name] = self._day(label, worked[n] if n < len(worked) else None)
        if notice:
            self.fields["number"].initial = notice.number

    def _day(self, label: str, initial: date | None) -> forms.DateField:
        bounds = {"min": f"{self.year - 1}-12-01", "max": f"{self.year}-12-31"}
        return forms.DateField(label=label, required=False, initial=initial, widget=DayInput(**bounds))

    def rows(self) -> Iterator[tuple[str, Any, Any]]:
        """Holiday, field of the first day, field of the last."""
        for name, holiday in HOLIDAYS.items():
            yield holiday, self[f"{name}_first"], self[f"{name}_last"]

    def worked_fields(self) -> list[Any]:
        return [self[name] for name in WORKED]

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        for name in HOLIDAYS:
            first, last = given.get(f"{name}_first"), given.get(f"{name}_last")
            if last and not first and f"{name}_first" not in self.errors:
                self.add_error(f"{name}_first", _("The first day is missing."))
            if first and last and last < first:
                self.add_error(f"{name}_last", _("The last day lies before the first."))
        return given

    def notice(self) -> Notice:
        """What was typed; a holiday with a first day alone is one day."""
        given = self.cleaned_data
        spans = [
            (given[f"{name}_first"], given[f"{name}_last"] or given[f"{name}_first"])
            for name in HOLIDAYS
            if given[f"{name}_first"]
        ]
        worked = frozenset(given[name] for name in WORKED if given[name])
        return Notice(self.year, given["number"].strip(), tuple(sorted(spans)), worked)

    def place(self, fault: ValidationError) -> ValidationError:
        """The faults of the action beside the inputs that they are about; what fits none stays above the form."""
        placed: dict[str, list[ValidationError]] = {}
        for one in fault.error_list:
            placed.setdefault(self._about(one.params or {}), []).append(one)
        return ValidationError(placed)

    def _about(self, params: dict[str, Any]) -> str:
        """The input of the holiday, or else of the day, that a fault names."""
        for name, holiday in HOLIDAYS.items():
            if _is_of(holiday, params.get("name", "")):
                return f"{name}_first"
        inputs = [*(f"{name}_first" for name in HOLIDAYS), *WORKED]
        return next(
            (name for name in inputs if self.cleaned_data.get(name) == params.get("day")), NON_FIELD_ERRORS
        )


def _is_of(holiday: str, of: str) -> bool:
    return of == holiday or (of == NEW_YEARS_EVE and holiday == HOLIDAYS["spring"])


def _take(spans: list[tuple[date, date]], day: date) -> tuple[date | None, date | None]:
    """The span in which ``day`` lies, taken out of ``spans``: two holidays may share one."""
    found = next((one for one in spans if one[0] <= day <= one[1]), None)
    if found is None:
        return None, None
    spans.remove(found)
    return found
