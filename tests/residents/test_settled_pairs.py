"""A pair of which one has moved, was merged or deregistered settles itself: its page says why, nobody decides it."""

from contextlib import nullcontext

import pytest
from django.urls import reverse
from django.utils import timezone

from access import scope
from policies.acting import acting
from residents.duplicates import merging
from residents.leaving.actions import deregister_household, move_away
from residents.models import Duplicate, Household, Resident
from residents.moving.actions import move_household
from tests import build

pytestmark = pytest.mark.usefixtures("in_march")
LIST = reverse("residents:duplicate-list")


@pytest.fixture
def pair(village, officer) -> Duplicate:
    found = build.make_duplicate(village, asked_by=officer, is_same_phone=False)
    Household.objects.filter(pk__in=[found.first_id, found.second_id]).update(opened_on=build.SINCE)
    found.refresh_from_db()
    return found


@pytest.fixture
def there(station):
    return build.make_village(build.make_post(station, "邻警务室"), "邻村")


def moves_inside(one, there, by):
    move_household(one, one.village, "99号", timezone.localdate(), by=by)


def moves_to_another_post(one, there, by):
    move_household(one, there, "99号", timezone.localdate(), by=by)


def is_deregistered(one, there, by):
    deregister_household(one, Household.left_for()[0][0], by=by)


def is_merged(one, there, by):
    third = build.make_household(one.village)
    first, second = sorted((one.pk, third.pk))
    other = build.make_duplicate(one.village, one)
    Duplicate.objects.filter(pk=other.pk).update(first=first, second=second)
    other.refresh_from_db()
    merging.merge(other, third.pk, by=by)


def is_hidden(one, there, by):
    """Its village came to another post."""
    keys = {name: value.pk for name, value in build.keys(there).items()}
    Household.objects.filter(pk=one.pk).update(**{f"{name}_id": key for name, key in keys.items()})


HAPPENS = {
    moves_inside: "迁往",
    moves_to_another_post: "迁往",
    is_deregistered: "注销",
    is_merged: "合并",
    is_hidden: "其他警务室",
}


@pytest.mark.parametrize("happens", HAPPENS, ids=lambda one: one.__name__)
def test_a_pair_settled_by_an_event_says_why_and_waits_for_nobody(happens, pair, there, officer, sign_in):
    with nullcontext() if happens is is_hidden else acting(scope.acting_as(officer)):
        happens(pair.second, there, officer)
    client, url = sign_in(officer), reverse("residents:duplicate-detail", args=[pair.pk])
    page = client.get(url).content.decode()
    assert (
        HAPPENS[happens] in page and "无需再定" in page and "/same/" not in page and "/different/" not in page
    )
    assert f"/{pair.pk}/" not in client.get(LIST + "?waiting=on").content.decode()
    assert f"/{pair.pk}/" not in client.get(LIST).content.decode()
    assert f"/{pair.pk}/" not in client.get(LIST + "?state=open").content.decode()
    assert f"/{pair.pk}/" in client.get(LIST + "?state=over").content.decode()


def test_a_person_who_left_settles_the_pair(village, officer, sign_in):
    one, other = (build.make_resident(build.make_household(village)) for _number in range(2))
    pair = Duplicate.objects.create(
        first_person=one, second_person=other, is_same_name=True, **build.keys(village)
    )
    client = sign_in(officer)
    assert f"/{pair.pk}/" in client.get(LIST + "?state=open").content.decode()
    with acting(scope.acting_as(officer)):
        move_away(Resident.objects.get(pk=other.pk), by=officer)
    assert "迁出" in client.get(pair.get_absolute_url()).content.decode()
    assert f"/{pair.pk}/" not in client.get(LIST + "?state=open").content.decode()


def test_the_chief_who_sees_both_posts_has_nothing_to_decide_either(pair, there, chief, sign_in):
    is_hidden(pair.second, there, chief)
    assert "其他警务室" in sign_in(chief).get(pair.get_absolute_url()).content.decode()
