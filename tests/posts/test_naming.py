"""Villages of one name are told apart by their towns wherever one is chosen or compared (case 09)."""

import pytest
from django.urls import reverse
from django.utils.translation import override

from posts.models import Town
from posts.naming import with_towns
from reports.periods import names
from tests import build

pytestmark = pytest.mark.django_db


@pytest.fixture
def namesakes(post):
    """Two villages 东坡村 in two towns, and one whose name nobody else bears."""
    towns = [
        Town.objects.create(code=f"{post.station.county.code}{number}", name=name, county=post.station.county)
        for number, name in ((105, "甲镇"), (106, "乙镇"))
    ]
    found = [build.make_village(post, name="东坡村委会", town=town) for town in towns]
    return [*found, build.make_village(post, name="西坡村委会", town=towns[0])]


def test_the_town_stands_with_a_name_that_is_borne_twice(namesakes):
    with override("zh-hans"):
        named = names("village", [one.pk for one in namesakes])
    assert set(named.values()) == {"东坡村（甲镇）", "东坡村（乙镇）", "西坡村"}


def test_one_village_of_the_two_alone_needs_no_town(namesakes):
    assert with_towns({namesakes[0].pk: "东坡村"}) == {namesakes[0].pk: "东坡村"}


def test_a_list_shows_the_town_of_a_name_that_is_borne_twice(namesakes, officer, sign_in):
    page = sign_in(officer).get(reverse("residents:household-list")).content.decode()
    assert "东坡村（甲镇）" in page and "东坡村（乙镇）" in page and "西坡村（" not in page


@pytest.mark.parametrize("address", ["residents:household-create", "residents:service-create"])
def test_a_form_shows_the_town_of_each_village_where_there_are_several(namesakes, officer, sign_in, address):
    """A village of the wrong town is written at by a slip of the finger."""
    page = sign_in(officer).get(reverse(address)).content.decode()
    assert all(name in page for name in ("东坡村（甲镇）", "东坡村（乙镇）", "西坡村（甲镇）"))
