"""Verbs that only pages call: a pairing ends, a visit is given back, a request is noted outside of a visit."""

import pytest

from audit.models import Entry
from residents.models import Pairing, Request, Visit
from tests import build

pytestmark = pytest.mark.usefixtures("in_march")


@pytest.fixture
def household(village):
    return build.make_household(village)


def test_the_officer_ends_the_own_pairing(household, officer, sign_in):
    pairing = Pairing.objects.create(
        household=household, officer=officer, starts_on=build.SINCE, **build.keys(household.village)
    )
    assert sign_in(officer).post(f"/residents/pairings/{pairing.pk}/end/").status_code == 302
    pairing.refresh_from_db()
    assert f"{pairing.ends_on}" == "2026-03-20"
    assert Entry.objects.filter(action="end_pairing", subject_id=pairing.pk).count() == 1


def test_a_visit_that_is_given_back_meets_nobody(village, household, officer, chief, sign_in):
    visit = build.make_visit(village, household=household, by=officer)
    answer = sign_in(chief).post(f"/residents/visits/{visit.pk}/give-back/", {"reason": "人数不对"})
    visit.refresh_from_db()
    household.refresh_from_db()
    assert (answer.status_code, visit.state, household.last_met_on) == (302, Visit.State.GIVEN_BACK, None)
    assert Entry.objects.get(action="give_back", subject_id=visit.pk).detail["reason"] == "人数不对"


def test_a_request_is_noted_without_a_visit(village, household, officer, sign_in):
    typed = {
        "household": household.pk,
        "occurred_on": "2026-03-20",
        "asked": "路灯坏了",
        "due_on": "2026-04-03",
    }
    page = sign_in(officer).get("/residents/requests/new/")
    typed["client_key"] = str(page.context["client_key"])
    assert sign_in(officer).post("/residents/requests/new/", typed).status_code == 302
    request = Request.objects.get()
    assert (request.village, request.asked) == (village, "路灯坏了")
    assert Entry.objects.filter(action="record", subject_id=request.pk).exists()
