"""Members found a household of their own, a person moves to another, and has a second home."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from residents.leaving.actions import come_back
from residents.models import Household, Resident
from tests import build
from tests.residents.moving.as_person import TODAY, set_second_home, split

pytestmark = pytest.mark.usefixtures("in_march")


def test_members_found_a_household_and_the_old_one_says_where_they_went(
    household, there, officer, neighbour, sign_in
):
    son = household.residents.get(name="王小军")
    client = sign_in(officer)
    typed = {
        "people": [son.pk], "householder": son.pk, "children": 1, "phone": "13900002222", "village": there.pk,
        "number": "9号", "day": "2026-03-20", "version": household.version,
    }  # fmt: skip
    page = client.post(reverse("residents:household-split", args=[household.pk]), typed)
    assert page.status_code == 302, page.context["form"].errors
    new = Household.objects.get(number="9号")
    assert (new.householder, new.members, new.children_under_14, new.phone) == ("王小军", 2, 1, "13900002222")
    son.refresh_from_db()
    assert (son.household, son.village, son.relation, son.left_on) == (new, there, "head", None)
    stub = household.residents.get(name="王小军")
    assert (stub.left_on, stub.went_to, stub.phone) == (TODAY, f"{there} 9号", "")
    household.refresh_from_db()
    assert (household.members, household.children_under_14, household.closed_on) == (2, 0, None)
    assert "9号" in client.get(household.get_absolute_url()).content.decode()
    assert "王小军" in sign_in(neighbour).get(new.get_absolute_url()).content.decode()
    with pytest.raises(ValidationError):
        come_back(stub, by=officer)


@pytest.mark.parametrize(
    ("who", "head", "children"),
    [
        (["王建国"], "王建国", 0),  # the householder stays
        (["王建国", "王小军"], "王小军", 0),  # somebody stays
        (["王小军"], "王建国", 0),
        ([], "王小军", 0),
        (["王小军"], "王小军", 2),
    ],
)
def test_a_split_that_can_not_be_is_refused(who, head, children, household, village, officer):
    people = list(household.residents.filter(name__in=who))
    with pytest.raises(ValidationError):
        split(
            household,
            people,
            household.residents.get(name=head),
            village,
            "9号",
            TODAY,
            children=children,
            by=officer,
        )
    assert Household.objects.count() == 1


def test_a_person_moves_to_another_household_of_the_post(household, village, officer, chief, sign_in):
    son, other = household.residents.get(name="王小军"), build.make_household(village, number="5号")
    helped = build.make_priority(village, by=officer, household=household, resident=son)
    url = reverse("residents:resident-move", args=[son.pk])
    typed = {"household": other.pk, "day": "2026-03-10", "version": son.version}
    assert sign_in(officer).post(url, typed).status_code == 422, "entered today, in the fixture, not before"
    Resident.objects.filter(pk=son.pk).update(entered_on=date(2026, 1, 1))
    son.refresh_from_db()
    assert sign_in(officer).post(url, typed | {"version": son.version}).status_code == 302
    son.refresh_from_db()
    helped.refresh_from_db()
    assert (son.household, son.left_on, helped.household) == (other, None, other)
    assert household.residents.get(name="王小军").went_to.endswith("5号")


def test_a_second_home_is_named_and_counted_once(household, village, officer, sign_in):
    son, other = household.residents.get(name="王小军"), build.make_household(village, number="5号")
    client, url = sign_in(officer), reverse("residents:resident-second-home", args=[son.pk])
    assert client.post(url, {"household": household.pk, "version": son.version}).status_code == 422
    assert client.post(url, {"household": other.pk, "version": son.version}).status_code == 302
    son.refresh_from_db()
    assert (son.household, son.second_home) == (household, other)
    assert "王小军" in client.get(other.get_absolute_url()).content.decode()
    assert other.residents.count() == 0
    set_second_home(son, None, by=officer)
    son.refresh_from_db()
    assert son.second_home is None
