"""A row given back: the officer reads why on the form, can not save it unchanged, and mends the field."""

import pytest
from playwright.sync_api import expect

from calendars import calendar
from tests.journeys.conftest import PHONE
from tests.journeys.steps import SAVED, homes_not_met, log_visit, post_of, save

pytestmark = pytest.mark.journey
WHY = "谈话人数请核对"


def test_a_row_given_back_is_mended_where_the_chief_points(sign_in, registry):
    officer = sign_in("officer01", PHONE)
    log_visit(officer, homes_not_met(registry, post_of(registry, "officer01"), calendar.this_month())[-2])
    visit = officer.url.partition("?")[0]
    chief = sign_in("chief1")
    chief.goto(f"{visit}give-back/")
    chief.locator("[name=reason]").fill(WHY)
    chief.locator("[name=field]").select_option("talks")
    save(chief).click()
    expect(chief).to_have_url(visit)
    officer.goto("/")
    expect(officer.locator(".notice-bad", has_text=WHY)).to_be_visible()
    officer.goto(f"{visit}edit/")
    expect(officer.locator("[data-given-back]")).to_contain_text(WHY)
    save(officer).tap()
    expect(officer.locator(".error-summary")).to_be_visible()
    officer.locator("[data-step='1'][data-for=id_talks]").tap()
    save(officer).tap()
    expect(officer).not_to_have_url(SAVED)
    expect(officer.locator(".mark-recorded")).to_be_visible()
