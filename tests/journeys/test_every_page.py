"""Every page as each role sees it: sound on a phone and on a desk, in light and dark, for everybody.

A run of all tests opens a third of the pages in the role that finds most on each, with axe in one window, and a share
of the other cells of page and role. Which ones changes from day to day (tests/journeys/turns.py). All cells, and axe at
every page in both windows: ``make journeys``.
"""

from collections.abc import Iterable, Sequence

import pytest

from access.roles import Role
from tests.journeys.conftest import DESK, PHONE
from tests.journeys.pages import NO_PAGES, OF_EACH_ROLE, PAGES, PEOPLE, RICHEST, TWINS, of_role, richest
from tests.journeys.steps import export_button, wait_until_done
from tests.journeys.turns import Turns
from tests.journeys.watch import Watch
from tests.test_access import URLS

pytestmark = pytest.mark.journey
IN_THE_DARK = {
    Role.OFFICER: [
        "reports:home",
        "residents:visit-create",
        "residents:visit-list",
        "residents:visit-detail",
    ],
    Role.CHIEF: ["reports:home", "indicators:incident-board", "indicators:incident-attest", "accounts:me"],
    Role.COUNTY: ["reports:home", "reports:monthly", "surveys:round-detail", "posts:organisation"],
}
FIT_TWICE_AS_LARGE = {"reports:home", "reports:monthly", "indicators:month-detail", "oversight:trail-list"}
SEEN_WHOLE = {"duty:handover-detail"}
WINDOWS = (DESK["viewport"], PHONE["viewport"])


@pytest.fixture(autouse=True)
def a_task_of_the_county(sign_in, registry) -> None:
    """The page of a task needs one."""
    if not registry.ask(
        "SELECT 1 FROM jobs_job j JOIN accounts_user u ON u.id = j.by_id WHERE username = 'county1'"
    ):
        page = sign_in("county1")
        page.goto("/reports/monthly/")
        export_button(page, "csv").click()
        wait_until_done(page)


def test_no_page_is_missing():
    assert set(PAGES) | NO_PAGES == set(URLS)
    assert not set(PAGES) & NO_PAGES and set(PAGES) >= TWINS


@pytest.fixture
def pages(registry) -> dict[Role, dict[str, str]]:
    """The pages of each role, with their addresses."""
    return {role: of_role(registry, role) for role in PEOPLE}


def test_each_page_is_opened_by_somebody(pages):
    assert set(PAGES) == set().union(*pages.values())
    assert [name for name, role in RICHEST.items() if name not in pages[role]] == []


@pytest.fixture
def turns(request) -> Turns:
    return Turns(request.config.getoption("--pages"))


def closely(names: Iterable[str], turns: Turns) -> dict[str, Sequence[dict]]:
    """The pages at which axe looks today, and in which windows."""
    return {name: turns.windows(name, WINDOWS) for name in names if turns.closely(name)}


@pytest.mark.parametrize("role", PEOPLE)
def test_each_page_of_a_role_is_sound_fits_and_serves_everybody(
    role, pages, turns, sign_in, registry, record_property
):
    """axe checks a page in the role that finds most on it."""
    own = {name for name in pages[role] if richest(name, pages) == role}
    today = {name for name in own if turns.closely(name)}
    here = today | OF_EACH_ROLE
    opened = {name: url for name, url in pages[role].items() if name in here or turns.has(name, role)}
    watch = Watch(sign_in(PEOPLE[role]), registry.url)
    wrong = watch.walk(opened, WINDOWS, closely(today - TWINS, turns), FIT_TWICE_AS_LARGE, SEEN_WHOLE)
    record_property("summary", f"pages of {role}: {len(opened)} of {len(pages[role])}")
    assert wrong == {}


@pytest.mark.turns(3)
@pytest.mark.parametrize("role", IN_THE_DARK)
def test_pages_in_the_dark(role, pages, turns, sign_in, registry):
    dark = {name: pages[role][name] for name in IN_THE_DARK[role] if turns.closely(name)}
    watch = Watch(sign_in(PEOPLE[role], color_scheme="dark"), registry.url)
    assert watch.walk(dark, WINDOWS, closely(dark, turns)) == {}


def test_the_sign_in_page(contexts, registry):
    for scheme in ("light", "dark"):
        watch = Watch(contexts(**DESK, color_scheme=scheme).new_page(), registry.url)
        page = {"sign-in": "/account/sign-in/?next=/"}
        assert watch.walk(page, WINDOWS, {"sign-in": WINDOWS}) == {}
