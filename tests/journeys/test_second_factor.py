"""A chief signs in where the second factor is required: sets it up, signs out, and comes back with a code."""

import re
import time
from base64 import b32decode

import pytest
from django_otp.oath import TOTP
from playwright.sync_api import Page, expect

from tests.journeys.conftest import PHONE

pytestmark = pytest.mark.journey


def enter_password(page: Page, username: str, password: str) -> None:
    page.locator("[name=username]").fill(username)
    page.locator("[name=password]").fill(password)
    page.locator("[name=password]").press("Enter")


def send_code(page: Page, code: str) -> None:
    expect(page.locator("[name=code]")).to_be_focused()
    page.locator("[name=code]").fill(code)
    page.locator("[name=code]").press("Enter")


def fresh_code(secret: bytes, after: int) -> str:
    """A code of a later half minute than ``after``, which the server has taken; its clock may differ by one."""
    clock = TOTP(secret)
    while clock.t() <= after - 1:
        time.sleep(0.5)
    clock.drift = 1 if clock.t() <= after else 0
    return f"{clock.token():06d}"


def test_a_chief_sets_up_the_factor_and_comes_back_with_it(contexts, registry, strict_url):
    page = contexts(**PHONE).new_page()
    page.goto(f"{strict_url}/figures/months/")
    enter_password(page, "chief5", registry.password)

    expect(page).to_have_url(f"{strict_url}/account/factor/new/")
    expect(page.locator("main img")).to_be_visible()
    secret = b32decode(page.locator("main code").inner_text().replace(" ", ""))
    clock = TOTP(secret)
    send_code(page, "000000" if f"{clock.token():06d}" != "000000" else "111111")
    expect(page.locator(".invalid-feedback")).to_be_visible()
    taken = clock.t()
    page.locator("[name=code]").fill(f"{clock.token():06d}")
    page.locator("[name=code]").press("Enter")

    codes = page.locator("main li code")
    expect(codes).to_have_count(10)
    recovery = codes.nth(4).inner_text()
    page.locator(".form-foot .button-primary").click()
    expect(page).to_have_url(f"{strict_url}/figures/months/")

    page.goto(f"{strict_url}/account/me/")
    page.locator("form[action$='/sign-out/'] button").click()
    enter_password(page, "chief5", registry.password)
    send_code(page, fresh_code(secret, taken))
    expect(page).to_have_url(f"{strict_url}/")

    other = contexts(**PHONE).new_page()
    other.goto(f"{strict_url}/")
    enter_password(other, "chief5", registry.password)
    send_code(other, recovery.upper())
    expect(other.locator(".topbar")).to_be_visible()
    other.goto(f"{strict_url}/account/me/")
    expect(other.locator("main")).to_contain_text(re.compile("剩余恢复码 9 个"))
