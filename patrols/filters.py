"""How the lists of patrols, checkpoints, plans and planned rounds are narrowed."""

from typing import Any

import django_filters as filters
from django import forms
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from access import scope
from ledgers.filters import AbolishedFilter, PlaceFilterSet, RowFilterSet
from ledgers.month_filters import AtEndFilter, FromMonthFilter, MonthFilter, ToMonthFilter
from ledgers.then import ThenFilter, there
from patrols.models import (
    Checkpoint,
    CheckpointQuerySet,
    PartnerQuerySet,
    Patrol,
    PatrolPartner,
    PatrolPlan,
    PlannedRound,
    PlannedRoundQuerySet,
)
from teams.filters import RunningFilter

FOLDED = ("held_at", "then", "post", "town", "station", "abolished")


class PatrolFilterSet(RowFilterSet):
    mode = filters.ChoiceFilter(choices=Patrol.Mode, empty_label=_("Any mode"), label=_("Mode"))
    is_joint = filters.BooleanFilter(
        method="only_joint", label=_("Joint patrols"), widget=forms.CheckboxInput
    )

    caught = filters.BooleanFilter(
        method="only_caught", label=_("Somebody was caught"), widget=forms.CheckboxInput
    )

    class Meta:
        model = Patrol
        fields: list[str] = []

    def only_joint(self, rows: QuerySet[Patrol], name: str, value: bool) -> QuerySet[Patrol]:
        return rows.filter(is_joint=True) if value else rows

    def only_caught(self, rows: QuerySet[Patrol], name: str, value: bool) -> QuerySet[Patrol]:
        return rows.filter(caught__gt=0) if value else rows


class PartnerFilterSet(PlaceFilterSet):
    """``joined`` with the months comes from a click on a figure, which counts at the partner's village."""

    to_answer = filters.BooleanFilter(
        method="only_to_answer", label=_("To be confirmed by us"), widget=forms.CheckboxInput
    )
    month = MonthFilter(field_name="occurred_on", label=_("Month"))
    state = filters.ChoiceFilter(choices=PatrolPartner.State, empty_label=_("Any state"), label=_("State"))
    from_month = FromMonthFilter(field_name="occurred_on", label=_("From month"))
    to_month = ToMonthFilter(field_name="occurred_on", label=_("To month"))
    joined = filters.BooleanFilter(method="only_joined", label=_("Took part"), widget=forms.CheckboxInput)
    then = ThenFilter()
    FOLDED = ("from_month", "to_month", "joined", "then", "post", "town", "station")

    class Meta:
        model = PatrolPartner
        fields: list[str] = []

    def only_to_answer(self, rows: PartnerQuerySet, name: str, value: bool) -> QuerySet[PatrolPartner]:
        return rows.to_answer(self.user) if value else rows

    def only_joined(self, rows: PartnerQuerySet, name: str, value: bool) -> QuerySet[PatrolPartner]:
        return rows.joined() if value else rows

    def narrow_then(self, rows: QuerySet[Any]) -> QuerySet[Any]:
        day = self.period_then[0] if self.period_then else ""
        return rows.filter(there(self.months_then, day, "partner_village"))


class CheckpointFilterSet(PlaceFilterSet):
    running = RunningFilter()
    held_at = AtEndFilter(label=_("Running at the end of"))
    then = ThenFilter()
    kind = filters.ChoiceFilter(
        choices=Checkpoint.Kind, empty_label=_("Any kind"), label=pgettext_lazy("checkpoint", "Kind")
    )
    lacking = filters.BooleanFilter(
        method="only_lacking", label=_("Without lighting or camera"), widget=forms.CheckboxInput
    )
    missed = filters.BooleanFilter(
        method="only_missed", label=_("Missed again and again"), widget=forms.CheckboxInput
    )
    abolished = AbolishedFilter()
    FOLDED = FOLDED

    class Meta:
        model = Checkpoint
        fields: list[str] = []

    def only_lacking(self, rows: QuerySet[Checkpoint], name: str, value: bool) -> QuerySet[Checkpoint]:
        return rows.filter(Q(lacks_light=True) | Q(lacks_camera=True)) if value else rows

    def only_missed(self, rows: CheckpointQuerySet, name: str, value: bool) -> QuerySet[Checkpoint]:
        county = scope.for_user(self.user).county
        return rows.filter(ends_on=None).missed(county) if value else rows


class PlanFilterSet(PlaceFilterSet):
    running = RunningFilter()
    held_at = AtEndFilter(label=_("Running at the end of"))
    then = ThenFilter()
    abolished = AbolishedFilter()
    FOLDED = FOLDED

    class Meta:
        model = PatrolPlan
        fields: list[str] = []


class RoundFilterSet(PlaceFilterSet):
    """``due`` and ``walked`` with the months come from a click on a figure: what counts, and what was walked of it."""

    today = filters.BooleanFilter(method="only_today", label=_("Of today"), widget=forms.CheckboxInput)
    month = MonthFilter(field_name="occurred_on", label=_("Month"))
    state = filters.ChoiceFilter(choices=PlannedRound.State, empty_label=_("Any state"), label=_("State"))
    open = filters.BooleanFilter(
        method="only_open", label=_("Planned or started"), widget=forms.CheckboxInput
    )
    to_explain = filters.BooleanFilter(
        method="only_to_explain", label=_("Not walked, without a reason"), widget=forms.CheckboxInput
    )
    unfinished = filters.BooleanFilter(
        method="only_unfinished", label=_("Begun and not finished"), widget=forms.CheckboxInput
    )
    plan = filters.ModelChoiceFilter(
        queryset=PatrolPlan.objects.none(), empty_label=_("Any plan"), label=_("Patrol plan")
    )
    from_month = FromMonthFilter(field_name="occurred_on", label=_("From month"))
    to_month = ToMonthFilter(field_name="occurred_on", label=_("To month"))
    due = filters.BooleanFilter(method="only_due", label=_("Counted as planned"), widget=forms.CheckboxInput)
    walked = filters.BooleanFilter(method="only_walked", label=_("Walked"), widget=forms.CheckboxInput)
    then = ThenFilter()
    FOLDED = (
        "unfinished",
        "plan",
        "from_month",
        "to_month",
        "due",
        "walked",
        "then",
        "post",
        "town",
        "station",
    )

    class Meta:
        model = PlannedRound
        fields: list[str] = []

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.filters["plan"].queryset = PatrolPlan.objects.visible_to(self.user)

    def only_today(self, rows: QuerySet[PlannedRound], name: str, value: bool) -> QuerySet[PlannedRound]:
        """Those of the day, and those of last night that nobody has finished."""
        today = timezone.localdate()
        left = Q(state=PlannedRound.State.STARTED, occurred_on__lt=today)
        return rows.filter(Q(occurred_on=today) | left) if value else rows

    def only_open(self, rows: PlannedRoundQuerySet, name: str, value: bool) -> QuerySet[PlannedRound]:
        return rows.open() if value else rows

    def only_unfinished(self, rows: PlannedRoundQuerySet, name: str, value: bool) -> QuerySet[PlannedRound]:
        return rows.unfinished() if value else rows

    def only_to_explain(self, rows: PlannedRoundQuerySet, name: str, value: bool) -> QuerySet[PlannedRound]:
        return rows.to_explain() if value else rows

    def only_due(self, rows: PlannedRoundQuerySet, name: str, value: bool) -> QuerySet[PlannedRound]:
        return rows.due() if value else rows

    def only_walked(self, rows: PlannedRoundQuerySet, name: str, value: bool) -> QuerySet[PlannedRound]:
        return rows.walked() if value else rows
