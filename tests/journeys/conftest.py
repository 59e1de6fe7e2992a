"""Browser, registry and people of the journeys. All of it ends with the last journey.

A run of all tests walks a third of the stories, other ones each day (``--stories``); ``make journeys``, or a run that
names them, all of them.
"""

import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

from ops import browser as chromium
from tests.journeys import stack
from tests.journeys.stack import Registry
from tests.journeys.turns import Turns

DESK = {"viewport": {"width": 1366, "height": 768}}
PHONE = {"viewport": {"width": 360, "height": 740}, "is_mobile": True, "has_touch": True}
ARGUMENTS = [
    "--no-sandbox", "--disable-gpu", "--disable-background-networking", "--no-first-run",
    # A camera that shows a test picture, and whose use nobody has to allow: where the page may use one at all.
    "--use-fake-device-for-media-stream", "--use-fake-ui-for-media-stream",
]  # fmt: skip
PATIENCE = 15_000  # milliseconds for whatever a page promises

# Walked in every run: the most frequent deed of all; and those that take a share themselves.
EVERY_DAY = ("test_visit_on_a_phone", "test_every_page", "test_large_text")

SignIn = Callable[..., Page]


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    turns = Turns(config.getoption("--stories"))
    others = [item for item in items if is_story(item.path) and not turns.has(item.name, item.path.stem)]
    if others:
        config.hook.pytest_deselected(items=others)
        items[:] = [item for item in items if item not in set(others)]


def is_story(path: Path) -> bool:
    return path.parent == Path(__file__).parent and path.stem not in EVERY_DAY


@pytest.fixture(scope="package")
def registry(tmp_path_factory) -> Iterator[Registry]:
    with stack.running(tmp_path_factory.mktemp("registry")) as running:
        yield running


@pytest.fixture(scope="module")
def strict_url(registry) -> Iterator[str]:
    """The same registry behind a second web server that requires the second factor, as in real use."""
    with stack.web("strict", registry.settings | {"SECOND_FACTOR": "required"}, registry.folder) as url:
        yield url


@pytest.fixture(scope="package")
def chrome() -> Iterator[Browser]:
    """Not the plugin's browser: that one would stay, with its event loop, until all other tests are done."""
    path = os.environ.get("CHROMIUM") or chromium.installed()
    if not path:
        pytest.fail("The journeys need Chromium: install Debian's package chromium, or set CHROMIUM.")
    with sync_playwright() as playwright:
        expect.set_options(timeout=PATIENCE)
        launched = playwright.chromium.launch(executable_path=path, args=ARGUMENTS)
        yield launched
        launched.close()


@pytest.fixture(scope="package")
def sessions() -> dict[str, dict]:
    """The cookies of everybody who has signed in once."""
    return {}


@pytest.fixture
def contexts(chrome, registry) -> Iterator[Callable[..., BrowserContext]]:
    """``contexts(**options)``: a browser window of its own, closed after the test."""
    opened: list[BrowserContext] = []

    def open_context(**options) -> BrowserContext:
        context = chrome.new_context(base_url=registry.url, locale="zh-CN", **options)
        context.set_default_timeout(PATIENCE)
        opened.append(context)
        return context

    yield open_context
    for context in opened:
        context.close()


@pytest.fixture
def sign_in(contexts, registry, sessions) -> SignIn:
    """``sign_in("chief1", PHONE)`` -> a page on which this person has signed in."""

    def open_page(username: str, device: dict = DESK, **options) -> Page:
        state = {"storage_state": sessions[username]} if username in sessions else {}
        page = contexts(**device, **state, **options).new_page()
        if not state:
            page.goto("/")
            by_sign_in(page, username, registry.password)
            sessions[username] = page.context.storage_state()
        return page

    return open_page


def by_sign_in(page: Page, username: str, password: str) -> None:
    page.locator("[name=username]").fill(username)
    page.locator("[name=password]").fill(password)
    page.locator("[name=password]").press("Enter")
    expect(page.locator(".topbar")).to_be_visible()
