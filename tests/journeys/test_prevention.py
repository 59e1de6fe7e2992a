"""Three stories of the prevention book in a browser: a broken lamp, a volunteer's first patrol, a village meeting."""

import re

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from tests.journeys.conftest import PHONE
from tests.journeys.dispute_page import DisputePage
from tests.journeys.steps import SAVED, post_of, save

pytestmark = pytest.mark.journey
WHO, CHIEF = "officer01", "chief1"
WALKED = {"starts_at": "00:01", "minutes": 1}  # of today, at whatever hour the story is walked


def village_of(registry) -> int:
    """The first village of the officer's post."""
    return registry.ask_one(
        "SELECT min(village_id) FROM posts_membership WHERE ends_on IS NULL AND post_id = %s",
        post_of(registry, WHO),
    )


def as_form(page: Page, url: str, **fields) -> str:
    """Open a form, fill it and save it; returns the address of the page that it leads to."""
    found = DisputePage(page)
    found.form(url, **fields)
    return page.url.partition("?")[0]


def test_a_broken_lamp_is_found_passed_on_mended_and_verified_by_another(sign_in, registry):
    officer, chief = sign_in(WHO, PHONE), sign_in(CHIEF)
    patrol = as_form(officer, "/patrols/new/", village=village_of(registry), people=1, **WALKED)
    officer.goto(patrol)
    hazard = as_form(
        officer,
        str(officer.locator("main a[href*='/hazards/new/']").get_attribute("href")),
        kind="light",
        place="桥头第三盏灯",
    )
    officer.goto(hazard)
    officer.locator("main a[href*='/referrals/new/']").click()
    bodies = officer.locator("[name=receiver] option[value^=body]")
    officer.locator("[name=receiver]").select_option(str(bodies.first.get_attribute("value")))
    officer.locator("[name=asked]").fill("换桥头第三盏路灯")
    save(officer).tap()
    expect(officer).not_to_have_url(re.compile("/referrals/new/"))
    as_form(officer, f"{hazard}rectify/", rectified="供电所已换灯", proof="seen")
    expect(officer.locator("main a[href$='/verify/']")).to_have_count(0)  # never by who found it
    as_form(chief, f"{hazard}verify/", checked="晚上看过，灯亮")
    expect(chief.locator(".mark-verified, main").first).to_contain_text("已销号")
    officer.goto(patrol)
    expect(officer.locator("main")).to_contain_text("桥头第三盏灯")


def test_a_volunteer_is_trained_and_goes_on_the_first_patrol(sign_in, registry):
    """Refused by name before the training, on patrol after it; the hours stand on the page of the team."""
    officer, village = sign_in(WHO, PHONE), village_of(registry)
    team = as_form(officer, "/teams/new/", village=village, name="桥头夜巡队", kind="patrol", functions=True)
    key = re.findall(r"/(\d+)/$", team)[0]
    as_form(officer, f"/teams/members/new/?team={key}", name="高试骑", is_adult=True)
    officer.goto("/patrols/new/")
    officer.locator("#div_id_members > details > summary").tap()
    fold = officer.locator("#div_id_members details details", has_text="桥头夜巡队")
    fold.locator("summary").tap()
    expect(fold).to_contain_text("高试骑")
    expect(fold.locator("input")).to_have_count(0)  # it says what is missing and offers no box
    expect(fold).to_contain_text("还差 8 学时")
    member = registry.ask_one("SELECT max(id) FROM teams_member")
    page = DisputePage(officer)
    officer.goto("/training/new/")
    page.fill(village=village, topic="patrol", hours=8, way="central")
    officer.locator(f"[name=members][value='{member}']").check()
    page.save()
    officer.goto("/patrols/new/")
    page.fill(village=village, people=2, **WALKED)
    officer.locator(f"[name=members][value='{member}']").check()
    save(officer).click()
    expect(officer).to_have_url(SAVED)
    expect(officer.locator("main")).to_contain_text("高试骑")
    officer.goto(team)
    expect(officer.locator("main")).to_contain_text("今年巡逻 1 次")


def test_a_meeting_is_held_and_its_focus_stands_on_the_page_of_the_village(sign_in, registry):
    officer, village, today = sign_in(WHO, PHONE), village_of(registry), timezone.localdate()
    published = registry.ask_one("SELECT to_char(max(month), 'YYYY-MM') FROM indicators_publication")
    meeting = as_form(
        officer, "/meetings/new/", village=village, people=18, attended=True, minutes="通报上月警情",
        told_month=published, focus="夜间照明和防盗",
        focus_until=today.replace(day=28) if today.day < 28 else today,
    )  # fmt: skip
    officer.goto(meeting)
    expect(officer.locator("main")).to_contain_text(
        re.compile(r"\d；\D+\d")
    )  # told by one click, as published
    officer.goto(f"/organisation/villages/{village}/")
    expect(officer.locator("main")).to_contain_text("夜间照明和防盗")
    expect(officer.locator("main")).to_contain_text("本月已开")
