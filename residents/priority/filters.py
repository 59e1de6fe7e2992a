"""The filters of the list of priority visits."""

import django_filters as filters
from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ledgers.filters import PlaceFilterSet
from residents.models import PriorityVisit
from residents.models.priority import PriorityQuerySet


class PriorityFilterSet(PlaceFilterSet):
    running = filters.BooleanFilter(method="only_running", label=_("Running"), widget=forms.CheckboxInput)
    waiting = filters.BooleanFilter(
        method="only_waiting", label=_("Waiting for approval"), widget=forms.CheckboxInput
    )
    purpose = filters.ChoiceFilter(
        choices=PriorityVisit.Purpose, empty_label=_("Any purpose"), label=_("purpose")
    )
    FOLDED = ("post", "town", "station")

    class Meta:
        model = PriorityVisit
        fields: list[str] = []

    def only_running(self, rows: PriorityQuerySet, name: str, value: bool) -> PriorityQuerySet:
        return rows.open_on(timezone.localdate()) if value else rows

    def only_waiting(self, rows: PriorityQuerySet, name: str, value: bool) -> PriorityQuerySet:
        return rows.waiting() if value else rows
