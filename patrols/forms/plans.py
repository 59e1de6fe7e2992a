"""The form of a patrol plan."""

from typing import Any

from crispy_forms.layout import HTML, Column, Div, Layout
from crispy_forms.layout import Row as FormRow
from django import forms
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

import rules
from ledgers.forms import ScopedForm
from pages.forms import choice_field, row_field
from patrols import case_hours
from patrols.models import Checkpoint, Patrol, PatrolPlan, Weekday
from teams.models import Team

WHY_MOST = PatrolPlan._meta.get_field("why").max_length or 0


class PlanForm(ScopedForm[PatrolPlan]):
    """``points`` are sent in the order in which their boxes stand: ordering.js moves a ticked one behind the others."""

    weekdays = forms.TypedMultipleChoiceField(
        label=gettext_lazy("days of the week"),
        choices=Weekday,
        coerce=int,
        widget=forms.CheckboxSelectMultiple,
    )
    points = forms.TypedMultipleChoiceField(
        label=gettext_lazy("checkpoints in order"),
        coerce=int,
        required=False,
        widget=forms.CheckboxSelectMultiple({"data-ordered": "", "class": "form-check-input"}),
    )
    case_hours = forms.MultipleChoiceField(
        label=gettext_lazy("hours of preventable cases as the reason"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    day_field = "starts_on"

    class Meta:
        model = PatrolPlan
        fields = [
            "village",
            "name",
            "weekdays",
            "starts_at",
            "ends_at",
            "mode",
            "points",
            "team",
            "why",
            "starts_on",
        ]
        widgets = {
            "mode": forms.RadioSelect,
            "starts_at": forms.TimeInput({"type": "time"}, format="%H:%M"),
            "ends_at": forms.TimeInput({"type": "time"}, format="%H:%M"),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choice_field(self, "mode").choices = Patrol.Mode.choices
        self._offer_points()
        self._offer_teams()
        self._offer_hours()
        self.initial.setdefault("starts_on", timezone.localdate())
        self.fields["ends_at"].help_text = _("Earlier than the beginning: on the next day.")
        self.fields["why"].help_text = _("Such as: most thefts at night, no lamps there. Name nobody here.")
        if self.instance.pk:
            self.fields["starts_on"].help_text = _("A change holds from tomorrow on.")
        self.helper.layout = Layout(
            FormRow(Column("village"), Column("name")),
            Div("weekdays", css_class="in-rows in-rows-short"),
            FormRow(Column("starts_at"), Column("ends_at")),
            "mode",
            HTML("{% include 'patrols/_points.html' %}"),
            "team",
            *([HTML("{% include 'patrols/_case_hours.html' %}")] if self.hours else []),
            "why",
        )

    def _offer_points(self) -> None:
        """Those of the villages that the person serves; those that the plan has first, in its order."""
        rows = Checkpoint.objects.visible_to(self.user).filter(ends_on=None, village__closed_on=None)
        found = list(rows.select_related("village").order_by("village__code", "name"))
        named = {one.pk: one.name for one in found}
        self.village_of = {one.pk: one.village for one in found}
        chosen = [key for key in self.instance.points if key in named]
        order = [*chosen, *(key for key in named if key not in chosen)]
        field = choice_field(self, "points")
        field.choices = [(key, named[key]) for key in order]
        field.help_text = (
            _("Tick them in the order of the walk.")
            if order
            else _("No checkpoint is entered yet. A plan without points is walked as well.")
        )

    def points_by_village(self) -> list[dict[str, Any]]:
        """For the template: the boxes of each village, shown for the chosen one where there are several."""
        boxes: dict[Any, list[Any]] = {}
        for box in self["points"]:
            boxes.setdefault(self.village_of.get(int(str(box.data["value"]))), []).append(box)
        is_narrowed = len(self.places) > 1
        return [
            {"village": village if is_narrowed else "", "boxes": there} for village, there in boxes.items()
        ]

    def _offer_teams(self) -> None:
        field = row_field(self, "team")
        running = Q(ends_on=None) | Q(pk=self.instance.team_id)
        field.queryset = Team.objects.visible_to(self.user).filter(running).select_related("village")
        field.empty_label = _("Without a team")
        field.choices = [
            ("", _("Without a team")),
            *(
                (one.pk, f"{one.village} · {one.name}")
                for one in field.queryset.order_by("village__code", "name")
            ),
        ]

    def _offer_hours(self) -> None:
        """When the villages had preventable cases, where stations have said so."""
        self.hours = case_hours.of_villages(self.user, [int(key) for key in self.places])
        if not self.hours:
            del self.fields["case_hours"]
            return
        choice_field(self, "case_hours").choices = [(one.key, one.words()) for one in self.hours]

    def hours_by_village(self) -> list[dict[str, Any]]:
        """For the template: the boxes of each village, shown for the chosen one."""
        boxes = {str(box.data["value"]): box for box in self["case_hours"]}
        villages = list(dict.fromkeys(one.village for one in self.hours))
        is_narrowed = len(self.places) > 1
        return [
            {
                "village": village if is_narrowed else "",
                "boxes": [boxes[one.key] for one in self.hours if one.village == village],
            }
            for village in villages
        ]

    def clean_points(self) -> list[int]:
        points: list[int] = self.cleaned_data["points"]
        most = rules.whole("plan.points_most", on=timezone.localdate())
        if len(points) > most:
            raise forms.ValidationError(_("A plan passes %(n)s checkpoints at most.") % {"n": most})
        return points

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        begins, ends = cleaned.get("starts_at"), cleaned.get("ends_at")
        if begins and begins == ends:
            self.add_error("ends_at", _("It ends at another time than it begins."))
        self._say_hours(cleaned)
        return cleaned

    def _say_hours(self, cleaned: dict[str, Any]) -> None:
        """The chosen hours of the plan's village go before what is typed; once they stand there, not again."""
        village = cleaned["village"].pk if cleaned.get("village") else self.instance.village_id
        chosen = set(cleaned.get("case_hours") or ())
        typed = cleaned.get("why") or ""
        said = [one.words() for one in self.hours if one.key in chosen and one.village == village]
        why = "；".join([*(words for words in said if words not in typed), *([typed] if typed else [])])
        if len(why) > WHY_MOST:
            self.add_error("why", _("With the chosen hours it is longer than 200 characters."))
            return
        cleaned["why"] = why

    def _get_validation_exclusions(self) -> set[str]:
        """The constraint of the name needs ``ends_on``, which no form shows."""
        return super()._get_validation_exclusions() - {"ends_on"}
