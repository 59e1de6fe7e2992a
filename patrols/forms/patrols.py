"""The form of a patrol."""

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from typing import Any

from crispy_forms.layout import HTML, Column, Layout
from crispy_forms.layout import Row as FormRow
from django import forms
from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext as _

import rules
from ledgers.forms import RowForm
from pages import addresses
from pages.plausible import check_count
from patrols.members import Offered, offered
from patrols.models import Patrol


class MembersField(forms.TypedMultipleChoiceField):
    """Keys of members; where nothing is chosen, an empty list."""

    def clean(self, value: Any) -> list[int]:
        return list(super().clean(value) or [])


class PatrolForm(RowForm[Patrol]):
    leeway = timedelta(0)  # by so much the end may lie ahead

    class Meta:
        model = Patrol
        fields = [
            "village",
            "occurred_on",
            "starts_at",
            "minutes",
            "mode",
            "is_joint",
            "people",
            "members",
            "caught",
            "note",
        ]
        widgets = {"mode": forms.RadioSelect, "starts_at": forms.TimeInput({"type": "time"}, format="%H:%M")}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._offer_members()
        self.fields["caught"].required = False
        self.fields["caught"].help_text = _("A number alone: no name here, and none under what was seen.")
        self.helper.layout = Layout(
            "mode",
            "village",
            FormRow(Column("starts_at"), Column("minutes"), Column("people")),
            "is_joint",
            *self.member_fields(),
            FormRow(Column("caught", css_class="col-md-4")),
            "note",
            *self.people_fields(),
            *self.late_fields(),
        )

    def _offer_members(self) -> None:
        """By team, who of them is ready on the day of the form; the others stand there with what they lack. Whoever is
        chosen all the same is refused by name (patrols/members.py)."""
        saved = list(self.instance.members)
        sent = self.data.getlist("members") if isinstance(self.data, QueryDict) else []
        also = [*saved, *(key for key in map(addresses.number, sent) if key)]
        self.offered = offered(self.user, self.day() or timezone.localdate(), also)
        names = {key: name for team in self.offered for key, name, _why in team.people}
        unseen = [(key, f"#{key}") for key in saved if key not in names]
        if not names and not unseen:
            del self.fields["members"]
            return
        self.unseen = unseen
        field = MembersField(label=_("members of teams on patrol"), coerce=int, required=False)
        field.widget = forms.CheckboxSelectMultiple()
        field.choices = [*names.items(), *unseen]
        field.error_messages["invalid_choice"] = _("One of them is no member of a team of your villages.")
        self.fields["members"] = field
        self.initial.setdefault("members", saved)

    offered: list[Offered]
    unseen: Sequence[tuple[int, str]] = ()

    def member_fields(self) -> list[Any]:
        """Members of teams, where there are some to choose."""
        return [HTML("{% include 'patrols/_members.html' %}")] if "members" in self.fields else []

    def members_by_team(self) -> list[dict[str, Any]]:
        """For the template: each team with the boxes of its members; of several posts those of the chosen village's."""
        boxes = {str(box.data["value"]): box for box in self["members"]}
        chosen = {str(key) for key in self["members"].value() or ()}
        is_narrowed = "village" in self.fields and len({one.villages for one in self.offered}) > 1
        teams = [
            {
                "team": one.team,
                "boxes": [
                    {"box": boxes[str(key)], "why": why, "is_chosen": str(key) in chosen}
                    for key, _name, why in one.people
                ],
                "ready": sum(not why for _key, _name, why in one.people),
                "is_open": any(str(key) in chosen for key, _name, _why in one.people),
                "villages": "|".join(map(str, sorted(one.villages))) if is_narrowed else "",
            }
            for one in self.offered
        ]
        if self.unseen:
            left = [{"box": boxes[str(key)], "why": "", "is_chosen": True} for key, _name in self.unseen]
            teams.append(
                {
                    "team": _("Named before"),
                    "boxes": left,
                    "ready": len(left),
                    "is_open": True,
                    "villages": "",
                }
            )
        return teams

    def members_ready(self) -> int:
        """How many of those who are offered can be put on it."""
        return sum(not why for team in self.offered for _key, _name, why in team.people)

    def are_members_open(self) -> bool:
        """Is the fold with the teams open: somebody is chosen, or refused?"""
        return bool(self["members"].value() or self["members"].errors)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        named = len(cleaned.get("members") or ())
        if named:
            cleaned["is_joint"] = True
        officers = len(cleaned.get("done_by") or ()) or 1
        if named and (cleaned.get("people") or 0) < named + officers and "people" not in self.errors:
            self.add_error("people", _("%(n)s are named on it at least.") % {"n": named + officers})
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
        if cleaned.get("caught") is None and "caught" not in self.errors:
            cleaned["caught"] = 0
        check_count(
            self,
            "caught",
            _("%(n)s people caught?"),
            usual=rules.whole("patrol.caught_usual", on=today, county=county),
            most=rules.whole("patrol.caught_most", on=today),
            fewest=0,
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
        if ends > now + self.leeway:
            words = {"end": f"{ends:%H:%M}", "n": int((now - begins).total_seconds() // 60)}
            self.add_error(
                "minutes",
                _("It would end at %(end)s, which is still to come. Until now: %(n)s minutes.") % words,
            )
