"""What follows a visit when it is changed, and what a household keeps of its visits."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext

from residents.actions import register, visits
from residents.models import Request, Visit
from tests import build

pytestmark = pytest.mark.usefixtures("in_march")
DAY = date(2026, 3, 10)


@pytest.fixture
def visit(village, clerk, officer) -> Visit:
    """Typed by the clerk for the officer."""
    made = build.make_visit(village, DAY, by=clerk, done_by=[officer.pk])
    build.make_request(village, DAY, by=clerk, household=made.household, visit=made)
    return made


def test_the_request_of_a_visit_moves_with_it(visit, clerk, station):
    neighbours = build.make_post(station, name="邻村警务室")
    beside = build.make_village(neighbours, name="邻村")
    visit.done_by = [build.make_user("beside", "officer", neighbours).pk]
    visit.household, visit.occurred_on = build.make_household(beside), date(2026, 3, 12)
    visits.amend_visit(visit, by=clerk)
    asked = Request.objects.get()
    assert (asked.household, asked.village, asked.post) == (
        visit.household,
        beside,
        build.keys(beside)["post"],
    )
    assert asked.occurred_on == asked.due_on == date(2026, 3, 12)


def test_a_visit_does_not_move_past_the_answer_to_its_request(visit, clerk):
    Request.objects.update(answer="好", outcome="done", told_how="face", told_back_on=date(2026, 3, 11))
    visit.occurred_on = date(2026, 3, 12)
    with pytest.raises(ValidationError) as refused:
        visits.amend_visit(visit, by=clerk)
    assert "occurred_on" in refused.value.message_dict


def test_a_request_of_another_household_lies_in_its_village(village, post, officer, sign_in):
    beside = build.make_village(post, name="邻村")
    row, household = build.make_request(village, DAY, by=officer), build.make_household(beside)
    given = build.ASKED | {
        "household": household.pk,
        "occurred_on": "2026-03-10",
        "asked": "路灯",
        "due_on": "2026-03-10",
    }
    assert sign_in(officer).post(f"/residents/requests/{row.pk}/edit/", given).status_code == 302
    row.refresh_from_db()
    assert (row.household, row.village) == (household, beside)


def test_a_second_visit_with_a_used_key_is_refused(village, officer, sign_in):
    one, two = build.make_household(village), build.make_household(village)
    given = {
        "outcome": "met",
        "occurred_on": "2026-03-20",
        "client_key": "0b0e7a52-5a53-4dd4-9d3e-6c1f0d7f1a11",
    }
    client, url = sign_in(officer), "/residents/visits/new/"
    client.post(url, given | {"household": one.pk})
    answer = client.post(url, given | {"household": two.pk})
    assert answer.status_code == 422 and Visit.objects.get().receipt in answer.content.decode()


def test_another_request_with_a_used_key_is_refused(village, officer, sign_in):
    given = {
        "outcome": "met",
        "occurred_on": "2026-03-20",
        "client_key": "0b0e7a52-5a53-4dd4-9d3e-6c1f0d7f1a11",
    }
    given["household"] = build.make_household(village).pk
    client, url = sign_in(officer), "/residents/visits/new/"
    for _twice in range(2):
        assert client.post(url, given | {"asked": "路灯"}).status_code == 302
    assert client.post(url, given | {"asked": "水管"}).status_code == 422


def test_the_household_is_held_before_its_visits_are_looked_at(village):
    """Of two visits saved at the same time the later one sees the other."""
    household = build.make_household(village)
    with CaptureQueriesContext(
        connection,
    ) as asked:
        visits.note_last_met(household.pk)
    assert "FOR NO KEY UPDATE" in asked[0]["sql"] and asked[-1]["sql"].startswith("UPDATE")


def test_a_change_of_the_register_leaves_the_last_visit(village, officer, sign_in):
    stale = build.make_household(village)
    build.make_visit(village, DAY, household=stale, by=officer)
    visits.note_last_met(stale.pk)
    stale.phone = "13800000000"
    register.change_household(stale, by=officer)
    stale.refresh_from_db()
    assert (stale.last_met_on, stale.phone) == (DAY, "13800000000")
