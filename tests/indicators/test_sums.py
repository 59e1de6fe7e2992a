"""What the database adds up is what the stored rows add up to, one by one, in number and in kind."""

import random
from datetime import UTC, date, datetime

import pytest

from calendars import calendar
from indicators import sums
from indicators.models import VillageMonth
from indicators.models.months import COUNT_FIELDS, FIVE_NONE, REPORTED, STOCKS
from tests import build

JANUARY, MARCH = date(2026, 1, 1), date(2026, 3, 1)
COUNTED_AT = datetime(2026, 3, 20, 1, tzinfo=UTC)


@pytest.fixture
def stored(county) -> list[VillageMonth]:
    """Five villages at two stations in three months, some not reported, one without March, one that has moved."""
    dice = random.Random(8)
    stations = [build.make_station(county, name=name) for name in ("甲所", "乙所")]
    villages = [
        build.make_village(build.make_post(stations[number % 2], f"室{number}")) for number in range(5)
    ]
    made = []
    for month in calendar.months_between(JANUARY, MARCH):
        for number, village in enumerate(villages):
            if number == 4 and month == MARCH:
                continue
            counts = {name: dice.randint(0, 1 if name in FIVE_NONE else 9) for name in COUNT_FIELDS}
            counts |= {name: None for name in REPORTED if dice.random() < 0.2}
            keys = build.keys(villages[0] if number == 3 and month == JANUARY else village) | {
                "village": village
            }
            one = VillageMonth(month=month, town=village.town, computed_at=COUNTED_AT, **keys, **counts)
            made.append(in_a_row(one, [row for row in made if row.village_id == village.pk]))
    return VillageMonth.objects.bulk_create(made)


def in_a_row(row: VillageMonth, before: list[VillageMonth]) -> VillageMonth:
    """The row with its months in a row, after those of the village before it."""
    one = sums.of_row(row)
    last = before[-1] if before else VillageMonth()
    row.reported_months = one["reported"] * (1 + last.reported_months)
    row.met_months = one["met_five_none"] * (1 + last.met_months)
    row.preventable_months = one["preventable_reported"] * (1 + last.preventable_months)
    before_it = None if last.months_since_case is None else last.months_since_case + 1
    row.months_since_case = 0 if any(getattr(row, name) for name in FIVE_NONE) else before_it
    return row


def by_hand(rows: list[VillageMonth], first: date, last: date) -> sums.Sums:
    """Village by village and month by month."""
    rows = [row for row in rows if first <= row.month <= last]
    newest = max((row.month for row in rows), default=last)
    length = len(calendar.months_between(first, last))
    villages = []
    for key in {row.village_id for row in rows}:
        own = [row for row in rows if row.village_id == key]
        one = sums.add((sums.of_row(row) for row in own), level="village")
        one |= {name: sum(getattr(row, name) for row in own if row.month == newest) for name in STOCKS}
        is_there = any(row.month == newest for row in own)
        has_a_case = any(getattr(row, name) for row in own for name in FIVE_NONE)
        one |= {name: int(is_there and one[name] == length) for name in sums.REPORTING[2:]}
        one["judged_five_none"] = int(is_there and (has_a_case or one["met_five_none"] == 1))
        one["surveyed"] = int(is_there and any(row.invited for row in own))
        one |= {"counted": 1, "expected": int(is_there)}
        villages.append(one)
    return sums.add(villages, level="county")


def told(found: sums.Sums) -> dict:
    return {name: found[name] for name in sums.SUMMED}


@pytest.mark.parametrize(
    ("first", "last"), [(MARCH, MARCH), (JANUARY, MARCH), (date(2025, 1, 1), date(2025, 2, 1))]
)
def test_a_period_has_the_sums_of_its_rows(stored, first, last):
    found = told(sums.total(VillageMonth.objects.all(), first, last, level="county"))
    assert found == told(by_hand(stored, first, last))
    assert all(
        type(value) in (int, type(None)) for name, value in found.items() if name not in sums.FRACTIONS
    )


def test_several_periods_at_once_are_those_one_by_one(stored, django_assert_num_queries):
    months = VillageMonth.objects.all()
    periods = {
        "month": (MARCH, MARCH),
        "year": (JANUARY, MARCH),
        "none": (date(2020, 1, 1), date(2020, 5, 1)),
    }
    with django_assert_num_queries(1):
        found = sums.totals(months, periods, level="county")
    assert found == {name: sums.total(months, *period, level="county") for name, period in periods.items()}


@pytest.mark.parametrize("level", ["town", "station", "post", "village"])
def test_a_place_expects_its_villages_of_the_last_month_and_counts_what_happened_in_each(stored, level):
    found = sums.by_place(VillageMonth.objects.all(), level, JANUARY, MARCH)
    assert set(found) == {getattr(row, f"{level}_id") for row in stored}
    for key, added in found.items():
        own = [row for row in stored if getattr(row, f"{level}_id") == key]
        assert told(added)["expected"] == len([row for row in own if row.month == MARCH])
        assert told(added)["visits"] == sum(row.visits for row in own)


def test_the_newest_month_in_which_something_holds_is_found_with_its_places(stored):
    VillageMonth.objects.filter(month=MARCH).update(invited=0)
    month, found = sums.in_newest(VillageMonth.objects.all(), "station", sums.Q(invited__gt=0))
    assert (month, len(found)) == (date(2026, 2, 1), 2)
    assert sums.in_newest(VillageMonth.objects.none(), "station", sums.Q(invited__gt=0)) == (None, {})
