"""The officer's plan on a phone: nobody home in one tap, a visit in three, the next household beside the receipt."""

import re

import pytest
from playwright.sync_api import expect

from tests.journeys.conftest import PHONE
from tests.journeys.steps import SAVED, household_in, save

pytestmark = pytest.mark.journey


def test_a_round_through_the_plan(sign_in):
    page = sign_in("officer14", PHONE)
    page.goto("/")
    rows = page.locator("[data-plan] li")
    first = rows.first.locator(".name").inner_text()
    rows.first.locator("button").tap()
    expect(page.locator("p.notice")).to_contain_text(re.compile(r"ZF\d{6}-\d{6}"))
    expect(page.locator("[data-plan]")).not_to_contain_text(first)
    rows.first.locator("a[href*='/visits/new/']").tap()
    expect(page.locator(".where")).to_be_visible()
    expect(page.locator(".when")).not_to_have_class(re.compile("is-another-day"))
    page.locator("[name=outcome][value=met]").tap()
    save(page).tap()
    expect(page).to_have_url(SAVED)
    page.locator("[data-next]").tap()
    expect(page).to_have_url(re.compile(r"household=\d+$"))
    key = int(page.url.rpartition("=")[2])
    expect(household_in(page, key).locator("input")).to_be_checked()


def test_another_day_is_loud(sign_in):
    page = sign_in("officer15", PHONE)
    page.goto("/residents/visits/new/")
    page.locator("details.when-where summary").tap()
    page.locator("[name=occurred_on]").fill("2026-01-05")
    expect(page.locator(".when")).to_have_class(re.compile("is-another-day"))
    expect(page.locator(".when")).to_contain_text("01-05")
