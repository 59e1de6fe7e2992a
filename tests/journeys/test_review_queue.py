"""A chief works through the review queue by keyboard: one key a row, back in time, and 59 rows in under two minutes."""

import re
import time

import pytest
from playwright.sync_api import expect

from tests.journeys.conftest import DESK, PHONE

pytestmark = pytest.mark.journey
ROWS, SECONDS = 59, 120
FEW = 6  # rows of which the time of all follows


def left(page):
    words = page.locator(".page-head .quiet").inner_text()
    return int(re.search(r"\d+", words)[0])


def test_a_chief_reviews_by_keyboard(sign_in):
    page = sign_in("chief2", DESK)
    page.goto("/ledgers/review/")
    first, count = page.locator("#review-row").inner_text(), left(page)
    page.keyboard.press("j")
    expect(page.locator("[data-line][aria-current]")).to_have_count(1)
    assert page.locator("[data-line]").nth(1).get_attribute("aria-current") == "true"
    page.keyboard.press("k")
    expect(page.locator("#review-row")).to_have_text(first)
    page.keyboard.press("a")
    expect(page.locator(".review-last")).to_be_visible()
    assert left(page) == count - 1
    page.keyboard.press("z")
    expect(page.locator("#review-row")).to_have_text(first)
    assert left(page) == count
    page.keyboard.press("r")
    expect(page.locator("[name=reason]")).to_be_focused()
    page.keyboard.type("a")  # a word, no key
    expect(page.locator("[name=reason]")).to_have_value("a")
    page.keyboard.press("Tab")
    page.locator("body").click(position={"x": 1, "y": 1})
    page.keyboard.press("1")
    expect(page.locator("[name=reason]")).to_have_value("数要核实")
    page.keyboard.press("Enter")
    expect(page.locator(".review-last")).to_contain_text("退回")
    page.keyboard.press("z")
    expect(page.locator("#review-row")).to_have_text(first)
    page.locator("[data-keys-switch]").click()
    page.keyboard.press("j")
    assert page.locator("[data-line]").first.get_attribute("aria-current") == "true"
    page.locator("[data-keys-switch]").click()
    began = time.monotonic()
    for done in range(FEW):
        page.keyboard.press("a")
        expect(page.locator(".page-head .quiet")).to_contain_text(str(count - done - 1))
    assert (time.monotonic() - began) / FEW * ROWS < SECONDS


def test_on_a_phone_the_row_comes_first(sign_in):
    page = sign_in("chief2", PHONE)
    page.goto("/ledgers/review/")
    expect(page.locator("#review-row")).to_be_in_viewport()
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
