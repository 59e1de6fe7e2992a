"""An answer is lost, the network is gone, the server breaks: what was typed stays, and nothing is there twice."""

import re

import pytest
from django.utils import timezone
from playwright.sync_api import Page, Route, expect

from tests.journeys.conftest import PHONE
from tests.journeys.steps import NEW_VISIT, SAVED, homes_not_met, post_of, save

pytestmark = pytest.mark.journey
NOTE = "水渠口的路灯不亮"


def begin(page: Page, registry, username: str) -> int:
    """A visit written down and not sent yet; returns the household."""
    household = homes_not_met(registry, post_of(registry, username), timezone.localdate())[-1]
    page.goto(f"{NEW_VISIT}?household={household}")
    page.locator("details", has=page.locator("[name=note]")).locator("summary").tap()
    page.locator("[name=note]").fill(NOTE)
    return household


def drop_answers(page: Page) -> None:
    """What is sent arrives, its answer does not."""

    def drop(route: Route) -> None:
        if route.request.method == "POST":
            route.fetch(max_redirects=0)
            route.abort("connectionreset")
        else:
            route.continue_()

    page.route(re.compile(r"/(new|edit)/"), drop)


def told(page: Page, when: str):
    return page.locator(f"#unsent [data-when={when}]")


def visits(registry, household: int) -> int:
    return registry.ask_one(
        "SELECT count(*) FROM residents_visit WHERE household_id = %s AND occurred_on = now()::date",
        household,
    )


def test_after_a_lost_answer_trying_again_leads_to_the_one_row(sign_in, registry):
    page = sign_in("officer10", PHONE)
    household = begin(page, registry, "officer10")
    drop_answers(page)
    save(page).tap()
    expect(told(page, "unanswered")).to_be_visible()
    expect(page.locator("[name=note]")).to_have_value(NOTE)
    page.unroute_all()
    page.locator("[data-send-again]").tap()
    expect(page).to_have_url(SAVED)
    expect(page.locator(".notice", has_text="已登记")).to_be_visible()
    assert visits(registry, household) == 1


def test_a_form_that_is_opened_again_after_a_lost_answer_says_its_receipt(sign_in, registry):
    page = sign_in("officer11", PHONE)
    household = begin(page, registry, "officer11")
    drop_answers(page)
    save(page).tap()
    expect(told(page, "unanswered")).to_be_visible()
    page.unroute_all()
    page.goto(f"{NEW_VISIT}?household={household}")
    expect(page.locator("[data-saved-before]")).to_contain_text("回执号 ZF")
    expect(page.locator("[name=note]")).to_have_value("")
    assert visits(registry, household) == 1


@pytest.mark.parametrize("door", ["/", NEW_VISIT, "/residents/households/", "own page"])
def test_whatever_page_is_opened_after_a_lost_answer_says_the_receipt(sign_in, registry, door):
    page = sign_in("officer16", PHONE)
    household = begin(page, registry, "officer16")
    drop_answers(page)
    save(page).tap()
    expect(told(page, "unanswered")).to_be_visible()
    page.unroute_all()
    page.goto(f"/residents/households/{household}/" if door == "own page" else door)
    expect(page.locator("[data-saved-before]")).to_contain_text("已登记，回执号 ZF")
    page.goto(f"{NEW_VISIT}?household={household}")
    expect(page.locator("[name=note]")).to_have_value("")
    assert visits(registry, household) == 1


def test_what_was_sent_in_vain_is_offered_on_every_page_and_saved_once(sign_in, registry):
    page = sign_in("officer17", PHONE)
    household = begin(page, registry, "officer17")
    page.context.set_offline(True)
    save(page).tap()
    expect(told(page, "offline")).to_be_visible()
    page.context.set_offline(False)
    page.goto("/")
    offered = page.locator("[data-waiting]")
    expect(offered).to_contain_text("可能没有保存")
    offered.locator("a").tap()
    expect(page.locator("[name=note]")).to_have_value(NOTE)
    save(page).tap()
    expect(page).to_have_url(SAVED)
    page.goto("/")
    expect(page.locator(".today, main h1").first).to_be_visible()
    expect(offered).to_have_count(0)
    assert visits(registry, household) == 1


