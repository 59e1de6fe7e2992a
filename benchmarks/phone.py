"""``python -m benchmarks.phone [--rounds N]``: what a page costs on a slow phone, in bytes, requests and seconds.

The whole registry with the demonstration county, a headless Chromium with an empty cache, slowed down as Lighthouse's
mobile preset does: Slow 4G (150 ms to an answer, 1.6 Mbit/s down, 0.75 up) and a processor of a quarter of the speed.
On a machine that does other work seconds wander; bytes and requests do not.
"""

import argparse
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import Any

from playwright.sync_api import BrowserContext, CDPSession, Page, sync_playwright

from ops import browser
from tests.journeys import stack

SLOW_4G = {
    "offline": False,
    "latency": 150,
    "downloadThroughput": 1_600_000 / 8,
    "uploadThroughput": 750_000 / 8,
}
CPU_SLOWDOWN = 4
SCREEN = {"width": 360, "height": 740}
KILOBYTES, REQUESTS, SECONDS = 80, 8, 1.3  # what the officer's page of the day may cost
PAGES = {
    "officer01": ("/", "/residents/visits/", "/residents/visits/new/", "/residents/households/"),
    "chief1": ("/",),
    "county1": ("/", "/figures/five-none/", "/reports/comparison/?level=village"),
}
LOADED = "() => { const at = performance.getEntriesByType('navigation')[0]; return at.loadEventEnd; }"


@dataclass(frozen=True)
class Load:
    kilobytes: float
    requests: int
    seconds: float


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.phone", description=__doc__)
    parser.add_argument("--rounds", type=int, default=5)
    rounds = parser.parse_args().rounds
    missed = False
    with tempfile.TemporaryDirectory() as folder, stack.running(Path(folder)) as registry:
        for person, url, found in measured(registry, rounds):
            goal = (person, url) == ("officer01", "/")
            fits = (found.kilobytes <= KILOBYTES, found.requests <= REQUESTS, found.seconds <= SECONDS)
            missed |= goal and not all(fits)
            verdict = ("met" if all(fits) else "MISSED") if goal else ""
            print(
                f"{person:10} {url:36} {found.kilobytes:6.1f} kB {found.requests:3} requests "
                f"{found.seconds:5.2f} s  {verdict}",
                flush=True,
            )
    return 1 if missed else 0


def measured(registry: stack.Registry, rounds: int) -> Iterator[tuple[str, str, Load]]:
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(
            executable_path=browser.find_or_install(), args=["--no-sandbox"]
        )
        for person, urls in PAGES.items():
            context = chromium.new_context(viewport=SCREEN, locale="zh-CN", base_url=registry.url)
            sign_in(context, person, registry.password)
            for url in urls:
                loads = [cold(context, url) for _round in range(rounds)]
                yield (
                    person,
                    url,
                    Load(
                        median(load.kilobytes for load in loads),
                        max(load.requests for load in loads),
                        median(load.seconds for load in loads),
                    ),
                )
            context.close()
        chromium.close()


def sign_in(context: BrowserContext, person: str, password: str) -> None:
    page = context.new_page()
    page.goto("/account/sign-in/")
    page.fill("[name=username]", person)
    page.fill("[name=password]", password)
    page.click("main form button")
    page.wait_for_load_state()
    page.close()


def cold(context: BrowserContext, url: str) -> Load:
    """The page in a new tab, nothing cached; what came over the network until the load event and just after."""
    page = context.new_page()
    wire = context.new_cdp_session(page)
    received: dict[
        str, float
    ] = {}  # by request; what stands in a stylesheet (data:) does not come over the network
    slow_down(wire)
    wire.on("Network.responseReceived", lambda event: note(received, event))
    wire.on("Network.loadingFinished", lambda event: finish(received, event))
    page.goto(url, wait_until="load")
    page.wait_for_load_state("networkidle")
    seconds = load_seconds(page)
    page.close()
    return Load(sum(received.values()) / 1_000, len(received), seconds)


def note(received: dict[str, float], event: dict[str, Any]) -> None:
    if event["response"]["url"].startswith("http"):
        received[event["requestId"]] = 0.0


def finish(received: dict[str, float], event: dict[str, Any]) -> None:
    if event["requestId"] in received:
        received[event["requestId"]] = event["encodedDataLength"]


def slow_down(wire: CDPSession) -> None:
    wire.send("Network.enable")
    wire.send("Network.clearBrowserCache")
    wire.send("Network.emulateNetworkConditions", SLOW_4G)
    wire.send("Emulation.setCPUThrottlingRate", {"rate": CPU_SLOWDOWN})


def load_seconds(page: Page) -> float:
    return float(page.evaluate(LOADED)) / 1_000


if __name__ == "__main__":
    sys.exit(main())
