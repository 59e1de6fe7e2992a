"""The filters of the list of disputes."""

from datetime import date, timedelta
from typing import Any

import django_filters as filters
from django import forms
from django.db.models import DurationField, F, Func, Q, QuerySet, Value
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

import rules
from access import scope
from calendars import calendar
from disputes.clocks import reading
from disputes.models import Dispute, Duty, FollowUp
from ledgers.filters import AbolishedFilter, RowFilterSet, RowT
from ledgers.models import RowQuerySet
from ledgers.month_filters import AtEndFilter, FromMonthFilter, ToMonthFilter
from rules import law

OPEN_DAYS = (30, 60, 90)  # choices of the filter


class OpenAtFilter(AtEndFilter):
    """Disputes accepted before the end of the month and not handled by then."""

    def stood(self, rows: QuerySet[RowT], month: date) -> QuerySet[RowT]:
        end = calendar.end_of(month)
        return rows.filter(Q(handled_on=None) | Q(handled_on__gte=end), occurred_on__lt=end)


class DisputeFilterSet(RowFilterSet):
    stage = filters.ChoiceFilter(choices=Dispute.Stage, empty_label=_("Any stage"), label=_("Stage"))
    kind = filters.ChoiceFilter(choices=Dispute.Kind, empty_label=_("Any type"), label=_("Type"))
    open_days = filters.ChoiceFilter(
        method="open_for",
        empty_label=_("Any time"),
        label=_("Open for more days than"),
    )
    procedure = filters.ChoiceFilter(
        choices=Dispute.Procedure, empty_label=_("Any procedure"), label=_("Procedure")
    )
    place = filters.ChoiceFilter(
        field_name="place_handled",
        choices=Dispute.Place,
        empty_label=_("Any place"),
        label=_("Where it was handled"),
    )
    in_time = filters.BooleanFilter(
        method="only_in_time", label=_("Ended within one month"), widget=forms.CheckboxInput
    )
    by_committee = filters.BooleanFilter(
        method="only_committee", label=_("With the village committee"), widget=forms.CheckboxInput
    )
    handled_from = FromMonthFilter(field_name="handled_on", label=_("Handled from month"))
    handled_to = ToMonthFilter(field_name="handled_on", label=_("Handled to month"))
    open_at = OpenAtFilter(label=_("Open at the end of"))
    clocks = filters.BooleanFilter(
        method="only_running_out", label=_("A period runs out or is over"), widget=forms.CheckboxInput
    )
    call = filters.BooleanFilter(
        method="only_with_call", label=_("A follow-up call is to be made"), widget=forms.CheckboxInput
    )
    owed = filters.BooleanFilter(
        method="only_owed", label=_("A promise is to be kept"), widget=forms.CheckboxInput
    )
    abolished = AbolishedFilter()
    FOLDED = (
        *RowFilterSet.FOLDED,
        "abolished",
        "open_days",
        "procedure",
        "place",
        "in_time",
        "by_committee",
        "handled_from",
        "handled_to",
        "open_at",
        "clocks",
        "call",
        "owed",
    )

    class Meta:
        model = Dispute
        fields: list[str] = []

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """The choices include the county's own limit, so that the link on the chief's board opens the same rows."""
        super().__init__(*args, **kwargs)
        county = scope.for_user(self.user).county
        named = rules.whole("dispute.open_days", on=timezone.localdate(), county=county)
        days = sorted({*OPEN_DAYS, named})
        self.filters["open_days"].extra["choices"] = [(str(one), str(one)) for one in days]

    def open_for(self, rows: QuerySet[Dispute], name: str, days: str) -> QuerySet[Dispute]:
        return rows.filter(handled_on=None, occurred_on__lt=timezone.localdate() - timedelta(days=int(days)))

    def only_running_out(self, rows: QuerySet[Dispute], name: str, value: bool) -> QuerySet[Dispute]:
        """As on the first page: worked out by the same function, so that the numbers agree."""
        return (
            rows.filter(pk__in={one.clock.dispute for one in reading.near_for(self.user)}) if value else rows
        )

    def only_with_call(self, rows: RowQuerySet[Dispute], name: str, value: bool) -> QuerySet[Dispute]:
        waiting = FollowUp.objects.filter(made_on=None, dropped_on=None)
        return rows.counted().filter(pk__in=waiting.values("dispute"), erased_on=None) if value else rows

    def only_owed(self, rows: RowQuerySet[Dispute], name: str, value: bool) -> QuerySet[Dispute]:
        pending = Duty.objects.filter(state=Duty.State.PENDING)
        return rows.counted().filter(pk__in=pending.values("dispute"), erased_on=None) if value else rows

    def only_in_time(self, rows: QuerySet[Dispute], name: str, value: bool) -> QuerySet[Dispute]:
        """Handled within the month that people's mediation takes as a rule, as figures count it."""
        if not value:
            return rows
        months = Func(
            Value(law.row("pm.month", on=timezone.localdate()).number()),
            template="make_interval(months => %(expressions)s)",
            output_field=DurationField(),
        )
        return rows.filter(handled_on__lte=F("occurred_on") + months)

    def only_committee(self, rows: QuerySet[Dispute], name: str, value: bool) -> QuerySet[Dispute]:
        return rows.filter(host=Dispute.Host.VILLAGE) if value else rows
