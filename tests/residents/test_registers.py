"""Households, residents and pairings in the register."""

from datetime import date

import pytest

from audit import trail
from ledgers import months
from residents.models import Household, Pairing, Resident
from residents.pinyin import keys
from tests import build

pytestmark = pytest.mark.usefixtures("in_march")


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("曾小明", ("zengxiaoming", "zxm")),
        ("单田芳", ("shantianfang", "stf")),
        ("解缙", ("xiejin", "xj")),
        ("", ("", "")),
    ],
)
def test_a_surname_is_read_as_a_surname(name, expected):
    assert keys(name) == expected


def test_a_household_is_registered_in_ones_own_village(village, officer, sign_in):
    sign_in(officer).post(
        "/residents/households/new/",
        {
            "village": village.pk,
            "number": "1",
            "householder": "张三",
            "members": "4",
            "children_under_14": "1",
        },
    )
    household = Household.objects.get()
    assert (household.village, household.post, household.initials) == (
        village,
        officer.assignments.get().post,
        "zs",
    )


def test_a_house_number_is_one_in_its_village(village, officer, sign_in):
    build.make_household(village, number="1")
    answer = sign_in(officer).post(
        "/residents/households/new/",
        {
            "village": village.pk,
            "number": "1",
            "householder": "张三",
            "members": "4",
            "children_under_14": "0",
        },
    )
    assert answer.status_code == 422 and Household.objects.count() == 1


def test_a_child_under_14_has_no_entry_of_its_own(village, officer, sign_in):
    household = build.make_household(village)
    answer = sign_in(officer).post(
        "/residents/people/new/",
        {"household": household.pk, "name": "张小", "residence": "permanent", "birth_year": "2015"},
    )
    assert "birth_year" in answer.context["form"].errors and not Resident.objects.exists()


def test_a_resident_belongs_to_the_households_post(village, officer, sign_in):
    household = build.make_household(village)
    sign_in(officer).post(
        "/residents/people/new/",
        {"household": household.pk, "name": "张三", "residence": "permanent", "birth_year": "1980"},
    )
    assert Resident.objects.get().post == household.post


def test_an_officer_pairs_with_a_household_in_hardship_once(village, officer, sign_in):
    household = build.make_household(village, is_hardship=True)
    client = sign_in(officer)
    for _again in range(2):
        answer = client.post(
            "/residents/pairings/new/", {"household": household.pk, "starts_on": "2026-03-01"}
        )
    assert Pairing.objects.count() == 1 and answer.status_code == 422


def test_a_request_is_answered_back(village, officer, sign_in):
    request = build.make_request(village, by=officer)
    client = sign_in(officer)
    client.post(f"/residents/requests/{request.pk}/answer/", build.ANSWER)
    request.refresh_from_db()
    assert request.answer == "已修好" and str(request.told_back_on) == "2026-03-20"
    client.post(f"/residents/requests/{request.pk}/answer/", build.ANSWER | {"answer": "又修"})
    request.refresh_from_db()
    assert request.answer == "又修"  # corrected, while the row is open to change


def test_money_needs_two_different_signatures(village, officer, sign_in):
    given = {
        "village": village.pk,
        "occurred_on": "2026-03-20",
        "kind": "donation",
        "quantity": "1",
        "yuan": "200",
    }
    answer = sign_in(officer).post(
        "/residents/services/new/", given | {"first_signature": "王", "second_signature": "王"}
    )
    assert "second_signature" in answer.context["form"].errors


def test_an_answer_into_a_published_month_needs_a_reason(village, station, officer, bureau, sign_in):
    row = build.make_request(village, date(2026, 1, 10), by=officer)
    months.mark_published([station], date(2026, 2, 1), by=bureau)
    client, url = sign_in(officer), f"/residents/requests/{row.pk}/answer/"
    given = build.ANSWER | {"told_back_on": "2026-02-10"}
    assert "late_reason" not in client.get(url).content.decode()
    refused = client.post(url, given)
    assert "told_back_on" in refused.context["form"].errors and "late_reason" in refused.content.decode()
    assert client.post(url, given | {"late_reason": "忘了记"}).status_code == 302
    row.refresh_from_db()
    assert (row.is_late, row.reason) == (True, "忘了记")


def test_the_trail_names_the_changed_fields_of_a_household_without_values(village, officer, sign_in):
    household = build.make_household(village, number="1", phone="1")
    given = {
        "number": "1",
        "householder": "王测试",
        "members": "3",
        "children_under_14": "0",
        "phone": "15400001234",
    }
    sign_in(officer).post(f"/residents/households/{household.pk}/edit/", given)
    assert trail.entries_for(household).get(action="change_household").detail == {
        "changes": {"phone": ["***", "***"]}
    }


def test_the_trail_names_the_changed_fields_of_a_resident_without_values(village, officer, sign_in):
    person = build.make_resident(build.make_household(village))
    given = {
        "household": person.household_id,
        "name": "李改名",
        "residence": "permanent",
        "birth_year": "1980",
    }
    sign_in(officer).post(f"/residents/people/{person.pk}/edit/", given)
    assert trail.entries_for(person).get(action="change_resident").detail == {
        "changes": {"name": ["***", "***"]}
    }
