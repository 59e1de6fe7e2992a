from typing import Any

import django_filters as filters
from django import forms
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ledgers.filters import PlaceFilterSet
from ledgers.tables import BookTable, ChoiceColumn, DayColumn, NameColumn, SheetColumn
from residents.models import DataRequest


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

    def only_waiting(self, rows: QuerySet, name: str, value: bool) -> QuerySet:
        return rows.waiting() if value else rows

    def only_overdue(self, rows: QuerySet, name: str, value: bool) -> QuerySet:
        return rows.waiting().filter(due_on__lt=timezone.localdate()) if value else rows


class DueColumn(DayColumn):
    """The day until which it must be answered; an overdue one says so."""

    def render(self, value: Any, record: DataRequest) -> str:
        said = super().render(value)
        return (
            format_html('{} <span class="mark mark-bad">{}</span>', said, _("Overdue"))
            if record.is_overdue
            else said
        )


class DataRequestTable(BookTable):
    kind = ChoiceColumn(DataRequest.Kind, linkify=lambda record: record.get_absolute_url())
    householder = NameColumn(accessor="household__householder", verbose_name=gettext_lazy("Householder"))
    village = SheetColumn(verbose_name=gettext_lazy("Village"))
    asked_on = DayColumn()
    due_on = DueColumn()
    state = ChoiceColumn(DataRequest.State, marked=True)
    received_by = SheetColumn(accessor="received_by__name")

    class Meta(BookTable.Meta):
        model = DataRequest
        fields = ("kind", "householder", "village", "asked_on", "due_on", "state", "received_by")
