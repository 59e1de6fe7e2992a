"""Working days and the ends of periods, by the notices of the State Council's office and the statutory holidays.

Pure functions. What the notices say is passed in as a ``Table`` (``table_of``). A year without a notice has the
statutory days and Monday to Friday; whatever was counted through such a year is provisional (``Table.is_provisional``).
"""

import calendar
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from typing import Protocol

from lunar_python import Lunar

A_DAY = timedelta(days=1)
SATURDAY = calendar.SATURDAY
QINGMING_TERM = "清明"
MIDSUMMER = (6, 1)  # a lunar day whose solar terms are those of the year
TWO_MORE_SINCE = 2025  # 放假办法 as revised in 2024: 除夕 and 2 May


class YearNotice(Protocol):
    """The notice of one year, as rules/holidays.py has it. Its days may reach into the December before."""

    @property
    def year(self) -> int: ...

    @property
    def number(self) -> str: ...

    @property
    def off(self) -> frozenset[date]: ...

    @property
    def worked(self) -> frozenset[date]: ...


@dataclass(frozen=True)
class Table:
    """What the notices say: year -> number of its notice; days off; weekend days that are worked."""

    numbers: dict[int, str]
    off: frozenset[date]
    worked: frozenset[date]

    def is_provisional(self, first: date, last: date) -> bool:
        """Some year from ``first`` to ``last`` has no notice yet."""
        return any(year not in self.numbers for year in range(first.year, last.year + 1))


def table_of(notices: Iterable[YearNotice]) -> Table:
    """One table of several years; of two notices of one year both count."""
    given = tuple(notices)
    return Table(
        {one.year: one.number for one in given},
        frozenset().union(*(one.off for one in given)),
        frozenset().union(*(one.worked for one in given)),
    )


def is_working_day(day: date, table: Table) -> bool:
    if day in table.worked:
        return True
    if day in table.off or is_weekend(day):
        return False
    return day.year in table.numbers or day not in days_off(day.year)


def is_weekend(day: date) -> bool:
    return day.weekday() >= SATURDAY


def add_working_days(start: date, n: int, table: Table) -> date:
    """The ``n``-th working day after ``start``, which is not counted; before it where ``n`` is negative."""
    step = A_DAY if n > 0 else -A_DAY
    day, left = start, abs(n)
    while left:
        day += step
        left -= is_working_day(day, table)
    return day


def working_days_between(first: date, last: date, table: Table) -> int:
    """Working days after ``first`` up to ``last``, which counts; negative where ``last`` lies before."""
    if last < first:
        return -working_days_between(last, first, table)
    days = (first + timedelta(days=step) for step in range(1, (last - first).days + 1))
    return sum(is_working_day(day, table) for day in days)


def end_of_period(start: date, table: Table, *, days: int = 0, months: int = 0) -> date:
    """The last day of a period: ``start`` is not counted, a last day of rest moves to the next working day.

    A month ends on the day with the number of ``start``, or on the last of a shorter month (民法典 201-203).
    """
    return next_working_day(after_months(start, months) + timedelta(days=days), table)


def next_working_day(day: date, table: Table) -> date:
    """``day`` itself if it is worked, else the first after it that is."""
    while not is_working_day(day, table):
        day += A_DAY
    return day


def after_months(day: date, months: int) -> date:
    """The same day ``months`` later, or the last of a shorter month."""
    index = day.year * 12 + day.month - 1 + months
    year, month = index // 12, index % 12 + 1
    return date(year, month, min(day.day, calendar.monthrange(year, month)[1]))


@lru_cache
def statutory_days(year: int) -> dict[date, str]:
    """Day -> the holiday of all citizens; of two that fall on one day one of them."""
    return dict(holidays_of(year))


@lru_cache
def holidays_of(year: int) -> tuple[tuple[date, str], ...]:
    """Each statutory day with its holiday, by 放假办法 2: 13, before 2025 eleven. Two may be one day (2028-10-03)."""
    first = lunar_day(year, 1, 1)
    spring = [(first + timedelta(days=step), "春节") for step in range(3)]
    days = [
        (date(year, 1, 1), "元旦"),
        *spring,
        (qingming(year), "清明节"),
        (date(year, 5, 1), "劳动节"),
        (lunar_day(year, 5, 5), "端午节"),
        (lunar_day(year, 8, 15), "中秋节"),
        *((date(year, 10, day), "国庆节") for day in (1, 2, 3)),
    ]
    if year >= TWO_MORE_SINCE:
        days += [(first - A_DAY, "除夕"), (date(year, 5, 2), "劳动节")]
    return tuple(sorted(days))


@lru_cache
def days_off(year: int) -> frozenset[date]:
    """The statutory days, and for each one on a weekend the first weekday after it that is still free (放假办法 6)."""
    found = set(statutory_days(year))
    for day in statutory_days(year):
        if is_weekend(day):
            made_up = day
            while made_up in found or is_weekend(made_up):
                made_up += A_DAY
            found.add(made_up)
    return frozenset(found)


def lunar_day(year: int, month: int, day: int) -> date:
    """The day of the solar calendar on which a day of the lunar year that begins in ``year`` falls."""
    return date.fromisoformat(Lunar.fromYmd(year, month, day).getSolar().toYmd())


def qingming(year: int) -> date:
    """清明, one of the 24 solar terms: 4, 5 or 6 April."""
    return date.fromisoformat(Lunar.fromYmd(year, *MIDSUMMER).getJieQiTable()[QINGMING_TERM].toYmd())
