"""The page on retention: how long records are stored and what was deleted, for the county and its auditor."""

from typing import Any

from django.utils.translation import gettext_lazy

from access.pages import Page
from pages.views.base import ShowPage
from retention.table import runs, table


class RetentionTable(Page, ShowPage):
    verb = "read_retention"
    heading = gettext_lazy("Periods and disposal")
    template = "oversight/retention.html"

    def context(self) -> dict[str, Any]:
        return super().context() | {"lines": table(), "runs": runs()}
