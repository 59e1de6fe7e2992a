"""A plan, a round of it walked on a phone with a tap that waited for a signal and a point missed, a hazard found."""

import re

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from tests.journeys.conftest import PHONE
from tests.journeys.steps import SAVED, post_of, save
from tests.journeys.test_inputs_counted import Hand

pytestmark = pytest.mark.journey
WHO = "officer01"
A_ROUND = 8  # of four points: from the first page to the receipt


def village_with_points(registry) -> int:
    """A village of the officer's post with four checkpoints."""
    return registry.ask_one(
        "SELECT village_id FROM patrols_checkpoint WHERE post_id = %s AND ends_on IS NULL"
        " GROUP BY village_id HAVING count(*) = 4",
        post_of(registry, WHO),
    )


def plan(page: Page, village: int, name: str) -> str:
    """Plan a round of today past all points of the village, the last of the list first; the address of the plan."""
    page.goto("/patrols/plans/new/")
    page.locator("select[name=village]").select_option(str(village))
    page.locator("[name=name]").fill(name)
    page.locator(f"[name=weekdays][value='{timezone.localdate().isoweekday()}']").check()
    page.locator("[name=starts_at]").fill("20:00")
    page.locator("[name=ends_at]").fill("22:00")
    own = page.locator("label", has_text=re.compile("三组路灯|小学门口|文化广场|村口治安哨卡"))
    names = own.all_inner_texts()
    for words in reversed(names):
        page.locator("label", has_text=words).click()
    save(page).tap()
    expect(page).to_have_url(re.compile(r"/patrols/plans/\d+/$"))
    shown = page.locator("ol.numbered .name").all_inner_texts()
    assert [one.rpartition("· ")[2] for one in reversed(names)] == shown
    return page.url


def say_it_is_right(page: Page) -> None:
    """A journey walks a round in seconds, and not at the planned time: both are asked about."""
    expect(page.locator("[name=sure]").first).to_be_visible()
    for box in page.locator("[name=sure]").all():
        box.check()
    save(page).tap()


def tapped(page: Page, number: int) -> None:
    expect(page.locator(".stop.is-passed")).to_have_count(number)


def test_a_round_is_planned_walked_and_leads_to_a_hazard(sign_in, registry):
    page = sign_in(WHO, PHONE)
    plan(page, village_with_points(registry), "夜间巡线")
    page.locator("main a[href*='/patrols/rounds/']", has_text=f"{timezone.localdate():%Y-%m-%d}").click()
    stops = page.locator(".stop-button")
    stops.nth(0).tap()
    tapped(page, 1)
    page.context.set_offline(True)
    stops.nth(0).tap()
    stops.nth(0).tap()  # a second tap of the same point
    expect(page.locator("[data-unsent]")).to_be_visible()
    expect(page.locator("[data-unsent] [data-count]")).to_have_text("1")
    page.locator("[data-finish]").tap()  # not before what is kept was sent
    expect(page).to_have_url(re.compile(r"/patrols/rounds/\d+/$"))
    page.context.set_offline(False)
    tapped(page, 2)
    expect(page.locator(".stop.is-passed").nth(1)).to_contain_text("设备时间")
    page.locator("[name=code]").fill(
        str(page.locator("[data-stop]").nth(2).get_attribute("data-code")).lower()
    )
    page.locator("[data-by-code] button").first.tap()
    tapped(page, 3)
    page.locator("[data-finish]").tap()
    missed = page.locator("[data-missed] li").inner_text()
    save(page).tap()
    say_it_is_right(page)
    expect(page).to_have_url(SAVED)
    page.locator("main a[href*='/hazards/new/']").first.click()
    page.locator("[name=kind][value=light]").check()
    page.locator("[name=place]").fill(missed)
    save(page).tap()
    expect(page).to_have_url(SAVED)
    expect(page.locator("main")).to_contain_text(missed)


