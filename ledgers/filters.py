"""Filters that every book has: the month, the place, the state. Active filters are shown as chips.

The FilterSets of all books inherit from these; pages and exports read them through ``Listing.filtered``.
"""

from collections.abc import Callable, Hashable
from copy import copy
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import Any, TypeVar

import django_filters as filters
from django import forms
from django.db.models import CharField, Model, QuerySet, Value
from django.db.models.functions import Cast, LPad
from django.http import QueryDict
from django.utils import timezone, translation
from django.utils.choices import CallableChoiceIterator
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from access import scope
from access.rights import may
from accounts.models import User
from calendars import calendar
from ledgers import people, then
from ledgers.models import Row, RowQuerySet
from ledgers.month_filters import FromMonthFilter, MonthFilter, ToMonthFilter
from pages import addresses, compiled, searches
from pages.inputs import QuickSelect
from posts import carried
from posts.models import Post, Station, Town, Village
from posts.models.divisions import marked, short_name
from posts.naming import with_towns

RowT = TypeVar("RowT", bound=Model)


class AbolishedFilter(filters.BooleanFilter):
    """What still lies in a village that was abolished, and is to be moved."""

    def __init__(self) -> None:
        super().__init__(label=_("In an abolished village"), widget=forms.CheckboxInput)

    def filter(self, rows: QuerySet[RowT], value: Any) -> QuerySet[RowT]:
        return rows.filter(village__closed_on__lte=timezone.localdate()) if value else rows


# The filters that offer places, each with what its model is sorted by: villages and towns by their division code.
PLACES = {"village": "code", "post": "pk", "town": "code", "station": "pk"}


def _sortable(order: str) -> LPad:
    """A column of text, or of numbers as text, that sorts alike."""
    return LPad(Cast(order, CharField()), 20, Value("0"))


@dataclass(frozen=True)
class Chip:
    """One active filter: its label and value, and the query string without it."""

    name: str
    label: str
    value: str
    without: str


# Filters of which somebody chooses, and types nothing.
CHOSEN = (filters.ChoiceFilter, filters.ModelChoiceFilter, filters.BooleanFilter)


def _has_own_choices(one: filters.Filter) -> bool:
    """Are its choices a list that was made for this page, and no choices of a model and no months?"""
    return isinstance(one.extra.get("choices"), list)


class Declared(dict[str, Any]):
    """The filters of a class. A FilterSet of each page takes a deep copy, which here is no deeper than it has to be."""

    def __deepcopy__(self, _memo: Any) -> dict[str, Any]:
        return {name: self._copied(one) for name, one in self.items()}

    @staticmethod
    def _copied(one: Any) -> Any:
        fresh = copy(one)
        fresh.extra = dict(one.extra)
        if one.method is not None:
            fresh.method = one.method  # binds it to the copy
        return fresh


def _today() -> tuple[str | None, date]:
    """What the words and the months of each filter follow from."""
    return translation.get_language(), calendar.this_month()


Places = dict[str, list[tuple[int, str]]]


def places(
    kind: type, user: User, offered: tuple[str, ...], asked: Callable[[], QuerySet[Any, Any]]
) -> Places:
    """Key and name of the places that the filters ``offered`` of a FilterSet offer, in the order of their models."""
    key = ("places", kind, *offered, user.pk, scope.for_user(user), timezone.localdate())
    found: Places = {name: [] for name in offered}
    for name, _order, pk, called, closed_on in sorted(compiled.rows(key, asked)):
        found[name].append((pk, marked(short_name(called), closed_on) if name == "village" else called))
    found["village"] = list(with_towns(dict(found["village"])).items())
    return found


def offered_in(found: Places) -> Hashable:
    return tuple((name, *rows) for name, rows in found.items())


@dataclass(frozen=True)
class Unasked:
    """What the fields of a list without a query follow from, beside the places: ``offered`` names their filters."""

    offered: tuple[str, ...]
    shown_by: tuple[Hashable, ...]


