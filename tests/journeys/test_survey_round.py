"""A survey round, from its draft to the figures: a block of a spreadsheet, a correction, a count."""

import re
from collections.abc import Iterator
from datetime import date

import pytest
from playwright.sync_api import Locator, Page, expect

from calendars import calendar
from tests.journeys.steps import save

pytestmark = pytest.mark.journey
LONG_AGO = date(2000, 1, 1)
WHY_CORRECTED, WHY_WITHOUT = "数错一份", "其余村下月再测"
# Two villages: asked, seven answers to the first question, three to each of the others; 无 as in the tables.
BLOCK = "\n".join(
    "\t".join(map(str, [asked, good, 2, 0, "无", 0, 1, 0, *(good, 2, 1) * 3]))
    for asked, good in ((20, 12), (18, 11))
)
PASTE = """block => {
    const data = new DataTransfer();
    data.setData("text/plain", block);
    const options = {clipboardData: data, bubbles: true, cancelable: true};
    document.activeElement.dispatchEvent(new ClipboardEvent("paste", options));
}"""


@pytest.fixture
def free_month(registry) -> Iterator[None]:
    """The running month without the round that the demonstration has open in it; afterwards all is as before."""
    month = calendar.this_month()
    moved = "UPDATE surveys_surveyround SET month = %s WHERE month = %s"
    registry.run(moved, LONG_AGO, month)
    yield
    for table in ("correction", "answertally", "sample"):
        of_round = "(SELECT id FROM surveys_surveyround WHERE month = %s)"
        registry.run(f"DELETE FROM surveys_{table} WHERE round_id IN {of_round}", month)
    registry.run("DELETE FROM surveys_surveyround WHERE month = %s", month)
    registry.run(moved, month, LONG_AGO)


def step(page: Page, name: str) -> None:
    page.locator(f".page-head .actions a[href$='/{name}/']").click()
    if name == "count":
        page.locator("[name=without_reason]").fill(WHY_WITHOUT)
    save(page).click()
    expect(page).to_have_url(re.compile(r"/figures/satisfaction/\d+/$"))


def cells(page: Page) -> Locator:
    return page.locator("[data-grid] tbody input:not([hidden])")


def test_a_round_is_drafted_entered_by_paste_closed_corrected_and_counted(sign_in, free_month):
    page = sign_in("county1")
    page.goto("/figures/satisfaction/new/")
    page.locator("[name=name]").fill("试测")
    save(page).click()
    step(page, "open")
    page.locator("#stations ~ table tbody a").first.click()
    cells(page).first.click()
    page.evaluate(PASTE, BLOCK)
    expect(page.locator("[data-grid] tbody output").first).to_have_text("15")
    page.locator("[data-grid] tbody input:not([hidden])").first.focus()
    page.keyboard.press("ArrowDown")
    expect(page.locator(":focus")).to_have_value("18")
    expect(cells(page).nth(4)).to_have_value("0")
    page.keyboard.type("18")
    page.keyboard.press("ArrowRight")  # leaves the cell although its number was just typed
    page.keyboard.press("ArrowLeft")
    page.keyboard.type("18")
    expect(page.locator(":focus")).to_have_value("18")
    save(page).click()
    expect(page.locator(".notice[data-saved]")).to_contain_text("2")
    page.locator(".crumb a").click()
    step(page, "close")
    page.locator("#stations ~ table tbody a").first.click()
    cells(page).nth(2).fill("3")
    save(page).click()
    expect(page.locator(".error-summary")).to_be_visible()
    expect(cells(page).nth(2)).to_have_value("3")
    page.locator("[name=reason]").fill(WHY_CORRECTED)
    save(page).click()
    expect(page.locator(".notice[data-saved]")).to_contain_text("1")
    page.locator(".crumb a").click()
    expect(page.get_by_text(WHY_CORRECTED)).to_be_visible()
    step(page, "count")
    expect(page.locator(".notice-warn")).to_contain_text(WHY_WITHOUT)
    expect(page.locator(".page-head b")).to_have_text("已计入")
