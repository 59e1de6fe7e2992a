"""The pages of a dispute as whoever works on it uses them: what is typed into a form, and the buttons of its story."""

import re
from typing import Any

from playwright.sync_api import Locator, Page, expect

from tests.journeys.steps import save

WHY = "已当面说明情况"
A_ROW = re.compile(r"/(\d+)/(\?.*)?$")


class DisputePage:
    """Works on one dispute after the other: ``url`` is the page of the one that was taken up last."""

    def __init__(self, page: Page) -> None:
        self.page, self.url = page, ""

    def take_up(self, kind: str, summary: str, sides: tuple[str, str], **more: Any) -> None:
        """The first word: type, both sides, one sentence; ``more``: what is folded away."""
        self.form("/disputes/new/", kind=kind, a_name=sides[0], b_name=sides[1], summary=summary, **more)
        self.url = self.page.url.partition("?")[0]

    def form(self, url: str, **fields: Any) -> list[str]:
        """Open a form, fill it and save it; a warning is answered with a reason."""
        self.page.goto(url)
        self.fill(**fields)
        return self.save()

    def step(self, page: str, **fields: Any) -> list[str]:
        """Follow a button of the story to a page of this room (``sessions/new``), fill its form and save it."""
        self.page.goto(self.url)
        self.page.locator(f"main a[href*='{page}/']").first.click()
        self.fill(**fields)
        return self.save()

    def fill(self, **fields: Any) -> None:
        self.page.evaluate("document.querySelectorAll('form details').forEach((one) => { one.open = true })")
        for name, value in fields.items():
            self._set(name.replace("__", "-"), value)

    def _set(self, name: str, value: Any) -> None:
        field = self.page.locator(f"form[method=post] [name='{name}']")
        kind = field.first.evaluate("(one) => one.type")
        if kind == "select-one":
            field.select_option(index=value) if isinstance(value, int) else field.select_option(str(value))
        elif kind == "radio":
            self.page.locator(f"form[method=post] [name='{name}'][value='{value}']").check()
        elif kind == "checkbox":
            field.first.set_checked(bool(value))
        else:
            field.fill(str(value))

    def save(self) -> list[str]:
        """Returns the rules that warned: each is asked about beside its field, and gets a reason."""
        self._send()
        warnings = self.page.locator("textarea[data-warning]")
        warned = [str(one.get_attribute("data-warning")) for one in warnings.all()]
        if warned:
            for one in warnings.all():
                one.fill(WHY)
            self._send()
        errors = self.page.locator(".error-summary")
        assert not errors.count(), errors.inner_text()
        return warned

    def _send(self) -> None:
        """Press the main button, and wait for what it brings: another page, or the same with what is not right."""
        self.page.evaluate(
            "document.querySelector('.error-summary')?.remove(); document.body.dataset.before = 'yes'"
        )
        save(self.page).click()
        errors = self.page.locator(".error-summary")
        expect(self.page.locator("body:not([data-before])").or_(errors).first).to_be_attached()

    @property
    def next(self) -> Locator:
        """What comes next, on top of the story."""
        return self.page.locator("[data-next]")

    def now(self) -> str:
        """The place in the way that is reached: 受理, 调解, 达成 ..."""
        self.page.goto(self.url)
        return self.page.locator(".way [aria-current=step]").inner_text()
