"""Recording a visit."""

from datetime import date

import pytest

from ledgers import months
from residents.models import Household, Request, Visit
from tests import build

pytestmark = pytest.mark.usefixtures("in_march")
URL = "/residents/visits/new/"


@pytest.fixture
def household(village):
    return build.make_household(village)


def entered(household, /, **changed) -> dict:
    plain = {"household": household.pk, "outcome": "met", "talks": "2", "occurred_on": "2026-03-20"}
    return plain | {"client_key": "0b0e7a52-5a53-4dd4-9d3e-6c1f0d7f1a11"} | changed


def test_a_visit_is_saved_and_gets_a_receipt(household, officer, sign_in):
    answer = sign_in(officer).post(URL, entered(household), follow=True)
    visit = Visit.objects.get()
    assert visit.receipt in answer.content.decode() and visit.talks == 2 and visit.recorded_by == officer


def test_a_double_submit_is_one_row(household, officer, sign_in):
    client = sign_in(officer)
    first, second = client.post(URL, entered(household)), client.post(URL, entered(household))
    assert Visit.objects.count() == 1 and first["Location"] == second["Location"]


def test_a_household_and_nothing_else_makes_an_ordinary_visit(household, officer, sign_in):
    sign_in(officer).post(URL, {"household": household.pk, "outcome": "met", "occurred_on": "2026-03-20"})
    visit = Visit.objects.get()
    assert (visit.outcome, visit.talks) == ("met", 1)


@pytest.mark.parametrize("outcome", ["absent", "declined"])
def test_nobody_was_talked_with_when_nobody_was_met(household, officer, sign_in, outcome):
    sign_in(officer).post(URL, entered(household, outcome=outcome))
    assert Visit.objects.get().talks == 0


def test_the_same_household_on_the_same_day_is_asked_about(household, officer, sign_in, village):
    build.make_visit(village, household=household, by=officer)
    client = sign_in(officer)
    answer = client.post(URL, entered(household, note="第二次"))
    assert answer.status_code == 422 and "第二次" in answer.content.decode() and Visit.objects.count() == 1
    client.post(URL, entered(household, again="on"))
    assert Visit.objects.count() == 2


def test_a_request_comes_with_the_visit(household, officer, sign_in):
    sign_in(officer).post(URL, entered(household, asked="修路灯", due_on="2026-04-01"))
    request = Request.objects.get()
    assert (request.visit, request.asked, request.due_on) == (Visit.objects.get(), "修路灯", date(2026, 4, 1))


def test_the_household_knows_when_it_was_met_last_and_is_due_next(household, officer, sign_in):
    sign_in(officer).post(URL, entered(household, next_visit_on="2026-04-20"))
    household.refresh_from_db()
    assert (household.last_met_on, household.next_visit_on) == (date(2026, 3, 20), date(2026, 4, 20))


def test_a_withdrawn_visit_no_longer_counts_as_met(household, officer, sign_in):
    client = sign_in(officer)
    client.post(URL, entered(household))
    client.post(f"/residents/visits/{Visit.objects.get().pk}/withdraw/")
    household.refresh_from_db()
    assert household.last_met_on is None and Visit.objects.get().state == "withdrawn"


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"household": ""}, "household"),
        ({"household": "999999"}, "household"),
        ({"outcome": "shouted"}, "outcome"),
        ({"talks": "-1"}, "talks"),
        ({"talks": "0"}, "talks"),
        ({"talks": "501"}, "talks"),
        ({"occurred_on": "2026-03-21"}, "occurred_on"),
        ({"occurred_on": "2006-03-20"}, "occurred_on"),
        ({"occurred_on": "yesterday"}, "occurred_on"),
        ({"next_visit_on": "2026-03-01"}, "next_visit_on"),
        ({"asked": "修路", "due_on": "2026-01-01"}, "due_on"),
        ({"note": "长" * 1001}, "note"),
        ({"topics": ["weather"]}, "topics"),
    ],
)
def test_bad_input_is_refused_beside_the_field_and_stays(household, officer, sign_in, changed, field):
    answer = sign_in(officer).post(URL, entered(household, **{"note": "留下的话"} | changed))
    assert answer.status_code == 422 and field in answer.context["form"].errors
    assert answer.context["form"]["note"].value() and not Visit.objects.exists()


def test_a_household_of_others_does_not_exist(elsewhere, officer, sign_in):
    answer = sign_in(officer).post(URL, entered(build.make_household(elsewhere)))
    assert "household" in answer.context["form"].errors


def test_a_locked_month_is_refused_beside_the_date(household, officer, clerk, station, sign_in):
    months.submit(station, date(2026, 2, 1), by=clerk)
    answer = sign_in(officer).post(URL, entered(household, occurred_on="2026-02-10", note="留下的话"))
    assert str(clerk) in str(answer.context["form"].errors["occurred_on"])
    assert "留下的话" in answer.content.decode()


def test_the_form_offers_due_and_recent_households_first(village, officer, sign_in):
    due = build.make_household(village, householder="赵到期", next_visit_on=date(2026, 3, 19))
    recent = build.make_household(village, householder="钱最近")
    build.make_visit(village, household=recent, by=officer)
    answer = sign_in(officer).get(URL)
    assert due in answer.context["due"] and recent in answer.context["recent"]


@pytest.mark.parametrize("text", ["曾小", "zxm", "zengx", "7-12"])
def test_a_household_is_found_by_what_an_officer_types(village, officer, sign_in, text):
    build.make_household(village, householder="曾小明", number="7-12")
    build.make_household(village, householder="王大山", number="8-1")
    page = sign_in(officer).get("/residents/households/pick/", {"q": text}).content.decode()
    assert "曾小明" in page and "王大山" not in page


def test_a_visit_to_the_entry_that_was_merged_into_it_is_one_of_the_day(household, village, officer, sign_in):
    """The form was opened for the entry that has been merged meanwhile."""
    old = build.make_household(village)
    build.make_visit(village, household=old, by=officer)
    kept = {"closed_on": "2026-03-20", "closed_for": "merged", "continued_in": household}
    Household.objects.filter(pk=old.pk).update(**kept)
    for asked in (old, household):
        answer = sign_in(officer).post(URL, entered(asked))
        assert answer.status_code == 422 and "again" in answer.context["form"].errors


def test_the_form_of_a_household_that_goes_on_elsewhere_says_so(household, village, officer, sign_in):
    old = build.make_household(village, number="旧8号")
    facts = {"closed_on": "2026-03-19", "closed_for": "relocated"}
    Household.objects.filter(pk=old.pk).update(**facts, continued_in=household, went_to="新村 9号")
    page = sign_in(officer).get(f"{URL}?household={old.pk}").content.decode()
    assert "data-household-now" in page and household.number in page
    Household.objects.filter(pk=old.pk).update(continued_in=None, went_to="", closed_for="left")
    assert "已于2026-03-19注销" in sign_in(officer).get(f"{URL}?household={old.pk}").content.decode()
    assert (
        "data-household-now" not in sign_in(officer).get(f"{URL}?household={household.pk}").content.decode()
    )
