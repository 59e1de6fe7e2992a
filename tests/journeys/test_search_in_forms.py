"""Enter in a search box inside a form searches; it never sends the form, and looking for somebody is nothing typed."""

import re

import pytest
from playwright.sync_api import Page, expect

from access.roles import Role
from tests.journeys.conftest import DESK, PHONE
from tests.journeys.pages import PEOPLE, of_role
from tests.journeys.steps import NEW_VISIT

pytestmark = pytest.mark.journey
FEWEST = 6  # forms in which a household is looked for


def posts_of(page: Page) -> list[str]:
    """Addresses to which the page sends from now on, without those of the search itself."""
    sent: list[str] = []

    def note(request) -> None:
        if request.method == "POST" and "/pick/" not in request.url:
            sent.append(request.url)

    page.on("request", note)
    return sent


def with_search(page: Page, addresses: dict[str, str]) -> list[str]:
    """The pages with a search box inside a form."""
    found = []
    for name, address in addresses.items():
        if re.search(r"-(create|edit|same|move|second-home|split|merge)$", name):
            html = page.request.get(address).text()
            found += [name] if "find-household" in html else []
    return found


@pytest.mark.parametrize("device", [DESK, PHONE], ids=["desk", "phone"])
def test_enter_in_the_search_of_any_form_searches_and_sends_nothing(device, sign_in, registry):
    page = sign_in(PEOPLE[Role.OFFICER], device)
    addresses = of_role(registry, Role.OFFICER)
    names = with_search(page, addresses)
    assert len(names) >= FEWEST, names
    for name in names:
        page.goto(addresses[name])
        sent = posts_of(page)
        box = page.locator("#find-household")
        assert box.get_attribute("enterkeyhint") == "search", name
        box.fill("qqqqqq")
        with page.expect_response(re.compile("/pick/")):
            box.press("Enter")
        expect(page.locator("#household-choices")).to_contain_text("没找到", timeout=5000)
        box.press("Enter")
        page.wait_for_timeout(300)
        assert sent == [], name
        expect(page.locator(".error-summary")).to_have_count(0)


def test_looking_for_a_household_makes_no_draft(sign_in, registry):
    page = sign_in("officer13", PHONE)
    page.goto(NEW_VISIT)
    sent = posts_of(page)
    page.locator("#find-household").press_sequentially("王")
    page.wait_for_timeout(1500)
    assert sent == []
    expect(page.locator("#draft-note")).to_be_empty()
    assert "typed:" not in page.evaluate("JSON.stringify(sessionStorage)")
    with page.expect_request(re.compile("/drafts/")):
        page.locator("[name=household]").first.tap()
    expect(page.locator("#draft-note")).not_to_be_empty()
