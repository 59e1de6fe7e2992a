"""How much of each village is entered: numbers against a count by hand, for whoever sees what."""

from datetime import date

import pytest
from django.urls import reverse

from residents.completeness import by_village
from tests import build

pytestmark = pytest.mark.usefixtures("in_march")
TODAY = date(2026, 3, 1)


def numbers(user):
    return [(one.village, one.households, one.complete, one.people, one.entered) for one in by_village(user)]


def household(village, members, entered, left=0, **fields):
    home = build.make_household(village, members=members, **fields)
    for number in range(entered + left):
        build.make_resident(home, name=f"王{number}", left_on=TODAY if number >= entered else None)
    return home


def test_nobody_counts_for_more_than_the_people_of_the_household(village, officer):
    household(village, 2, entered=3)
    household(village, 4, entered=1, children_under_14=1)
    assert numbers(officer) == [(village.pk, 2, 1, 6, 4)]


def test_who_left_and_what_is_closed_is_left_out(village, officer):
    household(village, 3, entered=1, left=2)
    household(village, 3, entered=3, closed_on=TODAY)
    household(village, 1, entered=0)
    assert numbers(officer) == [(village.pk, 2, 0, 4, 1)]


def test_each_sees_the_villages_of_the_own_place(village, officer, chief, post, station):
    beside = build.make_village(build.make_post(station, "邻近警务室"))
    household(village, 1, entered=1)
    household(beside, 2, entered=1)
    assert numbers(officer) == [(village.pk, 1, 1, 1, 1)]
    assert numbers(chief) == [(beside.pk, 1, 0, 2, 1), (village.pk, 1, 1, 1, 1)]


def test_without_a_household_the_page_is_empty(officer, client):
    client.force_login(officer)
    assert by_village(officer) == []
    assert client.get(reverse("residents:household-completeness")).status_code == 200