class Unfiltered:
    """The FilterSet of a list without a query. It is made where something is asked of it that is not remembered:
    to make a dozen filters and their form takes longer than to read the rows of the page.

    ``key``: all that follows from the person, the day and the rules (access/remembering.py).
    """

    def __init__(
        self, kind: "type[PlaceFilterSet]", user: User, key: Hashable, make: Callable[[], Any]
    ) -> None:
        self.FOLDED = kind.FOLDED
        self._kind, self._user, self._key, self._make = kind, user, key, make

    _read: Places | None = None

    @cached_property
    def made(self) -> Any:
        made = self._make()
        if self._read is not None:
            made._places = self._read
        return made

    def __getattr__(self, name: str) -> Any:
        return getattr(self.made, name)

    def chips(self, query: QueryDict) -> list[Chip]:
        return []

    def shown_by(self) -> Hashable | None:
        """As of the FilterSet itself."""
        return self._shown_by

    @cached_property
    def _shown_by(self) -> Hashable | None:
        found = compiled.remembered(
            ("fields", self._kind, self._key, _today()), lambda: self.made.without_query()
        )
        if found is None:
            shown: Hashable | None = self.made.shown_by()
            return shown
        if "made" in vars(self):
            return *found.shown_by, offered_in(self.made._places)
        self._read = places(self._kind, self._user, found.offered, lambda: self._make()._asked())
        return *found.shown_by, offered_in(self._read)


