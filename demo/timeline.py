"""The days of the demo county: two full years and what has passed of the running one."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import cached_property

from django.utils import timezone

from calendars import calendar


@dataclass(frozen=True)
class Timeline:
    """Nothing happens on ``today`` itself or later: the last day of work is yesterday."""

    today: date

    @property
    def year(self) -> int:
        """The last full year, whose totals are the acceptance figures."""
        return self.today.year - 1

    @property
    def years(self) -> list[int]:
        return [self.year - 1, self.year, self.year + 1]

    @property
    def first_day(self) -> date:
        return date(self.year - 1, 1, 1)

    @property
    def yesterday(self) -> date:
        return self.today - timedelta(days=1)

    @cached_property
    def this_month(self) -> date:
        return calendar.month_of(self.today)

    @cached_property
    def last_complete(self) -> date:
        return calendar.shift(self.this_month, -1)

    @cached_property
    def months(self) -> list[date]:
        return calendar.months_between(self.first_day, self.this_month)

    @cached_property
    def published(self) -> list[date]:
        """Every month before the last complete one."""
        return [month for month in self.months if month < self.last_complete]

    def months_of(self, year: int) -> list[date]:
        return [month for month in self.months if month.year == year]

    def days_of(self, month: date) -> list[date]:
        """The days of the month that have passed."""
        end = min(calendar.end_of(month), self.today)
        return [month + timedelta(days=step) for step in range((end - month).days)]

    def elapsed(self, month: date) -> float:
        return len(self.days_of(month)) / calendar.days_in(month)

    def share_of(self, year: int) -> float:
        """How much of the year has passed, 0 to 1."""
        return sum(self.elapsed(month) for month in self.months_of(year)) / 12

    def latest(self, moment: datetime) -> datetime:
        """``moment``, or late yesterday evening if that would not have come yet."""
        return min(moment, at(self.yesterday, 23, 30))


def at(day: date, hour: int, minute: int = 0, second: int = 0) -> datetime:
    """A wall-clock moment in the county."""
    return datetime.combine(day, time(hour, minute, second), timezone.get_default_timezone())
