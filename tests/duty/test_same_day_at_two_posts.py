"""Somebody who has arrived in the morning and serves at another post from noon on: the day counts once."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError

from access import scope
from duty import actions, correcting
from duty.models import DutyDay
from policies.acting import acting
from posts.models import Assignment
from tests import build

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_march")]
TODAY, YESTERDAY = date(2026, 3, 20), date(2026, 3, 19)


@pytest.fixture
def moved(village, officer, elsewhere):
    """Arrived today and on the day before at the old post, serves since the day before at the other one."""
    for day in (YESTERDAY, TODAY):
        build.make_duty_day(village, day, officer)
    Assignment.objects.filter(user=officer).update(ends_on=date(2026, 3, 18))
    post = elsewhere.memberships.get().post
    Assignment.objects.create(user=officer, role="officer", post=post, starts_on=YESTERDAY)
    return officer


def test_the_page_says_so_and_the_day_counts_once(moved, elsewhere, sign_in):
    client = sign_in(moved)
    answer = client.post("/ledgers/duty/arrive/", {"village": elsewhere.pk}, follow=True)
    assert answer.status_code == 200 and "原任职的警务室" in answer.content.decode()
    assert DutyDay.objects.filter(user=moved, on=TODAY).count() == 1


def test_an_arrival_entered_later_is_refused_with_the_same_words(moved, elsewhere):
    day = DutyDay(village=elsewhere, on=YESTERDAY, reason="没有信号")
    with acting(scope.acting_as(moved)), pytest.raises(ValidationError, match=r"原任职|served before"):
        correcting.enter_later(day, by=moved)


def test_another_fault_of_the_database_stays_one(moved):
    with pytest.raises(ZeroDivisionError), actions.counted_once():
        raise ZeroDivisionError
