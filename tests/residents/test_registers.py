import pytest

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
    home = Household.objects.get()
    assert (home.village, home.post, home.initials) == (village, officer.assignments.get().post, "zs")


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
    home = build.make_household(village)
    answer = sign_in(officer).post(
        "/residents/people/new/",
        {"household": home.pk, "name": "张小", "residence": "permanent", "birth_year": "2015"},
    )
    assert "birth_year" in answer.context["form"].errors and not Resident.objects.exists()


def test_a_resident_belongs_to_the_households_post(village, officer, sign_in):
    home = build.make_household(village)
    sign_in(officer).post(
        "/residents/people/new/",
        {"household": home.pk, "name": "张三", "residence": "permanent", "birth_year": "1980"},
    )
    assert Resident.objects.get().post == home.post


def test_an_officer_pairs_with_a_household_in_hardship_once(village, officer, sign_in):
    home = build.make_household(village, is_hardship=True)
    client = sign_in(officer)
    for _again in range(2):
        answer = client.post("/residents/pairings/new/", {"household": home.pk, "starts_on": "2026-03-01"})
    assert Pairing.objects.count() == 1 and answer.status_code == 422


def test_a_request_is_answered_back(village, officer, sign_in):
    request = build.make_request(village, by=officer)
    client = sign_in(officer)
    client.post(
        f"/residents/requests/{request.pk}/answer/", {"answer": "已修好", "answered_on": "2026-03-20"}
    )
    request.refresh_from_db()
    assert request.answer == "已修好" and str(request.answered_on) == "2026-03-20"
    assert (
        client.post(
            f"/residents/requests/{request.pk}/answer/", {"answer": "又", "answered_on": "2026-03-20"}
        ).status_code
        == 422
    )


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
