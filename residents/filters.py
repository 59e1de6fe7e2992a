"""The filters of the lists of households, residents, visits, services and pairings."""

from datetime import date
from typing import Any

import django_filters as filters
from django import forms
from django.contrib.postgres.fields import ArrayField
from django.db.models import BigIntegerField, DateField, Func, Q, QuerySet, Value
from django.db.models.functions import Cast
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

import rules
from access import scope
from accounts.models import User
from calendars import calendar
from ledgers import then
from ledgers.filters import AbolishedFilter, PlaceFilterSet, RowFilterSet, RowT
from ledgers.month_filters import AtEndFilter, MonthFilter
from ledgers.then import ThenFilter
from pages import addresses
from residents import completeness, family, search
from residents.models import Household, Pairing, Resident, Service, Visit
from residents.models.channels import Channel

BEGINNING = date(2000, 1, 1)  # nothing was met before; a figure's list says its first month


class SearchFilter(filters.CharFilter):
    def __init__(self, **kwargs: Any) -> None:
        super().__init__(widget=forms.TextInput({"type": "search", "autocomplete": "off"}), **kwargs)


def found_by(user: User, text: str) -> QuerySet[Household, Any]:
    """The keys of the households that a text finds, as a condition of a list about them."""
    households = search.households(Household.objects.visible_to(user), text, by=user)
    return households.order_by().values("pk")[: search.CANDIDATES]


class HouseholdFilterSet(PlaceFilterSet):
    q = SearchFilter(method="search", label=_("Anybody who lives there, house number or phone"))
    due = filters.BooleanFilter(method="only_due", label=_("Visit is due"), widget=forms.CheckboxInput)
    never = filters.BooleanFilter(method="only_never", label=_("Never met"), widget=forms.CheckboxInput)
    is_hardship = filters.BooleanFilter(
        label=_("In hardship"), method="only_hardship", widget=forms.CheckboxInput
    )
    incomplete = filters.BooleanFilter(
        method="only_incomplete", label=_("Not everybody entered"), widget=forms.CheckboxInput
    )
    also_left = filters.BooleanFilter(
        method="no_op", label=_("Also deregistered ones"), widget=forms.CheckboxInput
    )
    met_from = MonthFilter(method="no_op", label=_("Met from month"))
    met_to = MonthFilter(method="no_op", label=_("Met to month"))
    asked_from = MonthFilter(method="no_op", label=_("Did not only decline from month"))
    asked_to = MonthFilter(method="no_op", label=_("Registered at the end of"))
    then = ThenFilter()
    abolished = AbolishedFilter()
    FOLDED = (
        "asked_from",
        "asked_to",
        "abolished",
        "post",
        "town",
        "station",
        "never",
        "is_hardship",
        "incomplete",
        "also_left",
        "met_from",
        "met_to",
        "then",
    )

    class Meta:
        model = Household
        fields: list[str] = []

    def search(self, rows: QuerySet[Household], name: str, text: str) -> QuerySet[Household]:
        return search.households(rows, text, by=self.user)

    def only_due(self, rows: QuerySet[Household], name: str, value: bool) -> QuerySet[Household]:
        return rows.filter(next_visit_on__lte=timezone.localdate(), closed_on=None) if value else rows

    def only_never(self, rows: QuerySet[Household], name: str, value: bool) -> QuerySet[Household]:
        return rows.filter(last_met_on=None) if value else rows

    def only_hardship(self, rows: QuerySet[Household], name: str, value: bool) -> QuerySet[Household]:
        return rows.filter(is_hardship=True) if value else rows

    def only_incomplete(self, rows: QuerySet[Household], name: str, value: bool) -> QuerySet[Household]:
        return completeness.incomplete(rows) if value else rows

    def no_op(self, rows: QuerySet[Household], name: str, value: str) -> QuerySet[Household]:
        return rows

    def filter_queryset(self, rows: QuerySet[Household]) -> QuerySet[Household]:
        """Households met in a period, as the figure counts them; else the registered ones, or deregistered ones too."""
        rows = super().filter_queryset(rows)
        first, last = (addresses.month(self.form.cleaned_data[name]) for name in ("met_from", "met_to"))
        if self.asked_months:
            return asked_between(rows, *self.asked_months, self.months_then if self.period_then else None)
        if not first and not last:
            return rows if self.form.cleaned_data["also_left"] else rows.filter(closed_on=None)
        return met_between(rows, first, last, self.months_then if self.period_then else None)

    @cached_property
    def period_then(self) -> tuple[str, date, date] | None:
        """The visits lie in the asked months, not the households; of those registered the last day counts."""
        asked, months = self.form.cleaned_data, self.asked_months
        if months:
            return ("opened_on", months[1], months[1]) if asked["then"] else None
        first, last = (addresses.month(asked[name]) for name in ("met_from", "met_to"))
        return ("occurred_on", first, last) if asked["then"] and first and last else None

    @property
    def asked_months(self) -> tuple[date, date] | None:
        """The months of a figure whose denominator the list is."""
        first, last = (addresses.month(self.form.cleaned_data[name]) for name in ("asked_from", "asked_to"))
        return (first, last) if first and last else None

    def narrow_then(self, rows: QuerySet[Household]) -> QuerySet[Household]:
        return rows


class OnlyDeclined(Func):
    """The keys of the entries of residents/sql/only_declined.sql."""

    template = "(SELECT residents_only_declined(%(expressions)s))"


