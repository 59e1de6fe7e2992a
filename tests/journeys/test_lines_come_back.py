"""A household is typed in with its members, and the answer or the session is lost: every line comes back."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.conftest import by_sign_in
from tests.journeys.steps import save

pytestmark = pytest.mark.journey
NEW = "/residents/households/new/"
MEMBERS = [("赵小云", "1990"), ("赵小兰", "1992"), ("赵小竹", "1994")]


def begin(page: Page, number: str) -> None:
    """The householder and three members; the lines after the first are made by Enter."""
    page.goto(NEW)
    page.locator("[name=number]").fill(number)
    page.locator("[name=householder]").fill("赵守业")
    page.locator("[name=birth_year]").fill("1960")
    for line, (name, year) in enumerate(MEMBERS):
        page.locator(f"[name=people-{line}-name]").fill(name)
        page.locator(f"[name=people-{line}-birth_year]").fill(year)
        if line + 1 < len(MEMBERS):
            page.locator(f"[name=people-{line}-birth_year]").press("Enter")
    page.locator(f"[name=people-{len(MEMBERS) - 1}-is_stated_14]").check()


def expect_back(page: Page) -> None:
    expect(page.locator("[data-line-of-form]")).to_have_count(len(MEMBERS))
    for line, (name, year) in enumerate(MEMBERS):
        expect(page.locator(f"[name=people-{line}-name]")).to_have_value(name)
        expect(page.locator(f"[name=people-{line}-birth_year]")).to_have_value(year)
    expect(page.locator(f"[name=people-{len(MEMBERS) - 1}-is_stated_14]")).to_be_checked()


def expect_saved(page: Page) -> None:
    save(page).click()
    expect(page).to_have_url(re.compile(r"/residents/households/[0-9]+/$"))
    for name, _year in MEMBERS:
        expect(page.locator("main")).to_contain_text(name)


def test_all_lines_come_back_after_a_lost_answer(sign_in):
    page = sign_in("officer04")
    begin(page, "901号")
    page.route(f"**{NEW}*", lambda route: route.fulfill(status=500, body="<h1>500</h1>"))
    page.route("**/drafts/**", lambda route: route.abort())  # the browser's copy alone
    save(page).click()
    expect(page.locator("#unsent [data-when=unanswered]")).to_be_visible()
    page.unroute_all()
    page.goto(NEW)
    expect_back(page)
    expect_saved(page)


def test_all_lines_come_back_after_the_session_has_ended(sign_in, registry):
    page = sign_in("officer05")
    page.goto(NEW)
    page.route("**/drafts/**", lambda route: route.abort())
    begin(page, "902号")
    page.context.clear_cookies(name="sessionid")
    save(page).click()
    by_sign_in(page, "officer05", registry.password)
    page.unroute_all()
    expect_back(page)
    expect_saved(page)
