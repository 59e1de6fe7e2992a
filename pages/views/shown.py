"""The version of the row that a page showed: it goes into the form and comes back to the action with it."""

from typing import Any

from audit.versions import Gone, Versioned, version_of
from pages import addresses
from pages.submissions import VERSION
from pages.views.base import BasePage

NOT_SAID = -1  # no row has this version


class ShownPage(BasePage):
    """A page that changes its ``row``: what is sent from it names the version that it showed, or changes nothing."""

    is_seen_anew = False  # True once the page shows the row as it is, after it was found to be changed
    shows_version = True  # False where the row is only what something new belongs to

    def as_shown(self, row: Any) -> Any:
        """The row with the version that was sent. Raises Gone for one that was shown and is there no more."""
        if self.request.method != "POST" or self.is_seen_anew:
            return row
        if not self.shows_version or not isinstance(row, Versioned):
            return row
        sent = addresses.number(self.request.POST.get(VERSION))
        if not version_of(row):
            if sent:
                raise Gone
        elif sent != row.version:
            row.version = NOT_SAID if sent is None else sent
        return row

    def version(self) -> str:
        """What the form carries; empty where the page has no row that it changes."""
        row = self.row
        if not self.shows_version or not isinstance(row, Versioned):
            return ""
        return "" if row.version == NOT_SAID else str(version_of(row))
