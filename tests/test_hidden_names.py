"""Who may not see names reads them nowhere: not in a heading, a title, a search or the trail."""

import pytest

from audit.models import Entry
from tests import build

pytestmark = pytest.mark.usefixtures("in_march")
NAME = "曾小明"


@pytest.fixture
def household(village):
    return build.make_household(village, householder=NAME)


def test_the_county_reads_no_name_on_any_page_of_a_villager(household, village, officer, bureau, sign_in):
    resident = build.make_resident(household, name=NAME)
    service = build.make_service(
        village, by=officer, kind="donation", yuan=5, first_signature=NAME, second_signature="乙"
    )
    visit = build.make_visit(village, by=officer, household=household)
    client = sign_in(bureau)
    for row in (household, resident, service, visit):
        assert NAME not in client.get(row.get_absolute_url()).content.decode(), row


def test_the_county_can_not_ask_for_a_name(household, bureau, sign_in):
    answer = sign_in(bureau).get("/residents/households/", {"q": "没有这个人"})
    assert answer.context["count"] == 1 and "q" not in answer.context["filter"].form.fields


def test_reading_a_villager_leaves_no_name_in_the_trail(household, officer, sign_in):
    sign_in(officer).get(household.get_absolute_url())
    entry = Entry.objects.get(action="read")
    assert (entry.subject_id, entry.subject_label) == (household.pk, "")


def test_an_administrator_is_held_to_the_county(administrator, sign_in):
    foreign = build.make_county("别县", "990902")
    chief = build.make_user("foreign", "chief", build.make_station(foreign))
    client = sign_in(administrator)
    assert client.get(f"/account/{chief.pk}/").status_code == 404
    assert client.post(f"/account/{chief.pk}/reset/").status_code == 404
    assert "foreign" not in client.get("/account/list/").content.decode()


def test_an_assignment_ended_on_its_first_day_gives_no_access(grantor, post, village, sign_in):
    from datetime import date

    person = build.make_user("newcomer", "auxiliary", post)
    person.assignments.update(starts_on=date(2026, 3, 20))
    client = sign_in(person)
    assert client.get("/residents/visits/").status_code == 200
    sign_in(grantor).post(f"/account/assignments/{person.assignments.get().pk}/take-back/")
    assert client.get("/residents/visits/").status_code == 302
    assert sign_in(person).get("/residents/visits/").status_code == 403


def test_the_trail_names_the_address_that_our_proxy_saw(rf, settings):
    from audit.origin import peer

    request = rf.get("/", headers={"x-forwarded-for": "6.6.6.6, 10.1.1.1"}, REMOTE_ADDR="127.0.0.1")
    assert peer(request) == "127.0.0.1"
    settings.PROXIES = 1
    assert peer(request) == "10.1.1.1"
