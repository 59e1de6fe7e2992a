"""Text at twice its size on a phone: entry forms and Today do not scroll sideways, cut nothing and cover no field.

The size is the one that the reader sets in the browser, which media queries follow, too: a style of the root element
does not reach them.
"""

import pytest
from django.urls import reverse

from ledgers import books
from tests.journeys.conftest import PHONE
from tests.journeys.turns import Turns
from tests.journeys.watch import TOO_WIDE

pytestmark = pytest.mark.journey
FORMS = [book.url_name("create") for book in books.books() if book.records and book.keeps_drafts]
TWICE = {"fontSizes": {"standard": 32, "fixed": 26}}  # pixels: twice what browsers come with
OPEN = """() => {
  for (const part of document.querySelectorAll("main details")) part.open = true;
  return getComputedStyle(document.body).fontSize;
}"""
# What is cut: words that are wider or higher than the box that hides what leaves it.
CUT = """() => {
  const words = "main :is(h1, h2, label, legend, button, a, p, select), .thumbbar a, .topbar a";
  const hides = (one) => getComputedStyle(one).overflowX !== "visible" && !one.closest(".visually-hidden");
  const isCut = (one) => one.scrollWidth > one.clientWidth + 1 || one.scrollHeight > one.clientHeight + 1;
  return [...document.querySelectorAll(words)]
    .filter((one) => one.checkVisibility() && hides(one) && isCut(one)).map((one) => one.outerHTML.slice(0, 100));
}"""
# A field that has the focus: is something else in front of it?
COVERED = """async () => {
  const covered = [];
  for (const field of document.querySelectorAll("main form :is(input:not([type=hidden]), select, textarea)")) {
    if (!field.checkVisibility() || field.type === "radio" || field.type === "checkbox") continue;
    field.focus();
    field.scrollIntoView({ block: "nearest" });
    await new Promise(requestAnimationFrame);
    const box = field.getBoundingClientRect();
    const front = document.elementFromPoint(box.x + box.width / 2, box.y + Math.min(box.height / 2, 20));
    if (front !== field) covered.push(`${field.name} behind ${front?.outerHTML.slice(0, 80)}`);
  }
  return covered;
}"""


def problems(page) -> list[str]:
    size = page.evaluate(OPEN)
    found = [] if size == "32px" else [f"the text is {size} high"]
    if wide := page.evaluate(TOO_WIDE):
        found.append(wide)
    return [*found, *(f"cut: {one}" for one in page.evaluate(CUT)), *page.evaluate(COVERED)]


def test_at_twice_the_size_nothing_is_cut_and_no_field_is_covered(sign_in, request):
    """One form each day, all of them with ``make journeys``."""
    forms = Turns(request.config.getoption("--pages")).some(FORMS)
    page = sign_in("officer19", PHONE)
    page.context.new_cdp_session(page).send("Page.setFontSizes", TWICE)
    found = {}
    for name in ["reports:home", *forms]:
        assert page.goto(reverse(name)).status == 200
        if wrong := problems(page):
            found[name] = wrong
    assert found == {}
