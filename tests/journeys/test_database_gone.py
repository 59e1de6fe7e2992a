"""The database is killed while somebody saves: the form says so, the text stays, and trying again saves it once.

A registry of its own: the others would lose theirs. ``make outage`` runs it alone.
"""

import os
import signal
import time

import psycopg2
import pytest
from playwright.sync_api import expect

from tests.journeys import stack
from tests.journeys.conftest import PHONE, by_sign_in
from tests.journeys.steps import NEW_VISIT, SAVED, save

pytestmark = pytest.mark.journey
NOTE = "停电以前写下的话"


@pytest.fixture(scope="module")
def frail(tmp_path_factory):
    """A registry whose database may be killed."""
    with stack.running(tmp_path_factory.mktemp("frail")) as running:
        yield running


@pytest.fixture
def page(chrome, frail):
    context = chrome.new_context(base_url=frail.url, locale="zh-CN", **PHONE)
    context.set_default_timeout(60_000)
    page = context.new_page()
    page.goto("/")
    by_sign_in(page, "officer10", frail.password)
    yield page
    context.close()


def written_down(page, *, which: int) -> int:
    """A form filled in for one of the households that are offered, another one in each test; its key."""
    page.goto(NEW_VISIT)
    chosen = page.locator("[name=household]").nth(which)
    household = int(chosen.get_attribute("value"))
    chosen.tap()
    page.locator("details", has=page.locator("[name=note]")).locator("summary").tap()
    page.locator("[name=note]").press_sequentially(NOTE)
    expect(page.locator("#draft-note")).not_to_be_empty()
    return household


def saved(frail, household: int) -> int:
    with psycopg2.connect(frail.owner_url) as link, link.cursor() as cursor:
        asked = "SELECT count(*) FROM residents_visit WHERE household_id = %s AND occurred_on = now()::date"
        cursor.execute(asked, [household])
        return cursor.fetchone()[0]


def hold(frail, household: int):
    """Somebody else holds the household: whoever saves a visit to it waits, in the middle of its transaction."""
    link = psycopg2.connect(frail.owner_url)
    link.cursor().execute("SELECT 1 FROM residents_household WHERE id = %s FOR UPDATE", [household])
    return link


def wait_until_somebody_waits(link) -> None:
    deadline = time.monotonic() + stack.STARTS_WITHIN
    while time.monotonic() < deadline:
        with link.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM pg_locks WHERE NOT granted")
            if cursor.fetchone()[0]:
                return
        time.sleep(0.05)
    raise AssertionError("nobody waits for the household")


def test_a_database_that_dies_in_the_middle_loses_nothing_that_was_typed(page, frail):
    household = written_down(page, which=1)
    link = hold(frail, household)
    save(page).tap()
    wait_until_somebody_waits(link)
    os.kill(frail.database.popen.pid, signal.SIGQUIT)
    frail.database.popen.wait()
    told = page.locator("#unsent [data-when=unanswered]")
    expect(told).to_be_visible()
    expect(page.locator("[name=note]")).to_have_value(NOTE)
    page.locator("[data-send-again]").tap()  # while the database is still gone
    expect(told).to_be_visible()
    frail.restart_database()
    assert saved(frail, household) == 0
    page.locator("[data-send-again]").tap()
    expect(page).to_have_url(SAVED)
    expect(page.locator(".facts")).to_contain_text(NOTE)
    assert saved(frail, household) == 1


def test_a_table_that_somebody_locks_costs_eight_seconds_at_most_and_nothing_that_was_typed(page, frail):
    """Other pages open meanwhile."""
    household = written_down(page, which=3)
    link = psycopg2.connect(frail.owner_url)
    link.cursor().execute("LOCK TABLE residents_visit IN ACCESS EXCLUSIVE MODE")
    begun = time.monotonic()
    save(page).tap()
    said = page.get_by_text("刚才这条可能没有保存").first
    expect(said).to_be_visible(timeout=8_000)
    assert time.monotonic() - begun < 8
    with page.context.new_page() as other:
        assert other.goto("/account/me/").status == 200
    link.rollback()
    link.close()
    page.locator("[data-send-again]").tap()
    expect(page).to_have_url(SAVED)
    expect(page.locator(".facts")).to_contain_text(NOTE)
    assert saved(frail, household) == 1