def asked_between(
    rows: QuerySet[Household], first: date, last: date, of_then: then.Months | None
) -> QuerySet[Household]:
    """Households registered at the end of the last month, without those that only declined in these months.
    ``of_then``: the villages of a place in the last month."""
    end = calendar.end_of(last)
    rows = rows.filter(Q(opened_on=None) | Q(opened_on__lt=end), Q(closed_on=None) | Q(closed_on__gte=end))
    if of_then is not None:
        rows = rows.filter(village__in=[key for villages in of_then.values() for key in villages])
    declined = OnlyDeclined(
        Value(first, DateField()), Value(end, DateField()), output_field=BigIntegerField()
    )
    return rows.exclude(village__closed_on__lt=end).exclude(pk__in=declined)


class MetFirst(Func):
    """The keys of the entries of residents/sql/met_first.sql."""

    template = "(SELECT residents_met_first(%(expressions)s))"


def met_between(
    rows: QuerySet[Household], first: date | None, last: date | None, of_then: then.Months | None
) -> QuerySet[Household]:
    """Households met in the months, as the figures count them. ``of_then``: the villages of a place in each month."""
    places: list[list[Any] | None] = [None, None]
    if of_then is not None:
        pairs = [(month, village) for month, villages in of_then.items() for village in sorted(villages)]
        places = [[month for month, _village in pairs], [village for _month, village in pairs]]
    asked = MetFirst(
        Value(first or BEGINNING, DateField()),
        Value(calendar.end_of(last or calendar.this_month()), DateField()),
        Cast(Value(places[0], ArrayField(DateField())), ArrayField(DateField())),
        Cast(Value(places[1], ArrayField(BigIntegerField())), ArrayField(BigIntegerField())),
        output_field=BigIntegerField(),
    )
    return rows.filter(pk__in=asked)


class ResidentFilterSet(PlaceFilterSet):
    q = SearchFilter(method="search", label=_("Name, initials, house number or phone"))
    residence = filters.ChoiceFilter(
        choices=Resident.Residence, empty_label=_("Any residence"), label=_("Residence")
    )
    ending = filters.BooleanFilter(
        method="only_ending", label=_("Stay ends soon, or has ended"), widget=forms.CheckboxInput
    )
    also_left = filters.BooleanFilter(
        method="no_op", label=_("Also those who moved away"), widget=forms.CheckboxInput
    )
    FOLDED = ("ending", "also_left", "post", "town", "station")

    class Meta:
        model = Resident
        fields: list[str] = []

    def search(self, rows: QuerySet[Resident], name: str, text: str) -> QuerySet[Resident]:
        return search.residents(rows, text, by=self.user)

    def only_ending(self, rows: QuerySet[Resident], name: str, value: bool) -> QuerySet[Resident]:
        if not value:
            return rows
        today = timezone.localdate()
        named = rules.days("residence.named_days", on=today, county=scope.for_user(self.user).county)
        return rows.filter(stays_until__lte=today + named, left_on=None)

    def no_op(self, rows: QuerySet[Resident], name: str, value: bool) -> QuerySet[Resident]:
        return rows

    def filter_queryset(self, rows: QuerySet[Resident]) -> QuerySet[Resident]:
        rows = super().filter_queryset(rows)
        return rows if self.form.cleaned_data["also_left"] else rows.filter(left_on=None)


class VisitFilterSet(RowFilterSet):
    q = SearchFilter(method="search", label=_("Anybody who lives there, house number or phone"))
    outcome = filters.ChoiceFilter(choices=Visit.Outcome, empty_label=_("Any outcome"), label=_("Outcome"))
    channel = filters.ChoiceFilter(choices=Channel, empty_label=_("Any channel"), label=_("channel"))

    class Meta:
        model = Visit
        fields: list[str] = []

    def search(self, rows: QuerySet[Visit], name: str, text: str) -> QuerySet[Visit]:
        return rows.filter(family.of_any(found_by(self.user, text)))


class ServiceFilterSet(RowFilterSet):
    kind = filters.ChoiceFilter(choices=Service.Kind, empty_label=_("Any kind"), label=_("Kind"))
    premises = filters.NumberFilter(field_name="premises", label=_("Premises"), widget=forms.HiddenInput)

    class Meta:
        model = Service
        fields: list[str] = []


class HeldAtFilter(AtEndFilter):
    """Pairings that hold on the last day of the month, of the running one as far as they are entered."""

    def stood(self, rows: QuerySet[RowT], month: date) -> QuerySet[RowT]:
        day = calendar.last_day(month)
        return rows.filter(starts_on__lte=day).exclude(ends_on__lt=day)


class PairingFilterSet(PlaceFilterSet):
    month = HeldAtFilter(label=_("Holds at the end of"))
    left = filters.BooleanFilter(
        method="only_left_behind", label=_("Officer has left"), widget=forms.CheckboxInput
    )
    running = filters.BooleanFilter(method="only_running", label=_("Running"), widget=forms.CheckboxInput)
    then = ThenFilter()
    FOLDED = ("running", "left", "then", "post", "town", "station")

    class Meta:
        model = Pairing
        fields: list[str] = []

    def only_running(self, rows: QuerySet[Pairing], name: str, value: bool) -> QuerySet[Pairing]:
        goes_on = Q(ends_on=None) | Q(ends_on__gte=timezone.localdate())
        return rows.filter(goes_on) if value else rows

    def only_left_behind(self, rows: QuerySet[Pairing], name: str, value: bool) -> QuerySet[Pairing]:
        return rows.filter(pk__in=Pairing.objects.left_behind()) if value else rows
