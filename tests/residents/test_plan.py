"""Whom an officer visits today: reasons, those who declined or were absent, and the order of the houses."""

from datetime import date

import pytest

from duty import actions as duty
from ledgers import actions
from residents import plan
from residents.models import Visit
from tests import build
from tests.page_client import PageClient

pytestmark = pytest.mark.usefixtures("in_march")  # 20 March 2026
MET = date(2026, 3, 1)


def planned(user, village=None):
    return [stop.household for stop in plan.stops(user, village and village.pk, 8)]


def reasons(user, household):
    return next(stop.reasons for stop in plan.stops(user, None, 8) if stop.household == household)


@pytest.fixture
def household(village):
    return build.make_household(village, last_met_on=MET, number="1组2号")


@pytest.fixture
def client(officer):
    client = PageClient()
    client.force_login(officer)
    return client


def test_houses_come_in_walking_order(village, officer):
    numbers = ["1组10号", "2组1号", "1组2号", "1组2号附1"]
    for number in numbers:
        build.make_household(village, number=number)
    assert [one.number for one in planned(officer)] == ["1组2号", "1组2号附1", "1组10号", "2组1号"]


@pytest.mark.parametrize(
    ("fields", "found"),
    [
        ({"next_visit_on": date(2026, 3, 18)}, "03-18"),
        ({"last_met_on": None}, "从未见到"),
        ({"last_met_on": date(2025, 6, 1)}, "292"),
    ],
)
def test_a_reason_says_why_a_household_is_planned(village, officer, fields, found):
    one = build.make_household(village, **{"last_met_on": MET} | fields)
    assert found in " ".join(reasons(officer, one))


def test_a_promise_has_days_left(household, officer, client):
    build.make_request(household.village, MET, officer, household=household, due_on=date(2026, 3, 22))
    assert "2" in " ".join(reasons(officer, household))
    assert "data-promises" in client.get("/").content.decode()


@pytest.mark.parametrize(("today", "is_planned"), [("2026-06-30", False), ("2026-07-01", True)])
def test_who_declined_is_left_alone_until_the_next_half_year(
    household, officer, time_machine, today, is_planned
):
    build.make_visit(household.village, date(2026, 3, 19), officer, household=household, outcome="declined")
    time_machine.move_to(f"{today}T09:00:00+08:00")
    assert (household in planned(officer)) == is_planned


def test_who_was_absent_comes_back_after_some_days(household, officer, time_machine):
    build.make_visit(household.village, date(2026, 3, 20), officer, household=household, outcome="absent")
    assert household not in planned(officer)
    time_machine.move_to("2026-03-23T09:00:00+08:00")
    assert "03-20" in reasons(officer, household)[0]


def test_a_met_household_leaves_the_plan_at_once(household, officer):
    visit = Visit(household=household, occurred_on=date(2026, 3, 20))
    from residents.actions.visits import record_visit

    record_visit(visit, by=officer)
    assert household not in planned(officer)


def test_the_plan_is_of_the_village_of_the_arrival(household, post, officer, client):
    other = build.make_village(post, name="另一村委会")
    there = build.make_household(other)
    assert {*planned(officer)} == {household, there}
    duty.arrive(other, by=officer)
    assert [stop.household for stop in client.get("/").context["plan"]] == [there]


def test_one_tap_notes_that_nobody_was_home_and_a_second_one_asks(household, officer, client):
    for _time in range(2):
        assert client.post("/residents/visits/absent/", {"household": household.pk}).status_code == 302
    visit = Visit.objects.get()
    assert (visit.outcome, visit.talks, visit.recorded_by) == (Visit.Outcome.ABSENT, 0, officer)


def test_nobody_is_absent_out_of_ones_own_villages(elsewhere, client):
    far = build.make_household(elsewhere)
    assert client.post("/residents/visits/absent/", {"household": far.pk}).status_code == 404


def test_the_next_household_stands_beside_the_receipt(household, officer, client):
    following = build.make_household(household.village, number="1组10号")
    url = f"/residents/visits/new/?household={household.pk}"
    sent = {"household": household.pk, "outcome": "met", "occurred_on": "2026-03-20"}
    page = client.post(url, sent, follow=True)
    assert page.context["next_url"].endswith(f"?household={following.pk}")


def test_mine_today_lists_what_i_recorded_and_what_i_left_unfinished(household, officer, auxiliary, client):
    own = build.make_visit(household.village, by=officer, household=household)
    build.make_patrol(household.village, by=auxiliary)
    client.post("/ledgers/drafts/residents.request/", {"household": household.pk, "asked": "修路"})
    page = client.get("/").context
    assert [one["row"].pk for one in page["own_rows"]] == [own.pk]
    assert [draft.name for draft in page["unfinished"]] == [str(household)]
    assert page["own_rows"][0]["undo_url"].endswith("/withdraw/")


def test_what_was_withdrawn_has_no_undo(household, officer, client):
    visit = build.make_visit(household.village, by=officer, household=household)
    actions.withdraw(visit, by=officer, verb="record_visit")
    assert client.get("/").context["own_rows"][0]["undo_url"] == ""
