"""Two entries that may be one: asked before saving, found, listed, told apart."""

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse

from audit import trail
from policies.acting import HOUSEKEEPING, acting
from residents.duplicates import finding, merging
from residents.duplicates.tasks import find_duplicates
from residents.leaving.actions import deregister_household
from residents.models import Duplicate, Household, Resident
from tests import build
from tests.residents.duplicates.alike import PHONE, family_of_two

pytestmark = pytest.mark.usefixtures("in_march")
NEW = reverse("residents:household-create")
TODAY = date(2026, 3, 20)


def typed(village, **facts) -> dict[str, str]:
    given = {
        "village": village.pk,
        "number": "9号",
        "householder": "王建国",
        "birth_year": "1970",
        "members": "",
    }
    return {name: str(value) for name, value in (given | {"children_under_14": 0} | facts).items()}


@pytest.mark.parametrize(
    ("facts", "asked"),
    [
        ({}, True),
        ({"householder": "王　建国"}, True),
        ({"birth_year": "1971"}, False),
        ({"birth_year": ""}, False),
        ({"householder": "张三", "phone": "138 0000 1111"}, True),
        ({"householder": "张三", "phone": "13800002222"}, False),
    ],
)
def test_a_household_that_may_be_there_is_asked_about(facts, asked, two, village, officer, sign_in):
    page = sign_in(officer).post(NEW, typed(village, **facts))
    assert page.status_code == (422 if asked else 302)
    assert Household.objects.count() == (2 if asked else 3)
    if asked:
        html = page.content.decode()
        assert 'name="twins"' in html and two[1].get_absolute_url() in html


@pytest.mark.parametrize(("choice", "state"), [("different", "different"), ("later", "open")])
def test_saving_anyway_is_kept_with_who_and_when(choice, state, two, village, officer, sign_in):
    assert sign_in(officer).post(NEW, typed(village, twins=choice)).status_code == 302
    pairs = Duplicate.objects.filter(second__number="9号")
    assert [(one.state, one.asked_by) for one in pairs] == [(state, officer)] * 2
    decided = (officer, TODAY) if choice == "different" else (None, None)
    assert {(one.decided_by, one.decided_on) for one in pairs} == {decided}
    assert trail.entries_for(pairs[0]).get(action="save_anyway").detail == {"choice": choice}


def test_an_invented_choice_is_none(two, village, officer, sign_in):
    assert sign_in(officer).post(NEW, typed(village, twins="yes")).status_code == 422


def test_a_change_asks_only_when_it_makes_two_alike(two, village, officer, sign_in):
    third = family_of_two(village, "5号", name="张三")
    client, url = sign_in(officer), reverse("residents:household-edit", args=[third.pk])
    shown = typed(village, number="5号", householder="张三", members=3)
    assert client.post(url, shown | {"note": "桥头", "version": "1"}).status_code == 302
    third.refresh_from_db()
    changed = shown | {"phone": PHONE, "version": str(third.version)}
    assert client.post(url, changed).status_code == 422
    assert client.post(url, changed | {"twins": "different"}).status_code == 302
    third.refresh_from_db()
    again = shown | {"phone": PHONE, "version": str(third.version)}
    assert client.post(url, again).status_code == 302, "told apart is asked never again"


def test_a_member_who_stands_elsewhere_is_asked_about(two, village, officer, sign_in):
    other = build.make_household(village, householder="赵六")
    given = {"household": other.pk, "name": "王建国", "birth_year": 1970, "residence": "permanent"}
    page = sign_in(officer).post(reverse("residents:resident-create"), given)
    assert page.status_code == 422 and 'name="twins"' in page.content.decode()
    assert (
        sign_in(officer).post(reverse("residents:resident-create"), given | {"twins": "later"}).status_code
        == 302
    )
    assert Duplicate.objects.filter(first_person__isnull=False, asked_by=officer).count() == 2


def test_who_comes_back_is_asked_about(two, officer, sign_in):
    gone = deregister_household(two[0], "moved", by=officer)
    client, url = sign_in(officer), reverse("residents:household-register-again", args=[gone.pk])
    page = client.post(url, {})
    assert page.status_code == 422 and two[1].get_absolute_url() in page.content.decode()
    assert client.post(url, {"twins": "different"}).status_code == 302
    assert Duplicate.objects.get(first=two[0], second=two[1]).state == "different"


def test_another_post_is_not_asked_about(two, elsewhere, stranger, sign_in):
    page = sign_in(stranger).post(NEW, typed(elsewhere, phone=PHONE))
    assert page.status_code == 302 and Duplicate.objects.count() == 0


def test_pairs_are_found_once_and_a_shared_phone_is_none(two, village):
    assert finding.find(villages=[village.pk]) == 1
    assert finding.find(villages=[village.pk]) == 0
    for number in range(5):
        build.make_household(village, householder=f"公用{number}", phone="13900000000")
    assert finding.find(villages=[village.pk]) == 0


def test_the_night_finds_what_two_entered_at_once_and_drops_what_is_alike_no_more(two):
    with acting(HOUSEKEEPING):
        find_duplicates()
    assert Duplicate.objects.get().state == "open"
    Resident.objects.filter(household=two[0]).update(left_on=TODAY)
    Household.objects.filter(pk=two[0].pk).update(householder="李四", householder_key="李四")
    with acting(HOUSEKEEPING):
        find_duplicates()
    assert Duplicate.objects.count() == 0


def test_the_post_decides_its_own_and_the_chief_sees_the_stations(
    pair, officer, chief, bureau, stranger, sign_in
):
    url = reverse("residents:duplicate-list")
    for user in (officer, chief):
        html = sign_in(user).get(url + "?waiting=on").content.decode()
        assert pair.get_absolute_url() in html and "王建国" in html
    assert "waiting=on" in sign_in(officer).get("/").content.decode()
    assert sign_in(bureau).get(url).status_code == 403
    assert pair.get_absolute_url() not in sign_in(stranger).get(url).content.decode()
    for user in (chief, bureau, stranger):
        with pytest.raises(PermissionDenied):
            merging.merge(pair, pair.first_id, by=user)
        with pytest.raises(PermissionDenied):
            merging.tell_apart(pair, by=user)


def test_told_apart_is_never_asked_again_until_reopened(pair, two, officer, sign_in):
    client = sign_in(officer)
    side = client.get(pair.get_absolute_url()).content.decode()
    assert "1号" in side and "2号" in side
    assert client.post(pair.get_absolute_url() + "different/", {"version": "1"}).status_code == 302
    pair.refresh_from_db()
    assert (pair.state, pair.decided_by, pair.decided_on) == ("different", officer, TODAY)
    assert finding.find(villages=[pair.village_id]) == 0
    assert Duplicate.objects.filter(first_person__isnull=False).count() == 1, "the people are asked about now"
    with pytest.raises(ValidationError):
        merging.merge(pair, two[0].pk, by=officer)
    assert client.post(pair.get_absolute_url() + "reopen/", {"version": str(pair.version)}).status_code == 302
