"""The filters of the list of hazards."""

from datetime import date
from typing import Any

import django_filters as filters
from django import forms
from django.db.models import F, Q, QuerySet
from django.db.models.functions import TruncMonth
from django.db.models.lookups import GreaterThan
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

import rules
from access import scope
from calendars import calendar
from hazards.models import Hazard
from hazards.models.choices import Stage
from hazards.models.hazards import HazardQuerySet
from ledgers.filters import RowFilterSet, RowT
from ledgers.month_filters import AtEndFilter, FromMonthFilter, ToMonthFilter
from teams.models import Team

OVERDUE_DAYS = (0, 7, 30)  # choices of the filter


class OpenAtFilter(AtEndFilter):
    """Hazards found before the end of the month and not verified by then."""

    def stood(self, rows: QuerySet[RowT], month: date) -> QuerySet[RowT]:
        end = calendar.end_of(month)
        return rows.filter(Q(verified_on=None) | Q(verified_on__gte=end), occurred_on__lt=end)


class HazardFilterSet(RowFilterSet):
    open = filters.BooleanFilter(method="only_open", label=_("Open"), widget=forms.CheckboxInput)
    to_rectify = filters.BooleanFilter(
        method="only_to_rectify", label=_("To be put right"), widget=forms.CheckboxInput
    )
    to_verify = filters.BooleanFilter(
        method="only_to_verify", label=_("To be verified by me"), widget=forms.CheckboxInput
    )
    stage = filters.ChoiceFilter(
        method="in_stage", choices=Stage, empty_label=_("Any stage"), label=_("Stage")
    )
    kind = filters.ChoiceFilter(choices=Hazard.Kind, empty_label=_("Any kind"), label=_("Kind"))
    overdue = filters.ChoiceFilter(
        method="only_overdue", empty_label=_("Any time"), label=_("Overdue for more days than")
    )
    source = filters.ChoiceFilter(choices=Hazard.Source, empty_label=_("Anybody"), label=_("Found by"))
    team = filters.ModelChoiceFilter(
        queryset=Team.objects.none(), empty_label=_("Any team"), label=_("Reported by a member of")
    )
    urgency = filters.ChoiceFilter(choices=Hazard.Urgency, empty_label=_("Any urgency"), label=_("Urgency"))
    rectified_from = FromMonthFilter(field_name="rectified_on", label=_("Put right from month"))
    rectified_to = ToMonthFilter(field_name="rectified_on", label=_("Put right to month"))
    verified_from = FromMonthFilter(field_name="verified_on", label=_("Verified from month"))
    verified_to = ToMonthFilter(field_name="verified_on", label=_("Verified to month"))
    due_from = FromMonthFilter(field_name="due_on", label=_("Due from month"))
    due_to = ToMonthFilter(field_name="due_on", label=_("Due to month"))
    open_at = OpenAtFilter(label=_("Open at the end of"))
    in_time = filters.BooleanFilter(
        method="only_in_time", label=_("Verified by the due day"), widget=forms.CheckboxInput
    )
    not_in_month = filters.BooleanFilter(
        method="only_not_in_month",
        label=_("Not verified in the month of the due day"),
        widget=forms.CheckboxInput,
    )
    FOLDED = (
        *RowFilterSet.FOLDED, "source", "team", "urgency", "rectified_from", "rectified_to", "verified_from",
        "verified_to", "due_from", "due_to", "open_at", "in_time", "not_in_month",
    )  # fmt: skip

    class Meta:
        model = Hazard
        fields: list[str] = []

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """The choices include the days of the county, so that the links on the boards open the same rows."""
        super().__init__(*args, **kwargs)
        self.filters["team"].queryset = Team.objects.visible_to(self.user)
        today, county = timezone.localdate(), scope.for_user(self.user).county
        named = (
            rules.whole("hazard.chief_days", on=today, county=county),
            rules.whole("hazard.county_days", on=today, county=county),
        )
        days = sorted({*OVERDUE_DAYS, *named})
        self.filters["overdue"].extra["choices"] = [(str(one), str(one)) for one in days]

    def only_open(self, rows: HazardQuerySet, name: str, value: bool) -> QuerySet[Hazard]:
        return rows.open() if value else rows

    def only_to_rectify(self, rows: HazardQuerySet, name: str, value: bool) -> QuerySet[Hazard]:
        return rows.to_rectify() if value else rows

    def only_to_verify(self, rows: HazardQuerySet, name: str, value: bool) -> QuerySet[Hazard]:
        return rows.to_verify(self.user) if value else rows

    def in_stage(self, rows: HazardQuerySet, name: str, value: str) -> QuerySet[Hazard]:
        return rows.counted().in_stage(value)

    def only_overdue(self, rows: HazardQuerySet, name: str, value: str) -> QuerySet[Hazard]:
        return rows.overdue(int(value))

    def only_not_in_month(self, rows: QuerySet[Hazard], name: str, value: bool) -> QuerySet[Hazard]:
        if not value:
            return rows
        later = GreaterThan(TruncMonth("verified_on"), TruncMonth("due_on"))
        return rows.filter(Q(verified_on=None) | Q(later), due_on__lte=timezone.localdate())

    def only_in_time(self, rows: QuerySet[Hazard], name: str, value: bool) -> QuerySet[Hazard]:
        return rows.filter(verified_on__lte=F("due_on")) if value else rows
