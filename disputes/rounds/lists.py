"""The columns and filters of the list of check rounds."""

import django_filters as filters
from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from disputes.models import CheckRound
from ledgers.filters import RowFilterSet
from ledgers.tables import RowTable
from pages.columns import Column


class CheckRoundTable(RowTable):
    model = CheckRound
    found = Column()


class CheckRoundFilterSet(RowFilterSet):
    has_found = filters.BooleanFilter(
        method="only_with_disputes", label=_("With disputes found"), widget=forms.CheckboxInput
    )

    class Meta:
        model = CheckRound
        fields: list[str] = []

    def only_with_disputes(self, rows: QuerySet[CheckRound], name: str, value: bool) -> QuerySet[CheckRound]:
        return rows.filter(found__gt=0) if value else rows
