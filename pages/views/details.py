"""The page of one row: its facts, what may be done with it, its history."""

from typing import Any

from audit import trail
from pages import facts, row_history
from pages.row_history import Rights
from pages.views.base import ShowPage


class DetailPage(ShowPage):
    """One row: its facts, what may be done with it, and its history. Who opens it has read the row."""

    template = "pages/detail.html"
    facts: tuple[str, ...] = ()  # names of fields, in order
    linked: tuple[str, ...] = ()  # those of them that lead to a page of their own

    def record_read(self) -> None:
        trail.record("read", self.row, by=self.request.user)

    def list_url(self) -> str:
        """The list that contains the row."""
        raise NotImplementedError

    def list_title(self) -> Any:
        return self.row._meta.verbose_name_plural

    def title(self) -> Any:
        return self.row._meta.verbose_name

    def links(self) -> tuple[str, ...]:
        """The facts that lead to a page of their own which the person may open."""
        return self.linked

    def buttons(self) -> list[dict[str, Any]]:
        """What the person may do with the row: url, label, style (primary or quiet)."""
        return []

    def reveal_url(self, name: str) -> str:
        """Where the person may look at a hidden fact; empty where there is nothing to look at."""
        return ""

    def rights_to_facts(self) -> Rights:
        """With which rights the facts are read: those of the person, unless the row is meant for them to work on."""
        return self.rights()

    def context(self) -> dict[str, Any]:
        rights, links = self.rights(), self.links()
        return super().context() | {
            "label": facts.label_of(self.row, rights),
            "list_url": self.list_url(),
            "list_title": self.list_title(),
            "facts": [
                facts.fact_of(self.row, name, self.rights_to_facts())
                | {"reveal_url": self.reveal_url(name), "is_linked": name in links}
                for name in self.facts
            ],
            "buttons": self.buttons(),
            "history": row_history.moments_of(self.row, rights),
        }
