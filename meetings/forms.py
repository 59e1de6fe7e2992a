"""The form of a village meeting."""

from datetime import date
from typing import Any

from crispy_forms.layout import Column, Div, Layout
from crispy_forms.layout import Row as FormRow
from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

import rules
from access import scope
from calendars import calendar
from ledgers.forms import RowForm
from meetings.figures import told
from meetings.models import Meeting
from pages import addresses
from pages.plausible import ask, check_count
from pages.submissions import KEY


class MeetingForm(RowForm[Meeting]):
    """Who was there by office and number, what was said, which published figures were told, and the next focus."""

    attended = forms.MultipleChoiceField(
        label=gettext_lazy("who was there"),
        choices=Meeting.Attended.choices,
        widget=forms.CheckboxSelectMultiple,
    )
    told_month = forms.TypedChoiceField(
        label=gettext_lazy("published figures told"),
        required=False,
        coerce=addresses.month,
        empty_value=None,
        help_text=gettext_lazy("One click puts the village's figures of that month into the minutes."),
    )

    class Meta:
        model = Meeting
        fields = [
            "village", "occurred_on", "people", "attended", "minutes", "told_month", "focus", "focus_until",
        ]  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["minutes"].help_text = _("What was said and agreed; name no villager.")
        self._offer_months()
        if not self.instance.pk:
            self.initial.setdefault("attended", [Meeting.Attended.COMMITTEE, Meeting.Attended.POLICE])
            self.initial.setdefault(
                "focus_until", calendar.last_day(calendar.shift(calendar.this_month(), 1))
            )
        self.helper.layout = Layout(
            FormRow(Column("village"), Column("people")),
            Div("attended", css_class="in-rows"),
            "minutes",
            "told_month",
            "focus",
            "focus_until",
            *self.people_fields(),
            *self.late_fields(),
        )

    def _offer_months(self) -> None:
        """The published ones; of a saved meeting its own as well."""
        where = scope.for_user(self.user)
        months = told().months(where.county_id or where.above[1] or 0)
        own: date | None = self.instance.told_month
        offered = sorted({*months, *([own] if own else [])}, reverse=True)
        field: Any = self.fields["told_month"]
        field.choices = [("", _("None"))] + [(f"{one:%Y-%m}", f"{one:%Y-%m}") for one in offered]
        if own:
            self.initial["told_month"] = f"{own:%Y-%m}"

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        today, county = timezone.localdate(), self.county
        check_count(
            self,
            "people",
            _("%(n)s people at the meeting?"),
            usual=rules.whole("meeting.people_usual", on=today, county=county),
            most=rules.whole("meeting.people_most", on=today),
            fewest=1,
        )
        self._check_focus(cleaned)
        self._ask_for_another(cleaned)
        return cleaned

    def _ask_for_another(self, cleaned: dict[str, Any]) -> None:
        """Villages seldom meet twice a day: is it another meeting? The same form sent twice stays one row, unasked."""
        village, day = cleaned.get("village"), cleaned.get("occurred_on")
        if (
            village is None
            or day is None
            or (self.instance.pk and not {"village", "occurred_on"} & set(self.changed_data))
        ):
            return
        others = Meeting.objects.visible_to(self.user).counted().filter(village=village, occurred_on=day)
        sent = [
            one.receipt
            for one in others.exclude(pk=self.instance.pk)
            if str(one.client_key) != self.data.get(KEY)
        ]
        if sent:
            question = _("%(village)s has a meeting on this day already (%(receipt)s): is this another one?")
            ask(
                self,
                f"another={day}-{village.pk}",
                question % {"village": village, "receipt": sent[0]},
                why=_("Tick it if it is another meeting; else change the one that stands there."),
            )

    def _check_focus(self, cleaned: dict[str, Any]) -> None:
        if not cleaned.get("focus"):
            cleaned["focus_until"] = None
            return
        until, held_on = cleaned.get("focus_until"), cleaned.get("occurred_on")
        if "focus_until" not in self.errors and (until is None or (held_on and until < held_on)):
            self.add_error("focus_until", _("Say until which day the focus holds, not before the meeting."))