class PlaceFilterSet(filters.FilterSet):
    """Narrowing to a place within the person's scope; a level with one choice only is not offered."""

    FOLDED: tuple[str, ...] = ()
    village = filters.ModelChoiceFilter(queryset=Village.objects.none(), empty_label=_("All villages"))
    post = filters.ModelChoiceFilter(
        queryset=Post.objects.none(), empty_label=_("All posts"), label=_("Post")
    )
    town = filters.ModelChoiceFilter(
        queryset=Town.objects.none(), field_name="village__town", empty_label=_("All towns"), label=_("Town")
    )
    station = filters.ModelChoiceFilter(
        queryset=Station.objects.none(), empty_label=_("All stations"), label=_("Station")
    )

    @classmethod
    def get_filters(cls) -> "Declared":
        return Declared(super().get_filters())

    def __init__(self, data: QueryDict, *, queryset: QuerySet[Any], user: User) -> None:
        """``user``: whose scope offers the places to choose from, and who may or may not search by name."""
        self.user = user
        super().__init__(searches.with_opened(data, user), queryset=queryset)
        for one in self.filters.values():
            if isinstance(one, filters.ChoiceFilter | filters.ModelChoiceFilter):
                one.extra.setdefault("widget", QuickSelect)
        if "q" in self.filters and not may(user, "see_names"):
            self._drop("q")  # a search by name would reveal what the mask hides
        where, villages = scope.for_user(user), Village.objects.served_by(user)
        if data.get("then") and (key := addresses.number(data.get("village"))):
            villages = then.with_village(user, villages, key)
        self.filters["village"].queryset = villages
        if where.post_id:
            self._drop("post", "town", "station")
        elif where.station_id:
            self._drop("station")
            self.filters["post"].queryset = Post.objects.filter(station=where.station_id)
            towns = Town.objects.filter(villages__in=villages).distinct()
            if data.get("then") and (key := addresses.number(data.get("town"))):
                towns = then.with_town(user, towns, key)
            self.filters["town"].queryset = towns
        else:
            self.filters["post"].queryset = Post.objects.filter(station__county=where.county_id)
            self.filters["town"].queryset = Town.objects.filter(county=where.county_id)
            self.filters["station"].queryset = Station.objects.filter(county=where.county_id)

    @property
    def form(self) -> forms.Form:
        """The form of the filters; the places to choose from are read when they are shown, all in one statement."""
        if not hasattr(self, "_form"):
            form: forms.Form = super().form
            for name in form.fields.keys() & PLACES.keys():
                form.fields[name].widget.choices = CallableChoiceIterator(partial(self._choices_of, name))
        found: forms.Form = self._form
        return found

    def _choices_of(self, name: str) -> list[tuple[int | str, str]]:
        """What the widget of a filter shows."""
        return [("", self.filters[name].extra["empty_label"]), *self._places[name]]

    @cached_property
    def _places(self) -> dict[str, list[tuple[int, str]]]:
        """Key and name of the places that each filter offers, in the order of its model."""
        return places(type(self), self.user, self._offered, self._asked)

    @property
    def _offered(self) -> tuple[str, ...]:
        return tuple(name for name in PLACES if name in self.filters)

    def _asked(self) -> QuerySet[Any, Any]:
        parts: list[QuerySet[Any, Any]] = [
            self.filters[name]
            .queryset.order_by()
            .values_list(Value(name), _sortable(order), "pk", "name", "closed_on")
            for name, order in PLACES.items()
            if name in self.filters
        ]
        return parts[0].union(*parts[1:], all=True)

    def shown_by(self) -> Hashable | None:
        """All that the HTML of the fields follows from; None for words that somebody typed, which are kept nowhere, and
        for an address that means nothing."""
        given = tuple((name, tuple(self.data.getlist(name))) for name in self.filters)
        typed = any(any(values) and not isinstance(self.filters[name], CHOSEN) for name, values in given)
        if typed or not self.is_valid():
            return None
        own = tuple(tuple(one.extra["choices"]) for one in self.filters.values() if _has_own_choices(one))
        rows = tuple(self._rows_of(self.form.fields[name]) for name in self._of_rows)
        return type(self), _today(), given, own, rows, offered_in(self._places)

    @staticmethod
    def _rows_of(field: Any) -> tuple[Any, ...]:
        """The choices of a model, which its widget shows as they were read here."""
        found = tuple(one for one in field.choices)  # asked for itself, it would be counted first
        field.widget.choices = found
        return found

    @property
    def _of_rows(self) -> list[str]:
        """The filters that offer rows other than places, such as teams."""
        return [
            name
            for name, one in self.filters.items()
            if isinstance(one, filters.ModelChoiceFilter) and name not in PLACES
        ]

    def without_query(self) -> "Unasked | None":
        """What ``shown_by`` says without a query, beside the places; None where it looks into other tables."""
        if self._of_rows:
            return None
        shown_by: Any = self.shown_by()
        return Unasked(self._offered, shown_by[:-1])

    def filter_queryset(self, rows: QuerySet[Any]) -> QuerySet[Any]:
        """Where it is asked for (``then``), places are those of the asked months, and rows theirs of that time."""
        asked = self.form.cleaned_data
        if self.period_then is None and self.end_then is None:
            now: QuerySet[Any] = super().filter_queryset(rows)
            end = then.end(asked, self.filters)
            # What stood at the end of a month is that of villages that were open then.
            return now if end is None else now.exclude(village__closed_on__lte=calendar.last_day(end))
        _read_first = self.months_then
        self.form.cleaned_data = asked | dict.fromkeys(then.LEVELS & asked.keys())
        try:
            narrowed: QuerySet[Any] = self.narrow_then(super().filter_queryset(rows))
            return narrowed
        finally:
            self.form.cleaned_data = asked

    @cached_property
    def period_then(self) -> tuple[str, date, date] | None:
        """The field of the day and the months, where rows of the places of that time are asked for."""
        asked = self.form.cleaned_data
        return then.span(asked, self.filters) if asked.get("then") else None

    @cached_property
    def end_then(self) -> date | None:
        """The month at whose end rows of the places of that time stood, where they are asked for."""
        asked = self.form.cleaned_data
        return then.end(asked, self.filters) if asked.get("then") else None

    @cached_property
    def months_then(self) -> then.Months:
        """The villages of the asked place in each asked month; of a level, too, that the form does not offer."""
        asked = {level: addresses.number(self.data.get(level)) for level in then.LEVELS}
        place = {level: key for level, key in asked.items() if key}
        if self.end_then is not None:
            return then.months_of(self.user, self.end_then, self.end_then, at_end=True, **place)
        if self.period_then is None:
            return {}
        _day, first, last = self.period_then
        return then.months_of(self.user, first, last, at_end=False, **place)

    def narrow_then(self, rows: QuerySet[Any]) -> QuerySet[Any]:
        if self.end_then is not None:
            return self.stood_then(rows, self.end_then)
        day = self.period_then[0] if self.period_then else ""
        if not rows.model.GOES_ON:
            return rows.filter(then.there(self.months_then, day))
        then_in = carried.expression(
            rows.model, day
        )  # a row of a merged village that goes on in its successor
        placed: QuerySet[Any] = rows.annotate(village_then=then_in)
        return placed.filter(then.there(self.months_then, day, village="village_then"))

    def stood_then(self, rows: QuerySet[Any], month: date) -> QuerySet[Any]:
        """Those of the villages that the place had at the end of the month, each where it lay then."""
        villages = sorted(self.months_then.get(month, ()))
        if not rows.model.GOES_ON:
            return rows.filter(village__in=villages)
        lay_in = carried.expression(rows.model, calendar.last_day(month))
        stood: QuerySet[Any] = rows.annotate(village_then=lay_in).filter(village_then__in=villages)
        return stood

    def _drop(self, *names: str) -> None:
        for name in names:
            del self.filters[name]

    def chips(self, query: QueryDict) -> list[Chip]:
        """The active filters, for the row of chips above the list."""
        found = []
        for name, field in self.form.fields.items():
            value = self.form.cleaned_data.get(name) if self.form.is_valid() else None
            if value in (None, "", False):
                continue
            rest = query.copy()
            for key in (name, "after", "before"):
                rest.pop(key, None)
            shown = dict(getattr(field, "choices", [])).get(value) if not hasattr(value, "pk") else value
            found.append(
                Chip(
                    name,
                    str(field.label or name),
                    "" if value is True else str(shown or value),
                    rest.urlencode(),
                )
            )
        return found


