"""Words that were searched for travel sealed: an address tells nobody the name or the number of a villager."""

import pytest

from audit.models import Entry
from tests import build
from tests.lists import shown

pytestmark = pytest.mark.usefixtures("in_march")
URL = "/residents/households/"
NAME = "曾小明"


@pytest.fixture
def household(village):
    build.make_household(village)
    return build.make_household(village, householder=NAME)


@pytest.mark.asvs("14.2.1")
def test_a_search_leads_to_an_address_without_its_words(household, officer, sign_in):
    client = sign_in(officer)
    sent = client.post(URL, {"q": NAME, "due": "", "csrfmiddlewaretoken": "x"})
    assert sent.status_code == 302 and sent["Location"].startswith(f"{URL}?q=~")
    found = client.get(sent["Location"])
    assert shown(found) == [household.pk] and f'value="{NAME}"' in found.content.decode()


def test_every_link_of_the_list_carries_the_words_encrypted(household, officer, sign_in):
    page = sign_in(officer).get(URL, {"q": NAME, "never": "on"}).content.decode()
    assert "q=~" in page and "q=%E6" not in page and f"q={NAME}" not in page


def test_anothers_search_is_empty(household, officer, auxiliary, sign_in):
    address = sign_in(officer).post(URL, {"q": NAME})["Location"]
    assert len(shown(sign_in(auxiliary).get(address))) == 2


@pytest.mark.parametrize("words", ["~", "~!!!", "~AAAA", "~" + "A" * 300, "~曾"])
def test_a_mangled_search_is_empty(household, officer, sign_in, words):
    assert len(shown(sign_in(officer).get(URL, {"q": words}))) == 2


def test_other_filters_stay_readable(household, officer, sign_in):
    sent = sign_in(officer).post(URL, {"q": "", "never": "on", "sort": "-number"})
    assert sent["Location"] == f"{URL}?never=on&sort=-number"
    assert sign_in(officer).post(URL, {"q": ""})["Location"] == URL


def test_the_trail_keeps_the_filters_but_not_the_words(household, officer, sign_in):
    sign_in(officer).post(URL, {"q": NAME, "never": "on"}, follow=True)
    assert Entry.objects.get(action="list").detail["filter"] == "q=***&never=on"


def test_choosing_a_household_sends_the_words_in_the_body(household, officer, sign_in):
    page = sign_in(officer).post(f"{URL}pick/", {"q": NAME}).content.decode()
    assert f'value="{household.pk}"' in page and page.count('name="household"') == 1
