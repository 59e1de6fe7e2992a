"""The menu on a desk and the thumb bar on a phone lead to the same pages; messages appear on the next one."""

import pytest
from django.test import RequestFactory

from access.roles import Role
from ledgers.book import Group
from reports import menu
from tests import build

pytestmark = pytest.mark.usefixtures("in_march")


def addresses(found) -> set[str]:
    return {entry["url"] for entry in found}


@pytest.mark.parametrize("role", Role)
def test_a_phone_leads_wherever_the_desk_does(role, person_of):
    asked = RequestFactory().get("/residents/households/")
    asked.user = person_of(role)
    desk = {entry["url"] for group in menu.menu_of(asked) for entry in group["entries"]}
    phone = addresses(menu.entries(asked, menu.THUMB)[:3]) | addresses(menu.more_of(asked))
    if "/residents/households/" in phone:
        phone |= addresses(menu.village_of(asked))
    if "/ledgers/" in phone:
        phone |= addresses(menu.entries(asked, Group.LEDGERS))
    assert desk <= phone


def test_the_lists_of_the_village_lead_to_each_other(officer, village, sign_in):
    page = sign_in(officer).get("/residents/priority/").content.decode()
    beside = page.partition('<nav class="beside')[2].partition("</nav>")[0]
    assert "/residents/own-data/" in beside and "/residents/households/" in beside


def test_what_was_done_is_said_once(chief, officer, village, sign_in):
    asked = build.make_priority(village, by=officer)
    client = sign_in(chief)
    page = client.post(f"/residents/priority/{asked.pk}/approve/", follow=True).content.decode()
    assert "已批准，民警在“今天”里可以看到。" in page
    assert "已批准，民警在" not in client.get(f"/residents/priority/{asked.pk}/").content.decode()


def test_a_row_for_nobody_in_particular_is_for_the_household(officer, village, sign_in):
    asked = build.make_priority(village, by=officer)
    page = sign_in(officer).get(f"/residents/priority/{asked.pk}/").content.decode()
    assert "帮扶对象" in page and "全户" in page


def test_a_changed_household_says_that_it_is_saved(officer, village, sign_in):
    household = build.make_household(village)
    typed = {"number": "1", "householder": "王测试", "members": "3", "children_under_14": "0"}
    page = sign_in(officer).post(f"{household.get_absolute_url()}edit/", typed, follow=True)
    assert page.redirect_chain and "已保存。" in page.content.decode()
