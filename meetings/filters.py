"""The filters of the list of village meetings."""

import django_filters as filters
from django import forms
from django.db.models import Exists, OuterRef, QuerySet
from django.db.models.functions import TruncMonth
from django.utils.translation import gettext_lazy as _

from ledgers.filters import RowFilterSet
from ledgers.models import RowQuerySet
from meetings.models import Meeting


class MeetingFilterSet(RowFilterSet):
    """``first`` with the months comes from a click on a figure: of each village and month one meeting."""

    first = filters.BooleanFilter(
        method="only_first", label=_("First of the village in the month"), widget=forms.CheckboxInput
    )
    FOLDED = (*RowFilterSet.FOLDED, "first")

    class Meta:
        model = Meeting
        fields: list[str] = []

    def only_first(self, rows: RowQuerySet[Meeting], name: str, value: bool) -> QuerySet[Meeting]:
        if not value:
            return rows
        earlier = (
            Meeting.objects.unprotected()
            .counted()
            .annotate(in_month=TruncMonth("occurred_on"))
            .filter(village=OuterRef("village"), in_month=OuterRef("in_month"))
        )
        placed = rows.annotate(in_month=TruncMonth("occurred_on"))
        before = earlier.filter(occurred_on__lt=OuterRef("occurred_on"))
        same_day = earlier.filter(occurred_on=OuterRef("occurred_on"), pk__lt=OuterRef("pk"))
        return placed.filter(~Exists(before), ~Exists(same_day))
