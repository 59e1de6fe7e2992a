"""A household never has more people entered than its number of people says, whoever comes, and by which door."""

from datetime import date

import pytest
from django.urls import reverse
from django.utils import timezone

from access import scope
from policies.acting import acting
from residents import completeness
from residents.duplicates import merging
from residents.models import Duplicate, Household, Resident
from tests import build

pytestmark = pytest.mark.usefixtures("in_march")
YESTERDAY = date(2026, 3, 19)


@pytest.fixture
def full(village) -> Household:
    """Two of two people are entered, a child among them."""
    household = build.make_household(village, members=2, children_under_14=1, opened_on=build.SINCE)
    build.make_resident(household, name="王测试", relation="head")
    household.refresh_from_db()
    return household


def enters(full):
    facts = {"household": full.pk, "name": "张三", "birth_year": 1980, "residence": "permanent"}
    return reverse("residents:resident-create"), facts


def moves_in(full):
    person = build.make_resident(build.make_household(full.village, opened_on=build.SINCE), name="李四")
    Resident.objects.filter(pk=person.pk).update(entered_on=build.SINCE)
    facts = {"household": full.pk, "day": str(timezone.localdate())}
    return reverse("residents:resident-move", args=[person.pk]), facts


def comes_back(full):
    person = build.make_resident(full, name="赵五", left_on=YESTERDAY)
    return reverse("residents:resident-come-back", args=[person.pk]), {}


def is_registered_again(full):
    build.make_resident(full, name="孙六", left_on=YESTERDAY)
    full.residents.update(left_on=YESTERDAY)
    Household.objects.filter(pk=full.pk).update(closed_on=YESTERDAY, closed_for="left")
    return reverse("residents:household-register-again", args=[full.pk]), {}


DOORS = (enters, moves_in, comes_back, is_registered_again)


@pytest.mark.parametrize("door", DOORS, ids=lambda one: one.__name__)
def test_who_comes_into_a_full_household_makes_the_form_ask(door, full, officer, sign_in):
    url, typed = door(full)
    client = sign_in(officer)
    asked = client.post(url, typed)
    html = asked.content.decode()
    assert asked.status_code == 422 and "2人已录满，现在是3人吗" in html
    assert 'type="checkbox" name="more"' in html
    assert Household.objects.get(pk=full.pk).members == 2
    assert client.post(url, typed | {"more": "on"}).status_code == 302
    full.refresh_from_db()
    assert full.members == 3 == completeness.of_household(full)


def test_the_number_of_a_household_is_not_lowered_below_who_is_entered(full, officer, sign_in):
    url = reverse("residents:household-edit", args=[full.pk])
    typed = {"number": full.number, "householder": full.householder, "members": 1, "children_under_14": 1}
    answer = sign_in(officer).post(url, typed)
    assert answer.status_code == 422 and "members" in answer.context["form"].errors
    assert sign_in(officer).post(url, typed | {"members": 2, "note": "桥头"}).status_code == 302


def test_a_merge_raises_the_number_and_its_undo_lowers_it_again(full, village, officer):
    other = build.make_household(village, members=2, opened_on=build.SINCE)
    build.make_resident(other, name="周七")
    pair = Duplicate.objects.create(first=full, second=other, **build.keys(village))
    with acting(scope.acting_as(officer)):
        pair = Duplicate.objects.get(pk=pair.pk)
        merging.merge(pair, full.pk, by=officer)
        full.refresh_from_db()
        assert full.members == 3 == completeness.of_household(full)
        merging.undo(Duplicate.objects.get(pk=pair.pk), by=officer)
    full.refresh_from_db()
    assert full.members == 2 == completeness.of_household(full)
