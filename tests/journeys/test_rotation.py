"""Two officers change places: each serves at the other's post on the same day, and both sign for the posts."""

import time
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from tests.journeys import stack
from tests.journeys.conftest import PHONE, SignIn
from tests.journeys.stack import Registry
from tests.journeys.steps import save

pytestmark = pytest.mark.journey
ONE, OTHER = "officer22", "officer23"
OF_USER = (
    "SELECT a.id, a.user_id, a.post_id FROM posts_assignment a JOIN accounts_user u ON u.id = a.user_id"
    " WHERE u.username = %s AND a.ends_on IS NULL"
)
JOB = "from duty.tasks import keep_handovers_up; keep_handovers_up.delay()"
WITHIN = 30  # seconds in which the worker does it


@contextmanager
def as_before(registry: Registry) -> Iterator[None]:
    """Afterwards both serve where they did."""
    rows = [registry.ask(OF_USER, name)[0] for name in (ONE, OTHER)]
    try:
        yield
    finally:
        for assignment, user, _post in rows:
            registry.run("DELETE FROM duty_handover WHERE assignment_id = %s", assignment)
            registry.run("DELETE FROM posts_assignment WHERE user_id = %s AND id > %s", user, assignment)
        for assignment, _user, _post in rows:
            registry.run("UPDATE posts_assignment SET ends_on = NULL WHERE id = %s", assignment)


def villages_of(registry: Registry, post: int) -> list[str]:
    rows = registry.ask(
        "SELECT v.name FROM posts_membership m JOIN posts_village v ON v.id = m.village_id"
        " WHERE m.post_id = %s AND m.ends_on IS NULL ORDER BY v.id",
        post,
    )
    return [name.removesuffix("村委会") for (name,) in rows]


def opened(registry: Registry, assignment: int) -> int:
    """The hand-over of the assignment, which the job of the minute opens."""
    stack.finish(stack.manage("shell", "-c", JOB, env=registry.settings))
    until = time.monotonic() + WITHIN
    while time.monotonic() < until:
        found = registry.ask(
            "SELECT id FROM duty_handover WHERE assignment_id = %s AND state = 'open'", assignment
        )
        if found:
            return int(found[0][0])
        time.sleep(0.3)
    raise AssertionError("no hand-over was opened")


def step(page: Page, name: str) -> None:
    page.locator(f"main a[href$='/{name}/']").first.click()


def test_two_officers_change_places_and_hand_their_posts_over(registry, sign_in: SignIn):
    (one, user, post), (other, _user, other_post) = (registry.ask(OF_USER, name)[0] for name in (ONE, OTHER))
    with as_before(registry):
        grantor = sign_in("grantor1")
        grantor.goto(f"/account/{user}/")
        grantor.locator(f"a[href='/account/assignments/{one}/swap/']").click()
        grantor.locator("[name=other]").select_option(str(other))
        grantor.locator("[name=day]").fill(f"{timezone.localdate()}")
        save(grantor).click()
        expect(grantor.locator("main")).to_contain_text("轮岗")

        officer = sign_in(ONE, PHONE)
        officer.goto("/patrols/new/")
        offered = officer.locator("select[name=village] option, main")
        for name in villages_of(registry, other_post):
            expect(offered.filter(has_text=name).first).to_be_attached()

        handover = opened(registry, one)
        officer.goto(f"/handovers/{handover}/")
        step(officer, "give")
        for radio in officer.locator(".handover-items [value=given]").all():
            radio.check()
        save(officer).tap()
        expect(officer.locator("main")).to_contain_text("等接收人签字")

        successor = sign_in(OTHER, PHONE)
        successor.goto(f"/handovers/{handover}/")
        step(successor, "take")
        save(successor).tap()

        station = registry.ask_one("SELECT station_id FROM posts_post WHERE id = %s", post)
        chief = registry.ask_one(
            "SELECT u.username FROM posts_assignment a JOIN accounts_user u ON u.id = a.user_id"
            " WHERE a.station_id = %s AND a.role = 'chief' AND a.ends_on IS NULL",
            station,
        )
        page = sign_in(chief)
        page.goto(f"/handovers/{handover}/")
        step(page, "close")
        save(page).click()
        expect(page.locator("main")).to_contain_text("已办结")
        assert registry.ask_one("SELECT state FROM duty_handover WHERE id = %s", handover) == "closed"
