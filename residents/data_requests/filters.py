"""The filters of the list of requests about own data."""

import django_filters as filters
from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy

from ledgers.filters import PlaceFilterSet
from residents.models import DataRequest
from residents.models.data_requests import DataRequestQuerySet


class DataRequestFilterSet(PlaceFilterSet):
    waiting = filters.BooleanFilter(
        method="only_waiting", label=gettext_lazy("Not answered"), widget=forms.CheckboxInput
    )
    overdue = filters.BooleanFilter(
        method="only_overdue", label=gettext_lazy("Overdue"), widget=forms.CheckboxInput
    )
    kind = filters.ChoiceFilter(
        choices=DataRequest.Kind, empty_label=gettext_lazy("Any kind"), label=gettext_lazy("Kind")
    )
    FOLDED = ("post", "town", "station")

    class Meta:
        model = DataRequest
        fields: list[str] = []

    def only_waiting(self, rows: DataRequestQuerySet, name: str, value: bool) -> DataRequestQuerySet:
        return rows.waiting() if value else rows

    def only_overdue(self, rows: DataRequestQuerySet, name: str, value: bool) -> DataRequestQuerySet:
        return rows.waiting().filter(due_on__lt=timezone.localdate()) if value else rows
