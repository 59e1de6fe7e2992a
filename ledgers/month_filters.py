"""Filters by month: one month, or from and to. Which field a list is asked by is read by ``ledgers/then.py``."""

from datetime import date
from functools import lru_cache
from typing import Any, TypeVar

import django_filters as filters
from django.db.models import Model, QuerySet
from django.utils.translation import gettext_lazy as _

from calendars import calendar
from pages import addresses

MONTHS_BACK = 36
RowT = TypeVar("RowT", bound=Model)


def month_choices() -> list[tuple[str, str]]:
    """The running month and those before it, newest first."""
    return _months_to(calendar.this_month())


@lru_cache(2)  # three filters of each list ask for them
def _months_to(newest: date) -> list[tuple[str, str]]:
    return [(f"{calendar.shift(newest, -back):%Y-%m}",) * 2 for back in range(MONTHS_BACK)]


class MonthField(filters.fields.ChoiceField):
    """A choice of recent months that also takes an older one from an address."""

    def valid_value(self, value: str) -> bool:
        return addresses.month(value) is not None


class MonthFilter(filters.ChoiceFilter):
    """A month, as YYYY-MM; the whole month of ``field_name``."""

    field_class = MonthField
    side = "both"  # which end of the asked period it gives, or "end": what stood at its end (ledgers/then.py)

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(choices=month_choices, empty_label=_("Any month"), **kwargs)

    def filter(self, rows: QuerySet[RowT], value: str) -> QuerySet[RowT]:
        month = addresses.month(value)
        return rows if month is None else self.between(rows, month, calendar.end_of(month))

    def between(self, rows: QuerySet[RowT], first: date, end: date) -> QuerySet[RowT]:
        return rows.filter(**{f"{self.field_name}__gte": first, f"{self.field_name}__lt": end})


class FromMonthFilter(MonthFilter):
    side = "from"

    def between(self, rows: QuerySet[RowT], first: date, end: date) -> QuerySet[RowT]:
        return rows.filter(**{f"{self.field_name}__gte": first})


class ToMonthFilter(MonthFilter):
    side = "to"

    def between(self, rows: QuerySet[RowT], first: date, end: date) -> QuerySet[RowT]:
        return rows.filter(**{f"{self.field_name}__lt": end})


class AtEndFilter(MonthFilter):
    """What stood at the end of a month, in the running one by today: of the villages that were open then."""

    side = "end"

    def filter(self, rows: QuerySet[RowT], value: str) -> QuerySet[RowT]:
        month = addresses.month(value)
        return rows if month is None else self.stood(rows, month)

    def stood(self, rows: QuerySet[RowT], month: date) -> QuerySet[RowT]:
        """By default dated rows that hold on the last day."""
        day = calendar.place_day(month)
        return rows.filter(starts_on__lte=day).exclude(ends_on__lt=day)
