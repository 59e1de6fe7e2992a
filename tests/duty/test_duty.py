"""A duty day counts once a person and day."""

import pytest

from duty.models import DutyDay

pytestmark = pytest.mark.usefixtures("in_march")


def test_one_tap_notes_the_day(village, officer, sign_in):
    sign_in(officer).post("/ledgers/duty/arrive/", {"village": village.pk})
    day = DutyDay.objects.get()
    assert (day.user, day.village, str(day.on)) == (officer, village, "2026-03-20")


def test_a_second_tap_changes_nothing(village, officer, sign_in):
    for _tap in range(2):
        sign_in(officer).post("/ledgers/duty/arrive/", {"village": village.pk})
    assert DutyDay.objects.count() == 1


def test_nobody_arrives_in_a_village_of_others(elsewhere, officer, sign_in):
    answer = sign_in(officer).post("/ledgers/duty/arrive/", {"village": elsewhere.pk})
    assert answer.status_code == 404 and not DutyDay.objects.exists()


@pytest.mark.parametrize("village_text", ["", "x", "-1", "999999999999999999999999"])
def test_nonsense_is_refused(officer, sign_in, village_text):
    assert sign_in(officer).post("/ledgers/duty/arrive/", {"village": village_text}).status_code == 404
