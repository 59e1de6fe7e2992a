"""The form of a training and of who came."""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import Any

from crispy_forms.layout import HTML, Column, Layout
from crispy_forms.layout import Row as FormRow
from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

from access.rights import may
from accounts.models import User
from ledgers import people as staff
from ledgers.forms import ScopedForm
from pages.forms import PlainForm, choice_field
from training import coming
from training.models import Attendance, Training

WHO_CAME = HTML("{% include 'training/_who_came.html' %}")


class Boxes(forms.TypedMultipleChoiceField):
    """Keys of people, ticked; grouped by post or team."""

    def __init__(self, label: Any) -> None:
        super().__init__(label=label, coerce=int, required=False, widget=forms.CheckboxSelectMultiple)


class WhoCame:
    """A form with who came: people of the posts, members of teams. Put it before the form's own bases.

    ``offer_people`` is called when the layout is made.
    """

    fields: dict[str, forms.Field]
    groups: dict[str, list[tuple[str, list[int]]]]

    def offer_people(self, user: User, training: Training | None = None) -> None:
        form: Any = self
        form.groups = {}
        if not may(user, "note_attendance"):
            return
        rows = Attendance.objects.visible_to(user).filter(training=training) if training else ()
        came_people = {one.person_id: str(one.person) for one in rows if one.person_id is not None}
        came_members = [one.member for one in rows if one.member is not None]
        offered = [(one.post, list(one.people)) for one in staff.offered_by_post(user)]
        self._offer("people", _("People of the post"), offered, came_people)
        teams: dict[str, list[tuple[int, str]]] = {}
        for one in coming.trainees(user):
            teams.setdefault(one.team, []).append((one.key, one.name))
        former = coming.names_of(user, came_members)
        self._offer(
            "members",
            _("Members of teams"),
            list(teams.items()),
            {key: name for key, (_team, name) in former.items()},
        )
        form.initial.setdefault("people", list(came_people))
        form.initial.setdefault("members", came_members)

    def _offer(
        self, name: str, label: Any, groups: list[tuple[str, list[tuple[int, str]]]], came: dict[int, str]
    ) -> None:
        """The groups, and those who came and are in none of them any more."""
        form: Any = self
        known = {key for _group, people in groups for key, _name in people}
        others = [(key, called) for key, called in came.items() if key not in known]
        groups = [*groups, *([(_("No more there"), others)] if others else [])]
        if not groups:
            return
        field = Boxes(label)
        field.choices = [one for _group, people in groups for one in people]
        form.fields[name] = field
        form.groups[name] = [(group, [key for key, _name in people]) for group, people in groups]

    def who_came(self) -> Iterable[dict[str, Any]]:
        """For the template: each field with its groups of boxes."""
        form: Any = self
        for name, groups in form.groups.items():
            boxes = {str(box.data["value"]): box for box in form[name]}
            yield {
                "field": form[name],
                "groups": [
                    {"title": title, "boxes": [boxes[str(key)] for key in keys]} for title, keys in groups
                ],
            }


class TrainingForm(WhoCame, ScopedForm[Training]):
    """What was taught where, and who came of the own place; a change leaves who came to its own form."""

    day_field = "held_on"

    class Meta:
        model = Training
        fields = ["village", "held_on", "topic", "hours", "way", "teacher"]
        widgets = {"topic": forms.RadioSelect, "way": forms.RadioSelect}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["village"].label = _("Held in")
        self.fields["held_on"].widget.attrs["max"] = timezone.localdate().isoformat()
        self.initial.setdefault("held_on", timezone.localdate())
        self.fields["hours"].widget.attrs |= {"inputmode": "decimal", "min": "0.5", "step": "0.5"}
        self.fields["teacher"].help_text = _("Such as 县消防救援大队. No name is needed.")
        choice_field(self, "topic").choices = Training.Topic.choices
        choice_field(self, "way").choices = Training.Way.choices
        self.groups = {}
        if not self.instance.pk:
            self.offer_people(self.user)
        self.helper.layout = Layout(
            "topic",
            FormRow(Column("village"), Column("hours"), Column("teacher")),
            "way",
            *([WHO_CAME] if self.groups else []),
        )

    def clean_held_on(self) -> date:
        day: date = self.cleaned_data["held_on"]
        if day > timezone.localdate():
            raise ValidationError(_("The date lies in the future. Enter what has happened."))
        return day

    def clean_hours(self) -> Decimal:
        hours: Decimal = self.cleaned_data["hours"]
        if hours % Decimal("0.5"):
            raise ValidationError(_("Whole and half hours: 1.5, 2, 8."))
        return hours


class AttendanceForm(WhoCame, PlainForm):
    """Who came of the own place to a training that is there already.

    ``shown`` carries whom the form showed as having come: two people who note at once lose nothing of each other.
    """

    shown = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, user: User, training: Training, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer_people(user, training)
        self.initial["shown"] = _packed(*(self.initial.get(name, []) for name in ("people", "members")))
        self.helper.layout = Layout("shown", WHO_CAME)

    def shown_before(self) -> tuple[list[int], list[int]]:
        """The people and the members that the form showed as having come."""
        parts = self.cleaned_data["shown"].split("/")
        people, members = (
            [int(key) for key in part.split(",") if key.isdecimal()] for part in (*parts, "", "")[:2]
        )
        return people, members


def _packed(people: Iterable[int], members: Iterable[int]) -> str:
    return "/".join(",".join(map(str, sorted(keys))) for keys in (people, members))
