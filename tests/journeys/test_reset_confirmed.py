"""A forgotten password: a code by the administrator, a password by the person, a chief who confirms the person."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.conftest import DESK, PHONE
from tests.journeys.steps import save
from tests.journeys.test_second_factor import enter_password

pytestmark = pytest.mark.journey
CHOSEN = "三把绿色的铜壶2031"
PERSON = """
    SELECT person.id, person.username, station.id, chief.username
    FROM posts_assignment AS at
    JOIN accounts_user AS person ON person.id = at.user_id
    JOIN posts_post AS post ON post.id = at.post_id
    JOIN posts_station AS station ON station.id = post.station_id
    JOIN posts_assignment AS leads ON leads.station_id = station.id AND leads.role = 'chief' AND leads.ends_on IS NULL
    JOIN accounts_user AS chief ON chief.id = leads.user_id
    WHERE at.role = 'auxiliary' AND at.ends_on IS NULL AND person.username <> 'auxiliary01'
    ORDER BY person.id DESC LIMIT 1
"""


def narrow(page: Page) -> bool:
    """Nothing sticks out to the side."""
    return page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")


@pytest.mark.parametrize("device", [PHONE, DESK], ids=["phone", "desk"])
def test_a_reset_opens_the_account_when_the_chief_has_confirmed_it(device, registry, contexts, sign_in):
    key, name, _station, chief = registry.ask(PERSON)[0]
    page = sign_in("admin1", device)
    page.goto(f"/account/{key}/")
    reset = page.locator("details", has=page.locator("form[action$='/reset/']"))
    reset.locator("summary").click()
    reset.locator("button").click()
    slip = page.locator(".slips")
    expect(slip).to_contain_text(name)
    code = slip.locator("code, .code").last.inner_text().strip()
    assert narrow(page)

    own = contexts(**device).new_page()
    own.goto("/account/sign-in/")
    enter_password(own, name, registry.password)
    expect(own.locator("[name=password]")).to_be_visible()
    own.goto("/account/activate/")
    for field, value in (
        ("username", name),
        ("code", code),
        ("new_password1", CHOSEN),
        ("new_password2", CHOSEN),
    ):
        own.locator(f"[name={field}]").fill(value)
    assert narrow(own)
    save(own).click()
    expect(own).to_have_url(re.compile("/account/sign-in/"))
    enter_password(own, name, CHOSEN)
    expect(own).to_have_url(re.compile("/account/sign-in/"))
    expect(own.locator(".topbar")).to_have_count(0)

    at_station = sign_in(chief, device)
    at_station.goto("/")
    at_station.locator("a[href$='/account/waiting/']").first.click()
    row = at_station.locator("tr", has=at_station.get_by_text(name, exact=True))
    expect(row).to_contain_text("重置")
    assert narrow(at_station)
    row.locator("[name=people]").check()
    save(at_station).click()
    expect(at_station.locator("main")).not_to_contain_text(name)

    own.goto("/account/sign-in/")
    enter_password(own, name, CHOSEN)
    expect(own.locator(".topbar")).to_be_visible()
    own.goto("/account/me/")
    expect(own.locator("main")).to_contain_text("本机")
    assert narrow(own)
