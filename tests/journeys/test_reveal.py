"""A telephone number is shown with a reason, and gone when the page is left."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.conftest import PHONE
from tests.journeys.stack import Registry
from tests.journeys.steps import post_of, save

pytestmark = pytest.mark.journey
MASK, NUMBER = re.compile(r"154\*{4}\d{4}"), re.compile(r"154\d{8}")
TURN_AWAY = """() => {
  Object.defineProperty(document, "hidden", { value: true });
  document.dispatchEvent(new Event("visibilitychange"));
}"""


@pytest.fixture
def household(registry) -> str:
    """The address of a household with a telephone number."""
    key = registry.ask_one(
        "SELECT min(id) FROM residents_household WHERE post_id = %s AND phone IS NOT NULL",
        post_of(registry, "officer07"),
    )
    return f"/residents/households/{key}/"


def reveals(registry: Registry) -> list[dict]:
    rows = registry.ask("SELECT detail FROM audit_entry WHERE action = 'reveal' ORDER BY id")
    return [detail for (detail,) in rows]


def reveal(page: Page, household: str) -> None:
    page.goto(household)
    expect(page.locator(".facts")).to_contain_text(MASK)
    expect(page.locator("main")).not_to_contain_text(NUMBER)
    page.locator(".facts a[href$='/reveal/']").tap()
    expect(page.locator("main")).to_contain_text(MASK)
    page.locator("[name=why][value=call]").check()
    save(page).tap()
    expect(page.locator("#revealed")).to_have_text(NUMBER)


def test_a_number_is_shown_with_a_reason_and_hidden_when_the_page_is_left(sign_in, registry, household):
    page, before = sign_in("officer07", PHONE), len(reveals(registry))
    reveal(page, household)
    number = page.locator("#revealed").inner_text().strip()
    entries = reveals(registry)[before:]
    assert [entry["why"] for entry in entries] == ["call"] and number not in str(entries)

    page.goto("/")
    page.go_back()
    expect(page.locator("main")).to_contain_text(MASK)
    expect(page.locator("main")).not_to_contain_text(NUMBER)
    expect(page.locator("[name=why]").first).to_be_visible()
    assert len(reveals(registry)) == before + 1


def test_a_number_hides_when_the_tab_is_turned_away(sign_in, household):
    page = sign_in("officer07", PHONE)
    reveal(page, household)
    page.evaluate(TURN_AWAY)
    expect(page.locator("#revealed")).to_have_text(MASK)
    expect(page.locator("main")).not_to_contain_text(NUMBER)


def test_nobody_looks_without_saying_why(sign_in, registry, household):
    page, before = sign_in("officer07", PHONE), len(reveals(registry))
    page.goto(f"{household}reveal/")
    save(page).tap()
    expect(page.locator(".invalid-feedback").first).to_be_visible()
    expect(page.locator("main")).not_to_contain_text(NUMBER)
    assert len(reveals(registry)) == before
