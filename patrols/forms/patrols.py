"""The form of a patrol."""

from datetime import date, datetime, time, timedelta
from typing import Any

from crispy_forms.layout import Column, Layout
from crispy_forms.layout import Row as FormRow
from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _

import rules
from ledgers.forms import RowForm
from pages.plausible import check_count
from patrols.models import Patrol


class PatrolForm(RowForm[Patrol]):
    class Meta:
        model = Patrol
        fields = ["village", "occurred_on", "starts_at", "minutes", "mode", "is_joint", "people", "note"]
        widgets = {"mode": forms.RadioSelect, "starts_at": forms.TimeInput({"type": "time"}, format="%H:%M")}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper.layout = Layout(
            "mode",
            "village",
            FormRow(Column("starts_at"), Column("minutes"), Column("people")),
            "is_joint",
            "note",
            *self.people_fields(),
            *self.late_fields(),
        )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        today, county = timezone.localdate(), self.county
        day = cleaned.get("occurred_on") or self.instance.occurred_on
        self._check_times(day, cleaned.get("starts_at"), cleaned.get("minutes"))
        check_count(
            self,
            "minutes",
            _("A patrol of %(n)s minutes?"),
            usual=rules.whole("patrol.minutes_usual", on=today, county=county),
            most=rules.whole("patrol.minutes_most", on=today),
            fewest=1,
        )
        check_count(
            self,
            "people",
            _("%(n)s people on patrol?"),
            usual=rules.whole("patrol.people_usual", on=today, county=county),
            most=rules.whole("patrol.people_most", on=today),
            fewest=1,
        )
        return cleaned

    def _check_times(self, day: date | None, begun: time | None, minutes: int | None) -> None:
        """Neither the begin nor the end is still to come; a patrol of last night may have ended this morning."""
        if day is None or begun is None:
            return
        begins, now = timezone.make_aware(datetime.combine(day, begun)), timezone.localtime()
        if begins > now:
            self.add_error("starts_at", _("The time lies in the future. Enter what has happened."))
            return
        ends = begins + timedelta(minutes=min(minutes or 0, rules.whole("patrol.minutes_most", on=day)))
        if ends > now:
            words = {"end": f"{ends:%H:%M}", "n": int((now - begins).total_seconds() // 60)}
            self.add_error(
                "minutes",
                _("It would end at %(end)s, which is still to come. Until now: %(n)s minutes.") % words,
            )
