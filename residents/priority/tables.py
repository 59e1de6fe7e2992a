"""The list of priority visits. It is no list to export (residents/book.py, guard rail 3)."""

from typing import Any

import django_filters as filters
from django import forms
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ledgers.filters import PlaceFilterSet
from ledgers.tables import BookTable, ChoiceColumn, DayColumn, NameColumn, SheetColumn
from residents.models import PriorityVisit


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

    def only_running(self, rows: QuerySet, name: str, value: bool) -> QuerySet:
        return rows.open_on(timezone.localdate()) if value else rows

    def only_waiting(self, rows: QuerySet, name: str, value: bool) -> QuerySet:
        return rows.waiting() if value else rows


class StageColumn(SheetColumn):
    def render(self, value: Any, record: PriorityVisit) -> str:
        return record.stage


class PriorityTable(BookTable):
    householder = NameColumn(
        accessor="household__householder",
        verbose_name=_("Householder"),
        linkify=lambda record: record.get_absolute_url(),
    )
    number = SheetColumn(accessor="household__number", verbose_name=_("House number"))
    village = SheetColumn(verbose_name=_("Village"))
    purpose = ChoiceColumn(PriorityVisit.Purpose)
    stage = StageColumn(accessor="state", verbose_name=_("State"))
    requested_on = DayColumn()
    expires_on = DayColumn(default="–")
    author = SheetColumn(accessor="author__name", verbose_name=_("Requested by"))

    class Meta(BookTable.Meta):
        model = PriorityVisit
        fields = (
            "householder",
            "number",
            "village",
            "purpose",
            "stage",
            "requested_on",
            "expires_on",
            "author",
        )
