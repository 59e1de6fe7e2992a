"""Steps that more than one journey takes."""

import re
from datetime import date

from playwright.sync_api import Locator, Page, expect

from tests.journeys.stack import Registry

SAVED = re.compile(r"/\d+/\?saved=1$")
NEW_VISIT = "/residents/visits/new/"


def save(page: Page) -> Locator:
    """The main button below a form."""
    return page.locator(".form-foot .button-primary")


def number_in(text: str) -> int:
    """``1,234 / 30`` -> 1234: the first number in a text."""
    found = re.search(r"\d[\d,]*", text)
    assert found, f"no number in {text!r}"
    return int(found[0].replace(",", ""))


def household_in(page: Page, key: int) -> Locator:
    """The big choice of a household in the visit form."""
    return page.locator("label.choice").filter(has=page.locator(f"[name=household][value='{key}']"))


def export_button(page: Page, kind: str) -> Locator:
    """The button that writes what the page shows into a file."""
    return page.locator("form", has=page.locator(f"[name=format][value={kind}]")).locator("button")


def outcome(page: Page, value: str) -> Locator:
    return page.locator(f"[name=outcome][value={value}]")


def log_visit(page: Page, household: int, on: date | None = None, why_late: str = "") -> str:
    """Write a visit down, from the household's own page; returns its receipt number.

    A published month refuses it first and asks for the reason.
    """
    page.goto(f"{NEW_VISIT}?household={household}")
    if on:
        page.locator("details", has=page.locator("[name=occurred_on]")).locator("summary").click()
        page.locator("[name=occurred_on]").fill(on.isoformat())
    save(page).click()
    if why_late:
        expect(page.locator(".error-summary")).to_be_focused()
        page.locator("[name=late_reason]").fill(why_late)
        save(page).click()
    expect(page).to_have_url(SAVED)
    return page.locator(".receipt").inner_text()


def wait_until_done(page: Page) -> None:
    """A started job's page shows when the worker has done it."""
    expect(page).to_have_url(re.compile(r"/tasks/[0-9a-f-]{36}/$"))
    expect(page.locator("#job-state .mark-done")).to_be_visible(timeout=60_000)


def count_month(page: Page, month: str) -> None:
    """Start the count of a month from its page and wait for the worker."""
    page.goto(f"/figures/months/{month}/")
    page.locator(f"form[action$='/{month}/compute/'] button").click()
    wait_until_done(page)


def post_of(registry: Registry, username: str) -> int:
    return registry.ask_one(
        "SELECT post_id FROM posts_assignment a JOIN accounts_user u ON u.id = a.user_id WHERE username = %s",
        username,
    )


def homes_not_met(registry: Registry, post: int, since: date) -> list[int]:
    """Households of the post whose first meeting since that day would count anew."""
    rows = registry.ask(
        "SELECT id FROM residents_household h WHERE post_id = %s AND closed_on IS NULL AND NOT EXISTS"
        " (SELECT 1 FROM residents_visit v WHERE v.household_id = h.id AND v.occurred_on >= %s) ORDER BY id",
        post, since,
    )  # fmt: skip
    return [key for (key,) in rows]
