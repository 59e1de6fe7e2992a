"""`make pictures`: take the pictures of README.md and the guides from the demonstration county.

A running `make run` is used; otherwise one is started for the pictures and stopped after. Nothing is written into
the county but its trail of who looked. The pictures show the day on which they are taken.
"""

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Literal

from playwright.sync_api import Browser, Page, sync_playwright

from ops import browser
from ops.environment import ROOT
from ops.instance import LASTING
from ops.processes import stopped_with_its_parent
from ops.signals import STOPPING, Stopped, stop_on_signals
from ops.trouble import Trouble, report_trouble

FOLDER = ROOT / "docs" / "pictures"
STARTS_WITHIN = 600  # seconds; a first start installs and fills everything
MOST_BYTES = 3_000_000

PHONE = {
    "viewport": {"width": 360, "height": 740},
    "is_mobile": True,
    "has_touch": True,
    "device_scale_factor": 2,
}
DESK = {"viewport": {"width": 1366, "height": 768}}


@dataclass(frozen=True)
class Picture:
    """What ``person`` sees at ``path``; ``{month}`` is the last complete month. ``click`` opens a link first."""

    name: str
    person: str
    device: dict[str, Any]
    path: str = "/"
    click: str = ""
    down: int = 0
    colours: Literal["light", "dark"] = "light"


# clerk6 and chief6 serve at the station that has not submitted the last complete month.
PICTURES = (
    Picture("officer-today", "officer01", PHONE),
    Picture("officer-visit", "officer01", PHONE, click=".due .do a[href*='/visits/new/']"),
    Picture("officer-visit-outcome", "officer01", PHONE, click=".due .do a[href*='/visits/new/']", down=560),
    Picture("officer-books", "officer01", PHONE, "/ledgers/"),
    Picture("officer-dark", "officer01", PHONE, colours="dark"),
    Picture("clerk-attest", "clerk6", DESK, "/figures/five-none/{month}/attest/"),
    Picture("chief-board", "chief6", DESK),
    Picture("chief-visit", "chief1", DESK, "/residents/visits/?state=recorded", click="tbody a"),
    Picture("chief-dark", "chief6", DESK, colours="dark"),
    Picture("county-board", "county1", DESK),
    Picture("county-five-none", "county1", DESK, "/figures/five-none/?month={month}"),
    Picture("county-month", "county1", DESK, "/figures/months/{month}/"),
    Picture("county-report", "county1", DESK, "/reports/monthly/?month={month}"),
    Picture("county-satisfaction", "county1", DESK, "/figures/satisfaction/", click="tbody a"),
)


def main() -> None:
    stop_on_signals()
    chromium = browser.find_or_install()
    if chromium is None:
        raise Trouble("Chromium is needed for the pictures: install it, or set CHROMIUM to its path.")
    with registry() as address, sync_playwright() as playwright:
        launched = playwright.chromium.launch(
            executable_path=chromium, args=["--no-sandbox", "--disable-gpu", "--lang=zh-CN"]
        )
        FOLDER.mkdir(parents=True, exist_ok=True)
        cookies: dict[str, Any] = {}
        for picture in PICTURES:
            take(picture, launched, address, cookies)
        launched.close()
    total = sum((FOLDER / f"{picture.name}.png").stat().st_size for picture in PICTURES)
    print(f"{len(PICTURES)} pictures, {total / 1e6:.1f} MB, in {FOLDER.relative_to(ROOT)}")
    if total > MOST_BYTES:
        raise Trouble(f"The pictures are larger than {MOST_BYTES / 1e6:.0f} MB together.")


@contextmanager
def registry() -> Iterator[str]:
    """The address of a running `make run`, or of one that lives as long as the block."""
    running = LASTING.runtime().get("address")
    if running:
        yield running
        return
    print("Starting the registry for the pictures ...", flush=True)
    with subprocess.Popen(
        [sys.executable, "-m", "ops.run"],
        env={name: value for name, value in os.environ.items() if name != "MAKELEVEL"},
        stdout=subprocess.DEVNULL,
        preexec_fn=stopped_with_its_parent(STOPPING[0]),
    ) as child:
        try:
            yield wait_for_address(child)
        finally:
            child.terminate()


def wait_for_address(child: subprocess.Popen[bytes]) -> str:
    deadline = time.monotonic() + STARTS_WITHIN
    while time.monotonic() < deadline and child.poll() is None:
        address = LASTING.runtime().get("address")
        if address:
            return str(address)
        time.sleep(0.5)
    raise Trouble("The registry did not start; `make run` says why.")


def take(picture: Picture, launched: Browser, address: str, cookies: dict[str, Any]) -> None:
    context = launched.new_context(
        base_url=address,
        locale="zh-CN",
        timezone_id="Asia/Shanghai",
        color_scheme=picture.colours,
        reduced_motion="reduce",
        storage_state=cookies.get(picture.person),
        **picture.device,
    )
    page = context.new_page()
    if picture.person not in cookies:
        sign_in(page, picture.person)
        cookies[picture.person] = context.storage_state()
    answer = page.goto(picture.path.format(month=f"{last_complete_month():%Y-%m}"))
    if answer is None or not answer.ok:
        raise Trouble(f"{picture.path} answered {answer and answer.status} to {picture.person}.")
    if picture.click:
        page.locator(picture.click).first.click()
    page.wait_for_load_state("networkidle")
    page.mouse.wheel(0, picture.down)
    page.wait_for_timeout(500)  # the charts have drawn themselves
    page.screenshot(path=FOLDER / f"{picture.name}.png", animations="disabled")
    print(f"  {picture.name:<24}{picture.person}", flush=True)
    context.close()


def sign_in(page: Page, person: str) -> None:
    page.goto("/")
    page.locator("[name=username]").fill(person)
    page.locator("[name=password]").fill(os.environ.get("DEMO_PASSWORD") or LASTING.secrets()["demo"])
    page.locator("[name=password]").press("Enter")
    page.locator(".topbar").wait_for()


def last_complete_month() -> date:
    """By the clock of the running registry, which may be a trial clock."""
    today = date.today() + timedelta(seconds=LASTING.runtime().get("clock_offset", 0))
    return (today.replace(day=1) - timedelta(days=1)).replace(day=1)


if __name__ == "__main__":
    with report_trouble():
        try:
            main()
        except Stopped:
            sys.exit(130)
