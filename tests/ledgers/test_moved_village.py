"""What happened before a village moved belongs to the month of the station that it belonged to then."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError

from access import scope
from access.roles import Role
from disputes.actions.closing import close
from ledgers import actions, months
from policies.acting import acting
from posts.actions import moving
from residents.models import Visit
from residents.requests.actions import answer
from tests import build

FEBRUARY = date(2026, 2, 1)
LATE = date(2026, 2, 26)
pytestmark = pytest.mark.usefixtures("in_march")


@pytest.fixture
def newcomer(county):
    return build.make_user(
        "newcomer", Role.OFFICER, build.make_post(build.make_station(county, "新派出所")), is_responsible=True
    )


@pytest.fixture
def asked(village, officer):
    return build.make_request(village, date(2026, 1, 30), by=officer)


@pytest.fixture
def dispute(village, officer):
    return build.make_dispute(village, date(2026, 1, 30), by=officer)


@pytest.fixture
def moved(village, asked, dispute, station, clerk, chief, bureau, newcomer) -> None:
    """February is approved; then the village goes to the newcomer's post."""
    months.submit(station, FEBRUARY, by=clerk)
    months.approve(station, FEBRUARY, by=chief)
    with acting(scope.acting_as(bureau)):
        moving.move_village(village, newcomer.assignments.get().post, "调整", by=bureau)
    for row in (asked, dispute):
        row.refresh_from_db()


def new_visit(village, on) -> Visit:
    return Visit(village=village, household=build.make_household(village), occurred_on=on)


def test_an_earlier_visit_is_refused_naming_the_station_of_its_month(moved, village, station, newcomer):
    visit = new_visit(village, LATE)
    with acting(scope.acting_as(newcomer)), pytest.raises(ValidationError) as refused:
        actions.record(visit, by=newcomer, verb="record_visit")
    assert str(station) in str(refused.value)


def test_once_it_is_published_it_comes_late_with_a_reason(moved, village, station, newcomer, bureau):
    months.mark_published([station], FEBRUARY, by=bureau)
    visit = new_visit(village, LATE)
    with acting(scope.acting_as(newcomer)):
        row = actions.record(visit, by=newcomer, verb="record_visit", late_reason="移交时漏记")
    assert (row.is_late, row.reason) == (True, "移交时漏记")


def test_the_running_month_is_that_of_the_new_station(moved, village, newcomer, march):
    visit = new_visit(village, march)
    with acting(scope.acting_as(newcomer)):
        assert not actions.record(visit, by=newcomer, verb="record_visit").is_late


def test_an_answer_of_before_is_refused(moved, asked, newcomer):
    build.told(asked, LATE)
    with acting(scope.acting_as(newcomer)), pytest.raises(ValidationError):
        answer(asked, by=newcomer)


def test_a_result_of_before_is_refused(moved, dispute, newcomer):
    dispute.agreement, dispute.result, dispute.handled_on = "oral", "和解", LATE
    with acting(scope.acting_as(newcomer)), pytest.raises(ValidationError):
        close(dispute, "agreed", by=newcomer)


def test_the_new_station_does_not_lock_what_the_former_answers_for(village, county, bureau, newcomer):
    """The new station has closed its February; the village's one was the former's, and is open."""
    new_station = newcomer.assignments.get().post.station
    build.make_village(newcomer.assignments.get().post, "老村")
    months.submit(new_station, FEBRUARY, by=build.make_user("clerk2", Role.CLERK, new_station))
    with acting(scope.acting_as(bureau)):
        moving.move_village(village, newcomer.assignments.get().post, "调整", by=bureau)
    visit = new_visit(village, LATE)
    with acting(scope.acting_as(newcomer)):
        assert actions.record(visit, by=newcomer, verb="record_visit").pk