def test_what_was_typed_without_a_connection_is_offered_on_the_form_of_nobody(sign_in, registry):
    page = sign_in("officer18", PHONE)
    household = homes_not_met(registry, post_of(registry, "officer18"), timezone.localdate())[-1]
    page.goto(f"{NEW_VISIT}?household={household}")
    page.locator("details", has=page.locator("[name=note]")).locator("summary").tap()
    page.context.set_offline(True)
    page.locator("[name=note]").fill(NOTE)
    expect(page.locator("#draft-note")).to_have_text("未连接，草稿未存")
    page.context.set_offline(False)
    page.goto(NEW_VISIT)
    expect(page.locator("[name=note]")).to_have_value("")
    page.locator("[data-waiting]").get_by_role("button").tap()
    page.goto(f"{NEW_VISIT}?household={household}")
    expect(page.locator("[name=note]")).to_have_value("")


def test_without_a_network_nothing_is_called_saved_and_nothing_is_lost(sign_in, registry):
    page = sign_in("officer12", PHONE)
    household = begin(page, registry, "officer12")
    expect(page.locator("#draft-note")).not_to_be_empty()
    page.context.set_offline(True)
    page.locator("[name=note]").press_sequentially("，已报修")
    expect(page.locator("#draft-note")).to_have_text("未连接，草稿未存")
    save(page).tap()
    expect(told(page, "offline")).to_be_visible()
    expect(page.locator("[name=note]")).to_have_value(NOTE + "，已报修")
    page.context.set_offline(False)
    page.locator("[data-send-again]").tap()
    expect(page).to_have_url(SAVED)
    assert visits(registry, household) == 1


def test_a_broken_server_costs_nothing_that_was_typed(sign_in, registry):
    page = sign_in("officer13", PHONE)
    household = begin(page, registry, "officer13")
    page.route(f"**{NEW_VISIT}*", lambda route: route.fulfill(status=500, body="<h1>500</h1>"))
    save(page).tap()
    expect(told(page, "unanswered")).to_be_visible()
    page.unroute_all()
    page.goto("/")
    page.goto(f"{NEW_VISIT}?household={household}")
    expect(page.locator("[name=note]")).to_have_value(NOTE)


def test_a_change_whose_answer_was_lost_is_not_called_stale(sign_in, registry):
    page = sign_in("officer14", PHONE)
    begin(page, registry, "officer14")
    save(page).tap()
    expect(page).to_have_url(SAVED)
    page.locator("a[href$='/edit/']").tap()
    page.locator("[name=talks]").fill("3")
    drop_answers(page)
    save(page).tap()
    expect(told(page, "unanswered")).to_be_visible()
    page.unroute_all()
    page.locator("[data-send-again]").tap()
    expect(page.locator(".notice", has_text="已登记")).to_be_visible()
    expect(page.locator(".facts")).to_contain_text("3")


def test_two_windows_on_one_row_show_both_values_and_the_person_chooses(sign_in, registry):
    page = sign_in("officer15", PHONE)
    begin(page, registry, "officer15")
    save(page).tap()
    expect(page).to_have_url(SAVED)
    page.locator("a[href$='/edit/']").tap()
    expect(page.locator("[name=talks]")).to_be_visible()
    other = page.context.new_page()
    other.goto(page.url)
    for window, talks in ((page, "5"), (other, "7")):
        window.locator("[name=talks]").fill(talks)
        save(window).tap()
    expect(other.locator(".conflict")).to_contain_text("5")
    expect(other.locator(".conflict :checked")).to_have_count(0)
    other.locator(".conflict [value=mine]").check()
    save(other).tap()
    expect(other.locator(".facts")).to_contain_text("7")
