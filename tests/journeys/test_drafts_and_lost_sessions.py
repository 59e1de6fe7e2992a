"""What was typed is never lost: not by a reload, not by a mistake, not with the session."""

import re

import pytest
from django.utils import timezone
from playwright.sync_api import Locator, Page, expect

from tests.journeys.conftest import PHONE, by_sign_in
from tests.journeys.steps import NEW_VISIT, SAVED, save

pytestmark = pytest.mark.journey
SIGN_IN = re.compile(r"/account/sign-in/\?next=")
NOTE, MORE = "门口水沟堵了", "，已约村主任同看"


def note(page: Page) -> Locator:
    return page.locator("[name=note]")


def begin(page: Page) -> str:
    """A visit half written down, stored as a draft; returns the chosen household."""
    page.goto(NEW_VISIT)
    chosen = page.locator("[name=household]").nth(1)
    chosen.tap()
    page.locator("details", has=note(page)).locator("summary").tap()
    note(page).press_sequentially(NOTE)
    expect(page.locator("#draft-note")).not_to_be_empty()
    return chosen.get_attribute("value")


def expect_back(page: Page, household: str, text: str) -> None:
    """The form stands as it was left."""
    expect(page).to_have_url(re.compile(rf"{NEW_VISIT}\?household={household}$"))
    expect(note(page)).to_be_visible()
    expect(note(page)).to_have_value(text)
    expect(page.locator(f"[name=household][value='{household}']")).to_be_checked()


def test_a_draft_survives_a_reload_and_goes_with_the_saved_row(sign_in):
    page = sign_in("officer04", PHONE)
    household = begin(page)
    page.reload()
    expect_back(page, household, NOTE)
    save(page).tap()
    expect(page).to_have_url(SAVED)
    expect(page.locator(".facts")).to_contain_text(NOTE)
    page.goto(NEW_VISIT)
    expect(note(page)).to_have_value("")


def test_who_is_signed_out_while_typing_is_told_and_finds_the_text_again(sign_in, registry):
    page = sign_in("officer05", PHONE)
    household = begin(page)
    page.context.clear_cookies(name="sessionid")
    note(page).press_sequentially(MORE)
    again = page.locator("#signed-out a")
    expect(again).to_be_visible()
    again.tap()
    by_sign_in(page, "officer05", registry.password)
    expect_back(page, household, NOTE + MORE)


def test_who_saves_without_a_session_finds_the_text_after_signing_in(sign_in, registry):
    """Faster than the draft: nothing of the last words has reached the server."""
    page = sign_in("officer06", PHONE)
    household = begin(page)
    page.context.clear_cookies(name="sessionid")
    note(page).press_sequentially(MORE)
    save(page).tap()
    expect(page).to_have_url(SIGN_IN)
    by_sign_in(page, "officer06", registry.password)
    expect_back(page, household, NOTE + MORE)
    save(page).tap()
    expect(page).to_have_url(SAVED)
    expect(page.locator(".facts")).to_contain_text(NOTE + MORE)


def test_who_lost_all_cookies_finds_the_text_after_signing_in(sign_in, registry):
    page = sign_in("officer07", PHONE)
    household = begin(page)
    page.context.clear_cookies()
    note(page).press_sequentially(MORE)
    save(page).tap()
    expect(page.locator("h1")).to_be_visible()
    page.goto(f"{NEW_VISIT}?household={household}")
    by_sign_in(page, "officer07", registry.password)
    expect_back(page, household, NOTE + MORE)


def test_who_starts_anew_finds_an_empty_form(sign_in):
    page = sign_in("officer09", PHONE)
    begin(page)
    page.reload()
    page.locator("[data-restored] button").tap()
    expect(page.locator("[data-restored]")).to_have_count(0)
    expect(note(page)).to_have_value("")


def test_another_household_begins_empty_and_offers_to_go_on(sign_in):
    page = sign_in("officer10", PHONE)
    household = begin(page)
    page.goto(NEW_VISIT)
    other = page.locator("[name=household]").nth(2).get_attribute("value")
    page.goto(f"{NEW_VISIT}?household={other}")
    expect(note(page)).to_have_value("")
    page.locator(".draft-offer a").tap()
    expect_back(page, household, NOTE)


def test_who_signs_out_leaves_nothing_to_the_next_person_in_the_same_browser(sign_in, registry, sessions):
    page = sign_in("officer11", PHONE)
    household = begin(page)
    page.goto("/account/me/")
    page.locator("[data-signs-out] button").tap()
    del sessions["officer11"]  # the session of the next journey of this person begins anew
    by_sign_in(page, "officer12", registry.password)
    page.goto(f"{NEW_VISIT}?household={household}")
    assert NOTE not in page.evaluate("JSON.stringify(sessionStorage)")
    expect(page.locator("body")).not_to_contain_text(NOTE)


def test_mistakes_stand_beside_their_fields_and_nothing_typed_is_lost(sign_in):
    page = sign_in("officer08", PHONE)
    household = begin(page)
    page.locator("[name=next_visit_on]").fill(timezone.localdate().isoformat())
    page.locator("[name=talks]").fill("600")
    save(page).tap()
    summary = page.locator(".error-summary")
    expect(summary).to_be_focused()
    expect(summary.locator("a")).to_have_count(2)
    expect(page.locator("details[open] .field-error")).to_be_visible()
    expect(page.locator("fieldset .field-error")).to_be_visible()
    expect_back(page, household, NOTE)
    summary.locator("a[href='#id_next_visit_on']").tap()
    expect(page.locator("[name=next_visit_on]")).to_be_focused()


def test_who_signs_out_in_another_tab_is_told_at_once_that_nothing_is_kept(sign_in, registry, sessions):
    page = sign_in("officer14", PHONE)
    begin(page)
    other = page.context.new_page()
    other.goto("/account/me/")
    other.locator("[data-signs-out] button").tap()
    del sessions["officer14"]
    told = page.locator("#signed-out")
    expect(told.locator("[data-kept=no]")).to_be_visible()
    expect(told.locator("[data-kept=yes]")).to_be_hidden()
    note(page).press_sequentially(MORE)
    save(page).dispatch_event("click")  # the notice lies above the button
    page.wait_for_timeout(500)
    expect(note(page)).to_have_value(NOTE + MORE)
    assert MORE not in page.evaluate("JSON.stringify(sessionStorage)")


def test_who_is_signed_out_by_the_clock_is_told_that_the_text_is_kept(sign_in):
    page = sign_in("officer15", PHONE)
    begin(page)
    page.context.clear_cookies(name="sessionid")
    note(page).press_sequentially(MORE)
    expect(page.locator("#signed-out [data-kept=yes]")).to_be_visible()
    expect(page.locator("#signed-out [data-kept=no]")).to_be_hidden()
