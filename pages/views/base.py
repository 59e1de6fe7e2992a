"""What every generic page has: what it is about, a title, a template, a trail entry for reading.

These pages know no role, no book and no address but their own. A room above puts its own page class in front
(``class StationCreate(Page, FormPage)``), which checks the right, and overrides the hooks.
"""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.functional import cached_property
from django.views.generic import View

from pages.row_history import Rights


class BasePage(View):
    """``template`` shown with ``context()``; ``row`` is what the page is about, read once a request."""

    heading: Any = ""
    template = ""

    @cached_property
    def row(self) -> Any:
        return self.as_shown(self.get_row())

    def get_row(self) -> Any:
        """What the page is about, or None for something new; Http404 for what the person may not see."""
        return None

    def as_shown(self, row: Any) -> Any:
        """The row, with the version that the person saw (pages/views/shown.py)."""
        return row

    def rights(self) -> Rights:
        """Which rights the person has (verb -> bool); none, until a room that knows roles overrides it."""
        return no_rights

    def title(self) -> Any:
        return self.heading

    def context(self) -> dict[str, Any]:
        return {"title": self.title(), "row": self.row}

    def record_read(self) -> None:
        """Record in the trail that the person reads the row; overridden where reading is recorded."""

    def show(self, status: int = 200, **more: Any) -> HttpResponse:
        self.record_read()
        return render(self.request, self.template, self.context() | more, status=status)


class ShowPage(BasePage):
    """A page without a form."""

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        return self.show()


def no_rights(verb: str) -> bool:
    return False
