"""Counting a month: its ends, what does not count, twice is once, late rows."""

from datetime import date

import pytest
from django.db import connection

from config.lock_order import Advisory
from indicators import compute
from indicators.models import TouchedMonth, VillageMonth
from ledgers.models import Row
from posts.models import Membership
from rules.models import DatedValue
from tests import build

pytestmark = pytest.mark.django_db


def stored(village, month):
    return VillageMonth.objects.get(village=village, month=month)


def test_the_last_minute_of_a_month_is_inside(village, officer, february, time_machine):
    time_machine.move_to("2026-02-28T23:59:59+08:00")
    build.make_patrol(village, by=officer)
    time_machine.move_to("2026-03-01T00:00:00+08:00")
    build.make_patrol(village, by=officer)
    assert compute.fill_month(february) == 1
    assert stored(village, february).patrols == 1


def test_rows_given_back_or_withdrawn_do_not_count(village, figures, february):
    on = date(2026, 2, 3)
    build.make_patrol(village, on)
    build.make_patrol(village, on, state=Row.State.ACCEPTED)
    build.make_patrol(village, on, state=Row.State.GIVEN_BACK, reason="无此事")
    build.make_patrol(village, on, state=Row.State.WITHDRAWN)
    assert figures(february)["patrols"].numerator == 2


def test_blank_is_kept_as_not_reported(village, in_march, february):
    compute.fill_month(february)
    assert stored(village, february).criminal is None
    assert stored(village, february).patrols == 0


def test_filling_twice_changes_nothing(village, in_march, february):
    build.make_patrol(village, date(2026, 2, 3))
    assert compute.fill_month(february) == 1
    assert compute.fill_month(february) == 0


def test_filling_the_running_month_twice_changes_nothing(village, in_march, march):
    build.make_patrol(village, date(2026, 3, 3))
    compute.fill_running()
    assert compute.fill_running() == 0
    assert stored(village, march).patrols == 1


def test_a_late_row_recounts_only_what_it_touched(village, elsewhere, in_march, february):
    compute.fill_touched()
    VillageMonth.objects.filter(village=elsewhere).update(patrols=99)
    build.make_patrol(village, date(2026, 2, 3))
    compute.fill_touched()
    assert stored(village, february).patrols == 1
    assert stored(elsewhere, february).patrols == 99


def test_a_late_row_is_handed_on_to_later_months(village, in_march, february, march):
    household = build.make_household(village)
    build.make_visit(village, date(2026, 3, 5), household=household)
    compute.fill_month(february)
    compute.fill_month(march)
    assert stored(village, march).households_met_first == 1
    build.make_visit(village, date(2026, 2, 5), household=household)
    compute.fill_touched()
    assert stored(village, february).households_met_first == 1
    assert stored(village, march).households_met_first == 0
    assert not TouchedMonth.objects.filter(month__lte=march).exists()


def test_a_village_without_a_post_is_not_expected(village, in_march, february):
    compute.fill_month(february)
    Membership.objects.filter(village=village).update(ends_on=date(2026, 2, 27))
    compute.fill_month(february)
    assert [one.is_expected for one in VillageMonth.objects.filter(month=february)] == [False]
    Membership.objects.filter(village=village).update(ends_on=date(2026, 1, 31))
    compute.fill_month(february)
    assert not VillageMonth.objects.filter(month=february).exists()


def test_a_village_counts_where_it_belonged_on_the_last_day(village, elsewhere, in_march, february):
    other = elsewhere.memberships.get().post
    Membership.objects.filter(village=village).update(ends_on=date(2026, 2, 14))
    Membership.objects.create(village=village, post=other, starts_on=date(2026, 2, 15))
    compute.fill_month(february)
    assert stored(village, february).station == other.station


def test_counting_for_a_month_takes_no_later_one(village, in_march, february, march):
    build.make_patrol(village, february)
    build.make_patrol(village, march)
    compute.fill_touched(until=february)
    assert stored(village, february).patrols == 1
    assert not VillageMonth.objects.filter(month=march).exists()
    compute.fill_touched()
    assert stored(village, march).patrols == 1


def test_a_count_leaves_the_work_to_the_one_that_still_runs(village, in_march, february):
    build.recorder(village)
    compute.fill_touched()
    build.make_patrol(village, february)
    other = connection.copy()
    try:
        with other.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_lock(%s, 0)", [Advisory.COUNT_OF_A_MONTH])
            assert compute.fill_touched_months() == 0
            cursor.execute("SELECT pg_advisory_unlock(%s, 0)", [Advisory.COUNT_OF_A_MONTH])
    finally:
        other.close()
    assert compute.fill_touched_months() == 1


def test_a_norm_that_changes_within_the_month_counts_by_days(village, officer, in_march, february):
    """28 days: 30 households a month for 14 of them, 60 for the other 14; 3 days a week, then 5."""
    for code, value in (("visit.households_a_month", 60), ("duty.days_a_week", 5)):
        DatedValue.objects.create(
            code=code, county="990901", value=value, unit="x", valid_from=date(2026, 2, 15)
        )
    compute.fill_month(february)
    found = stored(village, february)
    assert (round(found.visit_target, 3), round(found.duty_norm, 3)) == (45, 16)
