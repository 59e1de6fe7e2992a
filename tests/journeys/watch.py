"""Stands beside a page and notes whatever is wrong with it."""

from collections.abc import Collection, Sequence

from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Page

TELL_VIOLATIONS = """addEventListener("securitypolicyviolation", (event) =>
  console.error(`CSP ${event.violatedDirective} ${event.blockedURI} ${event.sourceFile}`));"""
TOO_WIDE = """() => {
  const width = document.documentElement.clientWidth;
  if (document.documentElement.scrollWidth <= width) return "";
  const wide = [...document.querySelectorAll("main *")].filter((one) => one.getBoundingClientRect().right > width);
  return `${document.documentElement.scrollWidth} > ${width}: ${wide.at(0)?.outerHTML.slice(0, 120)}`;
}"""
# Boxes with a table that must be pushed sideways to be read.
SCROLLING = """() => [...document.querySelectorAll("main .scroll")]
  .filter((one) => one.checkVisibility() && one.scrollWidth > one.clientWidth + 1)
  .map((one) => `${one.ariaLabel}: ${one.scrollWidth} > ${one.clientWidth}`)"""
SHORTEN = """() => document.querySelectorAll("tbody tr:nth-child(n + 9)").forEach((row) => row.remove())"""
# What a browser lays out for at 200 %: the half of 1366 x 768 and of 1280 x 720.
TWICE_AS_LARGE = ({"width": 683, "height": 384}, {"width": 640, "height": 360})
RUN_AXE = """() => axe.run(document, { resultTypes: ["violations"] }).then((found) => found.violations)"""


class Watch:
    """The problems of one page after the other."""

    def __init__(self, page: Page, address: str):
        self.page, self.address, self.noted = page, address, []
        page.add_init_script(TELL_VIOLATIONS)
        page.on(
            "console",
            lambda message: self.noted.append(message.text) if message.type in ("error", "warning") else None,
        )
        page.on("pageerror", lambda error: self.noted.append(str(error)))
        page.on("request", lambda request: self._note_foreign(request.url))

    def _note_foreign(self, url: str) -> None:
        if not url.startswith((self.address, "data:", "blob:")):
            self.noted.append(f"asks another host: {url}")

    def open(self, url: str) -> None:
        """Open the page; status, language and console are checked."""
        self.noted.clear()
        response = self.page.goto(url)
        if response.status != 200:
            self.noted.append(f"status {response.status}")
        if self.page.locator("html").get_attribute("lang") != "zh-CN":
            self.noted.append("has another language than Chinese")

    def look_at_width(self) -> None:
        """The document does not scroll sideways."""
        wide = self.page.evaluate(TOO_WIDE)
        if wide:
            self.noted.append(f"wider than the window: {wide}")

    def look_at_tables(self) -> None:
        """No table scrolls sideways in its box."""
        self.noted.extend(f"scrolls sideways: {one}" for one in self.page.evaluate(SCROLLING))

    def look_with_axe(self, windows: Sequence[dict]) -> None:
        """No rule of axe is broken; of a long table the first rows stand for all."""
        self.page.evaluate(SHORTEN)
        self.page.evaluate(AXE_SCRIPT)
        for window in windows:
            self.page.set_viewport_size(window)
            for rule in self.page.evaluate(RUN_AXE):
                node = rule["nodes"][0]["html"][:200]
                self.noted.append(f"{rule['id']} at {window['width']}: {node} ({len(rule['nodes'])} times)")

    def walk(
        self,
        addresses: dict[str, str],
        windows: Sequence[dict],
        closely: dict[str, Sequence[dict]],
        fitting: Collection[str] = (),
        whole: Collection[str] = (),
    ) -> dict[str, list[str]]:
        """What is wrong with which page; ``closely`` names the windows in which axe checks a page.

        At twice the size (``TWICE_AS_LARGE``) none of these is too wide, and no table of those ``fitting`` either. A
        table of those ``whole`` is seen whole in each window: a number beyond the edge would be signed unread.
        """
        wrong = {}
        for name, address in addresses.items():
            self.open(address)
            for window in windows:
                self.page.set_viewport_size(window)
                self.look_at_width()
                if name in whole:
                    self.look_at_tables()
            for window in TWICE_AS_LARGE if name in closely or name in fitting else ():
                self.page.set_viewport_size(window)
                self.look_at_width()
                if name in fitting:
                    self.look_at_tables()
            if name in closely:
                self.look_with_axe(closely[name][::-1])
            if self.noted:
                wrong[name] = list(self.noted)
        return wrong
