"""The states of a station's month and its lock."""

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from access.roles import Role
from audit.models import Entry
from ledgers import actions, months
from ledgers.models import StationMonth
from residents.models import Visit
from tests import build

FEBRUARY = date(2026, 2, 1)
pytestmark = pytest.mark.usefixtures("in_march", "village")  # a station without a village submits nothing


def new_visit(village, on) -> Visit:
    return Visit(village=village, household=build.make_household(village), occurred_on=on)


def test_a_submitted_month_is_locked_with_an_explanation(station, village, officer, clerk):
    months.submit(station, FEBRUARY, by=clerk)
    with pytest.raises(ValidationError) as refused:
        actions.record(new_visit(village, date(2026, 2, 27)), by=officer, verb="record_visit")
    assert "2026-02" in str(refused.value) and str(clerk) in str(refused.value)


def test_a_locked_month_does_not_open_by_a_reason(station, village, officer, clerk):
    months.submit(station, FEBRUARY, by=clerk)
    with pytest.raises(ValidationError):
        actions.record(new_visit(village, FEBRUARY), by=officer, verb="record_visit", late_reason="忘了")


def test_the_running_month_can_not_be_submitted(station, clerk, march):
    with pytest.raises(ValidationError):
        months.submit(station, march, by=clerk)


def test_only_the_chief_approves(station, clerk):
    months.submit(station, FEBRUARY, by=clerk)
    with pytest.raises(PermissionDenied):
        months.approve(station, FEBRUARY, by=clerk)


def test_a_month_given_back_is_open_again(station, village, officer, clerk, chief):
    months.submit(station, FEBRUARY, by=clerk)
    months.give_back(station, FEBRUARY, "少一个村", by=chief)
    assert months.station_month(station, FEBRUARY).reason == "少一个村"
    assert actions.record(new_visit(village, FEBRUARY), by=officer, verb="record_visit").pk


def test_giving_back_needs_a_reason(station, clerk, chief):
    months.submit(station, FEBRUARY, by=clerk)
    with pytest.raises(ValidationError):
        months.give_back(station, FEBRUARY, "  ", by=chief)


def test_a_month_is_submitted_once(station, clerk):
    months.submit(station, FEBRUARY, by=clerk)
    with pytest.raises(ValidationError):
        months.submit(station, FEBRUARY, by=clerk)


def test_a_late_row_in_a_published_month_needs_a_reason(station, village, officer, bureau):
    months.mark_published([station], FEBRUARY, by=bureau)
    with pytest.raises(ValidationError):
        actions.record(new_visit(village, FEBRUARY), by=officer, verb="record_visit")
    late = actions.record(new_visit(village, FEBRUARY), by=officer, verb="record_visit", late_reason="病假")
    assert late.is_late and late.reason == "病假"


def test_another_station_stays_open(station, elsewhere, stranger, clerk):
    months.submit(station, FEBRUARY, by=clerk)
    assert actions.record(new_visit(elsewhere, FEBRUARY), by=stranger, verb="record_visit").pk


def test_each_step_leaves_a_trail(station, clerk, chief):
    months.submit(station, FEBRUARY, by=clerk)
    months.approve(station, FEBRUARY, by=chief)
    steps = Entry.objects.filter(subject_type="ledgers.stationmonth").values_list("action", "actor_id")
    assert set(steps) == {("submit_month", clerk.pk), ("approve_month", chief.pk)}


def test_the_database_has_one_row_a_station_and_month(station, clerk):
    months.submit(station, FEBRUARY, by=clerk)
    assert StationMonth.objects.count() == 1


def test_a_station_of_others_is_left_alone(elsewhere, clerk, chief, station):
    foreign = build.keys(elsewhere)["station"]
    with pytest.raises(PermissionDenied):
        months.submit(foreign, FEBRUARY, by=clerk)
    months.submit(station, FEBRUARY, by=clerk)
    other = build.make_user("other-chief", Role.CHIEF, foreign)
    for step in (lambda: months.approve(station, FEBRUARY, by=other),
                 lambda: months.give_back(station, FEBRUARY, "x", by=other)):  # fmt: skip
        with pytest.raises(PermissionDenied):
            step()


def test_the_county_gives_back_the_months_of_its_own_stations(station, clerk, bureau):
    months.submit(station, FEBRUARY, by=clerk)
    assert months.give_back(station, FEBRUARY, "少一个村", by=bureau).state == StationMonth.State.OPEN
