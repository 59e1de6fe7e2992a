"""What the figures take from the registers touches the months that were counted, as a row of a book does."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from calendars import calendar
from duty.models import Leave
from indicators import compute
from indicators.models import TouchedMonth, VillageMonth
from posts.models import Assignment, Membership, Village
from residents.models import Household, Pairing
from rules.models import DatedValue
from teams.models import Team
from tests import build
from training.models import Attendance, Training

pytestmark = pytest.mark.django_db
JANUARY, FEBRUARY, MARCH = (date(2026, month, 1) for month in (1, 2, 3))


@pytest.fixture
def counted(village, elsewhere, officer, stranger, in_march):
    """The first three months are counted and nothing is touched."""
    count(JANUARY, FEBRUARY, MARCH)


def count(*months):
    for month in months:
        compute.fill_month(month)
    TouchedMonth.objects.all().delete()


def touched() -> set:
    return set(TouchedMonth.objects.values_list("village", "month"))


def of(village, *months) -> set:
    return {(village.pk, month) for month in months}


def pair(village, officer, starts_on, ends_on=None) -> Pairing:
    household = build.make_household(village)
    TouchedMonth.objects.all().delete()
    return Pairing.objects.create(
        household=household, officer=officer, starts_on=starts_on, ends_on=ends_on, **build.keys(village)
    )


def test_a_pairing_touches_the_counted_months_in_which_it_holds(village, officer, counted):
    pair(village, officer, date(1990, 5, 1), ends_on=date(2026, 2, 10))
    assert touched() == of(village, JANUARY, FEBRUARY)


def test_a_pairing_entered_late_corrects_the_figure(village, officer, counted):
    pair(village, officer, date(2026, 2, 10))
    compute.fill_touched()
    assert VillageMonth.objects.get(village=village, month=FEBRUARY).pairings == 1


def test_a_pairing_that_ends_or_goes_touches_its_months(village, officer, counted):
    pairing = pair(village, officer, date(2026, 2, 10))
    count()
    Pairing.objects.filter(pk=pairing.pk).update(ends_on=date(2026, 2, 20))
    assert of(village, FEBRUARY, MARCH) <= touched()
    count()
    pairing.delete()
    assert touched() == of(village, FEBRUARY)


def test_leave_granted_and_taken_back_touches_the_villages_of_the_post(village, officer, counted):
    leave = build.make_leave(officer, date(2026, 1, 30), date(2026, 2, 6))
    assert touched() == of(village, JANUARY, FEBRUARY)
    compute.fill_touched()
    assert VillageMonth.objects.get(village=village, month=FEBRUARY).visit_target < 30
    count()
    Leave.objects.filter(pk=leave.pk).delete()
    assert touched() == of(village, JANUARY, FEBRUARY)


def test_leave_of_an_auxiliary_touches_nothing(auxiliary, counted):
    build.make_leave(auxiliary)
    assert touched() == set()


def test_a_responsible_officer_who_leaves_touches_the_villages_of_the_post(village, officer, counted):
    Assignment.objects.filter(user=officer).update(ends_on=date(2026, 2, 14))
    assert of(village, FEBRUARY, MARCH) <= touched()
    compute.fill_touched()
    found = VillageMonth.objects.get(village=village, month=MARCH)
    assert (found.visit_target, found.vacant_days) == (30, 20)  # up to 20 March, today


def test_a_new_village_touches_those_that_share_the_post(village, elsewhere, post, counted):
    other = build.make_village(post, "第二村委会")
    assert of(village, FEBRUARY) | of(other, FEBRUARY) <= touched()
    assert not of(elsewhere, FEBRUARY) & touched()
    compute.fill_touched()
    months = VillageMonth.objects.filter(village=other, month__in=[JANUARY, FEBRUARY, MARCH])
    assert months.count() == 3


def test_a_village_given_to_another_post_touches_both(village, elsewhere, counted):
    Membership.objects.filter(village=village).update(post=elsewhere.memberships.get().post)
    assert of(village, MARCH) | of(elsewhere, MARCH) <= touched()


def test_a_closed_village_touches_the_months_from_then_on(village, counted):
    Village.objects.filter(pk=village.pk).update(closed_on=date(2026, 2, 10))
    assert touched() == of(village, FEBRUARY, MARCH)
    compute.fill_touched()
    assert VillageMonth.objects.filter(village=village, month=FEBRUARY).exists()
    assert not VillageMonth.objects.filter(village=village, month=MARCH).exists()


def test_a_household_touches_the_running_and_the_last_month(village):
    this = calendar.this_month()
    last, before = calendar.shift(this, -1), calendar.shift(this, -2)
    count(before, last, this)
    household = build.make_household(village)
    assert touched() == of(village, last, this)
    count()
    Household.objects.filter(pk=household.pk).update(last_met_on=timezone.localdate(), members=9)
    assert touched() == set()
    Household.objects.filter(pk=household.pk).update(closed_on=this - timedelta(days=40))
    assert touched() == of(village, before, last, this)


def test_registers_touch_no_month_that_was_never_counted(village, officer, in_march):
    pair(village, officer, date(2026, 1, 1))
    build.make_leave(officer)
    assert touched() == set()


def test_a_month_that_was_never_counted_is_counted_once_villages_have_posts(post, stranger, elsewhere):
    """Else the first visit in one village would make a month of that village alone."""
    this = calendar.this_month()
    TouchedMonth.objects.all().delete()
    given = [build.make_village(post, f"第{number}村委会") for number in range(3)]
    compute.fill_touched()
    build.make_visit(given[0], calendar.shift(this, -1))
    compute.fill_touched()
    for month in (calendar.shift(this, -back) for back in range(3)):
        counted = VillageMonth.objects.filter(month=month, village__in=given)
        assert counted.count() == len(given), month


def test_a_changed_norm_touches_the_months_since_then(village, officer, bureau, county, counted):
    values = {
        "code": "visit.households_a_month",
        "county": county.code,
        "unit": "households",
        "set_by_id": bureau.pk,
    }
    row = DatedValue.objects.create(value=20, valid_from=date(2026, 3, 10), **values)
    assert of(village, MARCH) <= touched() and not of(village, FEBRUARY) & touched()
    count()
    DatedValue.objects.filter(pk=row.pk).delete()
    assert of(village, MARCH) <= touched()
    count()
    DatedValue.objects.create(
        value=20, valid_from=date(2026, 3, 10), **values | {"code": "dispute.open_days"}
    )
    assert touched() == set()


def test_teams_members_and_trainings_touch_the_months_from_their_days_on(village, elsewhere, counted):
    team = build.make_team(village, starts_on=date(2026, 2, 10), further_villages=[elsewhere.pk])
    assert touched() == of(village, FEBRUARY, MARCH) | of(elsewhere, FEBRUARY, MARCH)
    count()
    Team.objects.filter(pk=team.pk).update(partner="供销社")
    assert touched() == set()
    member = build.make_member(village, team=team, consent_on=date(2026, 2, 10), starts_on=date(2026, 2, 10))
    assert touched() == of(village, FEBRUARY, MARCH)
    training = build.make_training(village, held_on=date(2026, 3, 2), hours=8)
    count()
    Attendance.objects.create(training=training, member=member.pk, **build.keys(village))
    assert touched() == of(village, MARCH)
    compute.fill_touched()
    assert VillageMonth.objects.get(village=village, month=MARCH).members_trained == 1
    Training.objects.filter(pk=training.pk).update(state="withdrawn", reason="填错")
    assert touched() == of(village, MARCH)
    compute.fill_touched()
    assert VillageMonth.objects.get(village=village, month=MARCH).members_trained == 0
    DatedValue.objects.create(code="member.hours_least", value=0, valid_from=date(2026, 3, 1), unit="hours")
    compute.fill_touched()
    assert VillageMonth.objects.get(village=village, month=MARCH).members_trained == 1
