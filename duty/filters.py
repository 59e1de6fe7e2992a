"""How the list of duty days is narrowed."""

import django_filters as filters
from django import forms
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from duty.models import DutyDay, DutyDayQuerySet
from ledgers.filters import PlaceFilterSet
from ledgers.month_filters import FromMonthFilter, MonthFilter, ToMonthFilter
from ledgers.then import ThenFilter
from posts.models import Assignment


class DutyFilterSet(PlaceFilterSet):
    month = MonthFilter(field_name="on", label=_("Month"))
    from_month = FromMonthFilter(field_name="on", label=_("From month"))
    to_month = ToMonthFilter(field_name="on", label=_("To month"))
    responsible = filters.BooleanFilter(
        method="only_responsible", label=_("Responsible officers only"), widget=forms.CheckboxInput
    )
    then = ThenFilter()
    state = filters.ChoiceFilter(choices=DutyDay.State, empty_label=_("Any state"), label=_("State"))
    counted = filters.BooleanFilter(
        method="only_counted", label=_("Counted rows only"), widget=forms.CheckboxInput
    )
    to_decide = filters.BooleanFilter(
        method="only_to_decide", label=_("Waiting for the chief"), widget=forms.CheckboxInput
    )
    FOLDED = ("from_month", "to_month", "counted", "then", "post", "town", "station")

    class Meta:
        model = DutyDay
        fields: list[str] = []

    def only_responsible(self, rows: QuerySet[DutyDay], name: str, value: bool) -> QuerySet[DutyDay]:
        if not value:
            return rows
        served = Assignment.objects.filter(
            Q(ends_on=None) | Q(ends_on__gte=OuterRef("on")),
            user=OuterRef("user"),
            is_responsible=True,
            starts_on__lte=OuterRef("on"),
        )
        return rows.filter(Exists(served))

    def only_counted(self, rows: DutyDayQuerySet, name: str, value: bool) -> DutyDayQuerySet:
        return rows.counted() if value else rows

    def only_to_decide(self, rows: DutyDayQuerySet, name: str, value: bool) -> DutyDayQuerySet:
        return rows.filter(state__in=DutyDay.TO_DECIDE) if value else rows
