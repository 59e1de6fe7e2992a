"""An officer logs a visit with one thumb, and the chief's figure rises by one."""

import re

import pytest
from django.utils import timezone
from playwright.sync_api import Locator, Page, expect

from calendars import calendar
from tests.journeys.conftest import PHONE
from tests.journeys.steps import (
    NEW_VISIT,
    SAVED,
    count_month,
    homes_not_met,
    household_in,
    log_visit,
    number_in,
    outcome,
    post_of,
    save,
)  # fmt: skip

pytestmark = pytest.mark.journey
MOST_TAPS = 6


class Thumb:
    """Counts its taps."""

    def __init__(self, page: Page):
        self.page, self.taps = page, 0

    def tap(self, what: Locator) -> None:
        what.tap()
        self.taps += 1

    def tap_twice(self, what: Locator) -> None:
        """As an impatient thumb does: the second tap does not wait for what the first one brings."""
        what.scroll_into_view_if_needed()
        box = what.bounding_box()
        for _tap in range(2):
            self.page.touchscreen.tap(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
            self.taps += 1


def first_offered(page: Page, registry) -> int:
    """The first household, not visited today, that the form offers before anything is typed."""
    expect(page).to_have_url(re.compile(f"{NEW_VISIT}$"))
    offered = [int(box.get_attribute("value")) for box in page.locator("[name=household]").all()]
    return next(key for key in offered if not visits_today(registry, key))


def visits_today(registry, household: int) -> int:
    return registry.ask_one(
        "SELECT count(*) FROM residents_visit WHERE household_id = %s AND occurred_on = %s",
        household, timezone.localdate(),
    )  # fmt: skip


def test_a_visit_takes_few_taps_and_a_double_tap_makes_one_row(sign_in, registry):
    page = sign_in("officer01", PHONE)
    page.goto("/")
    thumb = Thumb(page)
    thumb.tap(page.locator(f"a.button-big[href='{NEW_VISIT}']"))
    household = first_offered(page, registry)
    thumb.tap(household_in(page, household))
    thumb.tap(outcome(page, "met"))
    thumb.tap_twice(save(page))
    expect(page).to_have_url(SAVED)
    expect(page.locator(".receipt")).to_have_text(re.compile(r"^ZF\d{6}-\d{6}$"))
    assert thumb.taps <= MOST_TAPS
    assert visits_today(registry, household) == 1


def test_going_back_after_saving_chooses_no_other_household(sign_in, registry):
    """The list has moved on by one: a browser that ticks the same place again would tick somebody else."""
    page = sign_in("officer13", PHONE)
    page.goto(NEW_VISIT)
    household = first_offered(page, registry)
    household_in(page, household).tap()
    save(page).tap()
    expect(page).to_have_url(SAVED)
    page.go_back()
    expect(page).to_have_url(re.compile(rf"{NEW_VISIT}\?household={household}$"))
    expect(page.locator("[name=household]:checked")).to_have_count(1)
    expect(household_in(page, household).locator("input")).to_be_checked()


def test_two_sendings_without_scripts_make_one_row(sign_in, registry):
    page = sign_in("officer02", PHONE, java_script_enabled=False)
    page.goto(NEW_VISIT)
    household = first_offered(page, registry)
    household_in(page, household).tap()
    form = {box.get_attribute("name"): box.input_value() for box in page.locator("form [type=hidden]").all()}
    form |= {"household": str(household), "outcome": "met", "talks": "1"}
    form["occurred_on"] = page.locator("[name=occurred_on]").input_value()
    answers = {page.request.post(NEW_VISIT, form=form).url for _time in range(2)}
    assert len(answers) == 1 and SAVED.search(answers.pop())
    assert visits_today(registry, household) == 1


def test_a_visit_is_withdrawn_and_stays_in_the_book(sign_in, registry):
    page = sign_in("officer01", PHONE)
    household = homes_not_met(registry, post_of(registry, "officer01"), calendar.this_month())[-1]
    receipt = log_visit(page, household)
    page.locator(".actions a[href$='/withdraw/']").tap()
    save(page).tap()
    expect(page.locator(".mark-withdrawn")).to_be_visible()
    expect(page.locator("h1")).to_contain_text(receipt)
    expect(page.locator(".actions a[href$='/edit/']")).to_have_count(0)
    assert visits_today(registry, household) == 1


def figure_of(page: Page, post: int) -> Locator:
    """Households met on the chief's board: a link to them."""
    page.goto("/")
    row = page.locator("tbody tr").filter(has=page.locator(f"th a[href$='place=post:{post}']"))
    return row.locator("a[href*='met_from=']").first


def test_the_chief_counts_and_the_figure_rises_by_one(sign_in, registry):
    chief, post = sign_in("chief1"), post_of(registry, "officer01")
    this_month = calendar.this_month()
    count_month(chief, f"{this_month:%Y-%m}")
    before = number_in(figure_of(chief, post).inner_text())
    log_visit(sign_in("officer01", PHONE), homes_not_met(registry, post, this_month)[0])
    count_month(chief, f"{this_month:%Y-%m}")
    chief.locator(f"#job-state a[href='/figures/months/{this_month:%Y-%m}/']").click()
    figure = figure_of(chief, post)
    now = number_in(figure.inner_text())
    assert now == before + 1
    figure.click()
    expect(chief.locator(".count").first).to_be_visible()
    assert number_in(chief.locator(".count").first.inner_text()) == now