def test_a_round_of_four_points_takes_few_inputs(sign_in, registry, record_property):
    page = sign_in(WHO, PHONE)
    plan(page, village_with_points(registry), "数一数")
    page.goto("/")
    hand = Hand(page)
    hand.tap(page.locator("main a[href='/patrols/rounds/?open=on']"))
    hand.tap(page.locator("main tr, main li", has_text="数一数").locator("a[href*='/patrols/rounds/']").first)
    for number in range(4):
        hand.tap(page.locator(".stop-button").first)
        tapped(page, number + 1)
    hand.tap(page.locator("[data-finish]"))
    hand.tap(save(page))
    say_it_is_right(page)
    expect(page).to_have_url(SAVED)
    record_property("summary", f"a planned round of four points: {hand.inputs} inputs")
    assert hand.inputs <= A_ROUND


# In place of the detector, which Chromium has on Android alone: it finds a label in the third picture of the camera.
DETECTOR = """window.BarcodeDetector = class {
  async detect(video) {
    if (video.videoWidth < 2) throw new Error("no picture");
    return ++this.looked > 2 ? [{ rawValue: window.label }] : [];
  }
  looked = 0;
};"""


def test_a_label_is_read_by_the_camera_of_the_phone(sign_in, registry):
    page = sign_in(WHO, PHONE)
    page.add_init_script(DETECTOR)
    plan(page, village_with_points(registry), "扫码巡线")
    asked = "navigator.mediaDevices.getUserMedia({video: true}).then(() => 'opened', fault => fault.name)"
    assert page.evaluate(asked) == "NotAllowedError"  # on the page of the plan, as on every other one
    page.locator("main a[href*='/patrols/rounds/']", has_text=f"{timezone.localdate():%Y-%m-%d}").click()
    stop = page.locator("[data-stop]").nth(1)
    page.evaluate("code => window.label = code", stop.get_attribute("data-code"))
    page.locator("[data-scan]").tap()
    tapped(page, 1)
    expect(stop).to_contain_text("扫码")
    expect(page.locator("[data-camera]")).to_be_hidden()
    page.evaluate("window.label = 'https://example.org/'")
    page.locator("[data-scan]").tap()
    expect(page.locator("[data-no-such-code]")).to_be_visible()  # a label of somebody else
    tapped(page, 1)


def test_labels_of_two_who_walk_together_are_no_second_round(sign_in, registry):
    """A second tab passes a point that the first one shows as open: its tap there is one and the same."""
    page = sign_in(WHO, PHONE)
    plan(page, village_with_points(registry), "两人同走")
    page.locator("main a[href*='/patrols/rounds/']", has_text=f"{timezone.localdate():%Y-%m-%d}").click()
    other = page.context.new_page()
    other.goto(page.url)
    other.locator(".stop-button").first.tap()
    tapped(other, 1)
    page.locator(".stop-button").first.tap()
    tapped(page, 1)
    round_key = int(re.search(r"/rounds/(\d+)/", page.url)[1])
    asked = (
        "SELECT count(*), max(version) FROM patrols_roundpoint WHERE round_id = %s AND passed_at IS NOT NULL"
    )
    assert registry.ask(asked, round_key) == [(1, 2)]


def test_taps_kept_by_two_tabs_are_all_sent_and_of_a_round_that_was_lost_none(sign_in, registry):
    page = sign_in(WHO, PHONE)
    plan(page, village_with_points(registry), "两个页面")
    page.locator("main a[href*='/patrols/rounds/']", has_text=f"{timezone.localdate():%Y-%m-%d}").click()
    other = page.context.new_page()
    other.goto(page.url)
    page.context.set_offline(True)
    for tab, number in ((page, 0), (other, 1), (page, 2)):
        tab.locator(".stop-button").nth(number).tap()
    page.context.set_offline(False)
    other.reload()
    tapped(other, 3)
    round_key = int(re.search(r"/rounds/(\d+)/", page.url)[1])
    registry.run(  # to another post, with its village
        "UPDATE patrols_plannedround SET post_id = (SELECT max(id) FROM posts_post) WHERE id = %s", round_key
    )
    other.locator(".stop-button").first.tap()
    expect(other.locator("[data-lost]")).to_be_visible()
    assert other.evaluate("Object.keys(localStorage).filter((one) => one.startsWith('round '))") == []
