"""A form whose answer is a page of its own, such as a code that is shown once, leaves nothing behind in the browser."""

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.steps import save

pytestmark = pytest.mark.journey
TYPED = (
    "Object.keys(sessionStorage).filter((name) => name.startsWith('typed:') || name.startsWith('waiting:'))"
)


def open_account(page: Page, account: str) -> None:
    page.goto("/account/new/")
    for name, value in (("username", account), ("name", f"新人{account[-1]}"), ("badge", "")):
        expect(page.locator(f"[name={name}]")).to_have_value("")
        page.locator(f"[name={name}]").fill(value)
    save(page).click()
    expect(page.locator(".slip")).to_contain_text(account)


def test_two_accounts_are_opened_one_after_the_other_in_one_tab(sign_in):
    page = sign_in("admin1")
    open_account(page, "newcomer1")
    assert page.evaluate(TYPED) == []
    open_account(page, "newcomer2")
    page.go_back()
    page.goto("/account/list/?q=newcomer")
    expect(page.locator("tbody tr")).to_have_count(2)


def test_a_key_that_was_used_does_not_come_back_with_what_was_typed(sign_in):
    page = sign_in("admin1")
    page.goto("/account/new/")
    page.locator("[name=username]").fill("newcomer3")
    page.locator("[name=name]").fill("新人")
    kept = page.evaluate("JSON.stringify(sessionStorage)")
    save(page).click()
    expect(page.locator(".slip")).to_be_visible()
    page.evaluate("kept => Object.assign(sessionStorage, JSON.parse(kept))", kept)
    page.goto("/account/new/")
    expect(page.locator("[name=username]")).to_have_value("newcomer3")
    page.locator("[name=username]").fill("newcomer4")
    save(page).click()
    expect(page.locator(".slip")).to_contain_text("newcomer4")
