"""The search of the visit form: who was found, how many more there are, and what follows when nobody is."""

import re

import pytest
from django.urls import reverse

from residents.models import Household
from tests import build

pytestmark = pytest.mark.django_db
PICK = reverse("residents:household-pick")


def link(page, word: str) -> str:
    """The address behind the link that begins with the word."""
    found = re.search(rf'<a href="([^"]+)">{word}', page.content.decode())
    assert found, page.content.decode()
    return found[1].replace("&amp;", "&")


def test_a_hit_says_the_member_who_was_found(village, officer, sign_in):
    build.make_resident(build.make_household(village), name="李小芳")
    page = sign_in(officer).post(PICK, {"q": "小芳"}).content.decode()
    assert "王测试" in page and "成员：李小芳" in page


def test_a_house_number_names_no_member(village, officer, sign_in):
    build.make_resident(build.make_household(village, number="88"), name="李小芳")
    assert "成员" not in sign_in(officer).post(PICK, {"q": "88"}).content.decode()


def test_more_than_eight_open_the_list(village, officer, sign_in):
    for _number in range(11):
        build.make_household(village)
    browser = sign_in(officer)
    address = link(browser.post(PICK, {"q": "王"}), "还有 3 个")
    assert "王" not in address and len(browser.get(address).context["table"].rows) == 11


def test_eight_are_all(village, officer, sign_in):
    for _number in range(8):
        build.make_household(village)
    assert "还有" not in sign_in(officer).post(PICK, {"q": "王"}).content.decode()


def test_whom_nobody_finds_is_registered_with_what_was_typed(village, officer, sign_in):
    browser = sign_in(officer)
    address = link(browser.post(PICK, {"q": "赵小云 ８８－１号"}), "登记这户")
    form = browser.get(address).context["form"]
    assert (form["householder"].value(), form["number"].value()) == ("赵小云", "88-1")


def test_the_registered_household_goes_back_to_the_visit(village, officer, sign_in):
    browser = sign_in(officer)
    address = link(browser.post(PICK, {"q": "赵小云"}), "登记这户")
    typed = {
        "village": village.pk,
        "number": "7",
        "householder": "赵小云",
        "members": 1,
        "children_under_14": 0,
    }
    answer = browser.post(address, typed)
    assert answer.url == f"{reverse('residents:visit-create')}?household={Household.objects.get().pk}"
