"""The search of the visit form: who was found, how many more there are, and what follows when nobody is."""

import json
import re
from urllib.parse import urlencode

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
    typed = entered(village, "赵小云", 7)
    answer = browser.post(address, typed)
    assert answer.url == f"{reverse('residents:visit-create')}?household={Household.objects.get().pk}"


def entered(village, householder: str, number: int) -> dict:
    return {
        "village": village.pk,
        "number": number,
        "householder": householder,
        "members": 1,
        "children_under_14": 0,
    }


def pickers(household, resident, visit, asked) -> list[str]:
    """Each page on which a household is chosen."""
    named = {
        "visit-create": [], "visit-edit": [visit.pk], "request-create": [], "request-edit": [asked.pk],
        "resident-move": [resident.pk], "resident-second-home": [resident.pk], "household-same": [household.pk],
    }  # fmt: skip
    return [reverse(f"residents:{name}", args=keys) for name, keys in named.items()]


def test_the_registered_household_goes_back_to_the_page_of_the_search(village, officer, sign_in):
    household = build.make_household(village)
    resident = build.make_resident(household)
    visit = build.make_visit(village, by=officer, household=household)
    asked = build.make_request(village, by=officer, household=household)
    browser = sign_in(officer)
    for number, page in enumerate(pickers(household, resident, visit, asked), 70):
        shown = browser.get(page).content.decode()
        [values] = re.findall(r"hx-vals='([^']+)'", shown)
        found = browser.post(PICK, {"q": f"赵小{number}"} | json.loads(values))
        typed = entered(village, f"赵小{number}", number)
        address = link(found, "登记这户")
        assert f'href="{page}"' in browser.get(address).content.decode()  # back
        answer = browser.post(address, typed)
        new = Household.objects.get(number=str(number))
        assert answer.url == f"{page}?household={new.pk}"
        checked = re.search(r'value="(\d+)" checked', browser.get(answer.url).content.decode())
        assert checked and checked[1] == str(new.pk), page


FOREIGN = ("https://example.org/", "//example.org/", "/no/such/page/", "/" + "x" * 600, "javascript:alert(1)")


@pytest.mark.parametrize("then", FOREIGN)
def test_the_registered_household_goes_to_no_foreign_page(then, village, officer, sign_in):
    typed = entered(village, "赵小云", 7)
    answer = sign_in(officer).post(
        f"{reverse('residents:household-create')}?{urlencode({'then': then})}", typed
    )
    assert answer.url == Household.objects.get().get_absolute_url()