class RowFilterSet(PlaceFilterSet):
    """Filters of a ledger row; ``from_month``, ``to_month`` and ``counted`` come from a click on a figure."""

    month = MonthFilter(field_name="occurred_on", label=_("Month"))
    from_month = FromMonthFilter(field_name="occurred_on", label=_("From month"))
    to_month = ToMonthFilter(field_name="occurred_on", label=_("To month"))
    state = filters.ChoiceFilter(choices=Row.State, empty_label=_("Any state"), label=_("State"))
    counted = filters.BooleanFilter(
        method="only_counted", label=_("Counted rows only"), widget=forms.CheckboxInput
    )
    did = filters.BooleanFilter(method="only_done", label=_("Done by me"), widget=forms.CheckboxInput)
    then = then.ThenFilter()
    typed = filters.BooleanFilter(method="only_typed", label=_("Recorded by me"), widget=forms.CheckboxInput)
    FOLDED: tuple[str, ...] = (
        "did",
        "from_month",
        "to_month",
        "counted",
        "then",
        "typed",
        "state",
        "post",
        "town",
        "station",
    )

    def only_counted(self, rows: RowQuerySet[Row], name: str, value: bool) -> RowQuerySet[Row]:
        return rows.counted() if value else rows

    def only_done(self, rows: QuerySet[Row], name: str, value: bool) -> QuerySet[Row]:
        return rows.filter(people.done_by(self.user)) if value else rows

    def only_typed(self, rows: QuerySet[Row], name: str, value: bool) -> QuerySet[Row]:
        return rows.filter(recorded_by=self.user) if value else rows
