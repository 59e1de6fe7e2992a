"""The filters of the list of requests."""

import django_filters as filters
from django import forms
from django.db.models import F, QuerySet
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ledgers import then
from ledgers.filters import RowFilterSet
from ledgers.models import RowQuerySet
from ledgers.month_filters import FromMonthFilter, ToMonthFilter
from posts import carried
from residents import family
from residents.filters import SearchFilter, found_by
from residents.models import Request


class RequestFilterSet(RowFilterSet):
    q = SearchFilter(method="search", label=_("Anybody who lives there, house number or phone"))
    waiting = filters.BooleanFilter(
        method="only_waiting", label=_("Not answered"), widget=forms.CheckboxInput
    )
    overdue = filters.BooleanFilter(method="only_overdue", label=_("Overdue"), widget=forms.CheckboxInput)
    kind = filters.ChoiceFilter(choices=Request.Kind, empty_label=_("Any kind"), label=_("Kind"))
    urgency = filters.ChoiceFilter(choices=Request.Urgency, empty_label=_("Any urgency"), label=_("Urgency"))
    due_from = FromMonthFilter(field_name="due_on", label=_("Due from month"))
    due_to = ToMonthFilter(field_name="due_on", label=_("Due to month"))
    told_from = FromMonthFilter(field_name="told_back_on", label=_("Told back from month"))
    told_to = ToMonthFilter(field_name="told_back_on", label=_("Told back to month"))
    in_time = filters.BooleanFilter(
        method="only_in_time", label=_("Told back by the due day"), widget=forms.CheckboxInput
    )
    FOLDED = (
        *RowFilterSet.FOLDED, "kind", "urgency", "due_from", "due_to", "told_from", "told_to", "in_time",
    )  # fmt: skip

    class Meta:
        model = Request
        fields: list[str] = []

    def narrow_then(self, rows: QuerySet[Request]) -> QuerySet[Request]:
        """As the figures count it: answered where it is now, received and due where it was asked, or in the village
        into which that was merged by the day.
        """
        day = self.period_then[0] if self.period_then else ""
        if day == "told_back_on":
            return super().narrow_then(rows)
        asked_in = rows.annotate(asked_in=Coalesce("received_in", "village"))
        there = carried.successor(F("asked_in"), day, carried.was_merged("asked_in"))
        return asked_in.annotate(village_then=there).filter(
            then.there(self.months_then, day, village="village_then")
        )

    def search(self, rows: QuerySet[Request], name: str, text: str) -> QuerySet[Request]:
        return rows.filter(family.of_any(found_by(self.user, text)))

    def only_waiting(self, rows: RowQuerySet[Request], name: str, value: bool) -> QuerySet[Request]:
        return rows.counted().filter(told_back_on=None) if value else rows

    def only_overdue(self, rows: RowQuerySet[Request], name: str, value: bool) -> QuerySet[Request]:
        return rows.counted().filter(told_back_on=None, due_on__lt=timezone.localdate()) if value else rows

    def only_in_time(self, rows: RowQuerySet[Request], name: str, value: bool) -> QuerySet[Request]:
        return rows.filter(told_back_on__lte=F("due_on")) if value else rows
