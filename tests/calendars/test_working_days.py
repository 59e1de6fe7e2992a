"""Working days and ends of periods across holidays, month ends and leap days."""

from datetime import date, timedelta

import chinese_calendar
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from calendars.working_days import (
    add_working_days,
    after_months,
    days_off,
    end_of_period,
    is_weekend,
    is_working_day,
    statutory_days,
    table_of,
    working_days_between,
)
from rules import law
from rules.holidays import WITH_THE_REGISTRY

TABLE = table_of(WITH_THE_REGISTRY)
NO_NOTICE = table_of(())
DAYS = st.dates(date(2024, 1, 1), date(2028, 12, 31))
TABLES = st.sampled_from([TABLE, NO_NOTICE, table_of(WITH_THE_REGISTRY[1:2])])


def every_day(year):
    day = date(year, 1, 1)
    while day.year == year:
        yield day
        day += timedelta(days=1)


@pytest.mark.parametrize("year", [2024, 2025, 2026])
def test_the_notices_are_those_of_an_independent_table(year):
    wrong = [day for day in every_day(year) if is_working_day(day, TABLE) != chinese_calendar.is_workday(day)]
    assert wrong == []


@pytest.mark.parametrize("year", range(2025, 2027))
def test_every_statutory_day_is_off_in_its_notice(year):
    assert [day for day in statutory_days(year) if day not in TABLE.off] == []


@pytest.mark.parametrize("year", range(2010, 2025))
def test_the_lunar_days_are_those_of_an_independent_table(year):
    """Its holidays of all citizens before 2025, 除夕 and 2 May apart."""
    found = statutory_days(year)
    assert len(found) in {10, 11}  # 2020: Mid-Autumn is National Day
    assert all(chinese_calendar.is_holiday(day) for day in found)


def test_2027_is_computed_as_the_regulation_has_it():
    month_and_day = {(day.month, day.day) for day in statutory_days(2027)}
    assert month_and_day == {
        (1, 1), (2, 5), (2, 6), (2, 7), (2, 8), (4, 5), (5, 1), (5, 2), (6, 9), (9, 15), (10, 1), (10, 2), (10, 3),
    }  # fmt: skip
    made_up = sorted(day for day in days_off(2027) if day not in statutory_days(2027))
    assert made_up == [
        date(2027, 2, 9), date(2027, 2, 10), date(2027, 5, 3), date(2027, 5, 4), date(2027, 10, 4), date(2027, 10, 5)
    ]  # fmt: skip


def test_the_law_counts_as_many_days():
    row = law.row("ho.days", on=date(2027, 1, 1))
    parts = [one.number for one in row.value if one.of]
    assert row.number() == sum(parts) == len(statutory_days(2027))
    assert row.number("spring_festival") == 4


@pytest.mark.parametrize("year", range(2025, 2060))
def test_every_statutory_day_has_a_weekday_off(year):
    assert sum(not is_weekend(day) for day in days_off(year)) == len(statutory_days(year))


@pytest.mark.parametrize(
    ("start", "n", "due"),
    [
        ("2024-02-08", 3, "2024-02-19"),  # 10-17 February off, Sunday the 18th worked
        ("2025-01-24", 3, "2025-02-05"),  # Sunday the 26th worked, 28 January to 4 February off
        ("2026-02-12", 3, "2026-02-24"),  # Saturday the 14th worked, 15-23 February off
        ("2024-09-27", 3, "2024-10-08"),  # Sunday the 29th worked, 1-7 October off
        ("2025-09-26", 3, "2025-09-30"),  # Sunday the 28th worked
        ("2025-09-30", 3, "2025-10-11"),  # 1-8 October off, Saturday the 11th worked
        ("2026-09-30", 3, "2026-10-10"),  # 1-7 October off, Saturday the 10th worked
        ("2026-11-27", 3, "2026-12-02"),
        ("2026-12-30", 3, "2027-01-05"),  # into the year without a notice
        ("2027-02-04", 3, "2027-02-15"),  # 5-8 February and two made up
        ("2026-11-28", 1, "2026-11-30"),  # from a Saturday
        ("2026-11-27", 0, "2026-11-27"),
        ("2026-10-10", -1, "2026-10-09"),
    ],
)
def test_working_days_are_counted_without_the_first(start, n, due):
    assert add_working_days(date.fromisoformat(start), n, TABLE) == date.fromisoformat(due)


@pytest.mark.parametrize(
    ("start", "period", "due"),
    [
        ("2026-01-31", {"months": 1}, "2026-02-28"),  # a Saturday, worked
        ("2024-01-31", {"months": 1}, "2024-02-29"),
        ("2025-01-31", {"months": 1}, "2025-02-28"),
        ("2024-02-29", {"months": 12}, "2025-02-28"),
        ("2026-08-31", {"months": 1}, "2026-09-30"),
        ("2026-12-31", {"months": 2}, "2027-03-01"),  # 28 February is a Sunday
        ("2026-01-16", {"days": 30}, "2026-02-24"),  # 15 February: the first of nine days off
        ("2026-09-01", {"days": 30}, "2026-10-08"),
        ("2026-11-27", {"days": 30}, "2026-12-28"),  # 27 December is a Sunday
        ("2026-12-02", {"days": 30}, "2027-01-04"),  # New Year, then a weekend, by the statute
        ("2026-11-24", {"days": 3}, "2026-11-27"),
    ],
)
def test_a_period_ends_on_a_day_that_is_worked(start, period, due):
    assert end_of_period(date.fromisoformat(start), TABLE, **period) == date.fromisoformat(due)


@given(DAYS, st.integers(1, 40), TABLES)
@settings(deadline=None, max_examples=200)
def test_days_counted_there_and_back_agree(start, n, table):
    due = add_working_days(start, n, table)
    assert is_working_day(due, table)
    assert working_days_between(start, due, table) == n
    assert working_days_between(due, start, table) == -n
    back = add_working_days(due, -n, table)
    assert back <= start if is_working_day(start, table) else back < start
    assert not any(
        is_working_day(back + timedelta(days=step), table) for step in range(1, (start - back).days + 1)
    )


@given(DAYS, st.integers(0, 400), st.integers(0, 24), TABLES)
@settings(deadline=None, max_examples=200)
def test_a_period_is_never_shorter_than_its_days(start, days, months, table):
    end = end_of_period(start, table, days=days, months=months)
    plain = after_months(start, months) + timedelta(days=days)
    assert end >= plain and is_working_day(end, table)
    assert not any(is_working_day(plain + timedelta(days=step), table) for step in range((end - plain).days))


@pytest.mark.parametrize(
    ("first", "last", "provisional"),
    [
        ("2026-01-01", "2026-12-31", False),
        ("2026-12-30", "2027-01-05", True),
        ("2023-12-31", "2024-01-02", True),
    ],
)
def test_a_period_through_a_year_without_notice_is_provisional(first, last, provisional):
    assert TABLE.is_provisional(date.fromisoformat(first), date.fromisoformat(last)) is provisional


def test_a_notice_may_reach_into_december():
    class Early:
        year, number = 2027, "no. 1"
        off, worked = frozenset({date(2026, 12, 31)}), frozenset({date(2026, 12, 26)})

    table = table_of([*WITH_THE_REGISTRY, Early()])
    assert not is_working_day(date(2026, 12, 31), table)
    assert is_working_day(date(2026, 12, 26), table)
