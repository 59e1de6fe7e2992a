"""Without a mouse: every step by keyboard, and one always sees where one is."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.conftest import DESK, PHONE
from tests.journeys.steps import NEW_VISIT, SAVED, number_in

pytestmark = pytest.mark.journey
MOST_TABS = 60
AT_ONCE = {"reduced_motion": "reduce"}  # where the focus goes the page follows without gliding
MARKED = """element => {
  const faces = [element, element.nextElementSibling, element.closest("label")?.querySelector(".face")];
  return faces.filter(Boolean).some((face) => {
    const style = getComputedStyle(face);
    return (style.outlineStyle !== "none" && parseFloat(style.outlineWidth) > 0) || style.boxShadow !== "none";
  });
}"""
COVERED = """element => {
  const box = element.getBoundingClientRect(), x = box.x + box.width / 2, y = box.y + box.height / 2;
  const top = document.elementFromPoint(x, y);
  return !(top && (element.contains(top) || top.contains(element) || element.closest("label")?.contains(top)));
}"""


def tab_to(page: Page, selector: str) -> None:
    """Go on with the Tab key until ``selector`` has the focus; at each stop the focus is seen."""
    for _stop in range(MOST_TABS):
        page.keyboard.press("Tab")
        at = page.locator(":focus")
        html = at.evaluate("element => element.outerHTML.slice(0, 160)")
        assert at.evaluate(MARKED), f"the focus is not seen: {html}"
        assert not at.evaluate(COVERED), f"the focus is behind something: {html}"
        if at.evaluate("(element, selector) => element.matches(selector)", selector):
            return
    raise AssertionError(f"{MOST_TABS} tabs did not lead to {selector}")


def test_the_first_tab_offers_to_skip_the_menu(sign_in):
    page = sign_in("officer11", **AT_ONCE)
    page.goto("/")
    tab_to(page, ".skip")
    expect(page.locator(".skip")).to_be_in_viewport()
    page.keyboard.press("Enter")
    expect(page.locator("#main")).to_be_focused()
    tab_to(page, f"#main a[href='{NEW_VISIT}']")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(f"{NEW_VISIT}$"))


@pytest.mark.parametrize(("username", "device"), [("officer11", DESK), ("officer12", PHONE)])
def test_a_visit_is_written_down_with_the_keyboard_alone(sign_in, username, device):
    page = sign_in(username, device, **AT_ONCE)
    page.goto(NEW_VISIT)
    tab_to(page, "#find-household")
    page.keyboard.type("1")
    expect(page.locator("#household-choices > p.small")).to_have_count(0)  # only what was found
    expect(page.locator("#find-household")).to_be_focused()
    tab_to(page, "[name=household]")
    page.keyboard.press("Space")
    tab_to(page, "[name=outcome]")
    page.keyboard.press("ArrowRight")
    expect(page.locator("[name=outcome]").nth(1)).to_be_checked()
    tab_to(page, ".form-foot .button-primary")
    page.keyboard.press("Enter")
    expect(page).to_have_url(SAVED)
    expect(page.locator(".receipt")).to_be_visible()


def test_a_filter_keeps_the_focus_and_the_address(sign_in):
    page = sign_in("chief2", **AT_ONCE)
    page.goto("/residents/households/")
    everything = page.locator(".count").first.inner_text()
    tab_to(page, "[name=q]")
    page.keyboard.type("1")
    expect(page).to_have_url(re.compile(r"[?&]q=~[\w-]+(&|$)"))
    expect(page.locator(".count").first).not_to_have_text(everything)
    expect(page.locator("[name=q]")).to_be_focused()
    expect(page.locator(".chips a").first).to_be_visible()
    address, some = page.url, page.locator(".count").first.inner_text()
    page.go_back()
    expect(page.locator(".count").first).to_have_text(everything)
    expect(page).to_have_url(re.compile(r"/residents/households/$"))
    page.goto(address)
    expect(page.locator(".count").first).to_have_text(some)
    assert 0 < number_in(some) < 100_000
