"""The base of every page of a book. Lists, details and forms have modules of their own.

Outside the person's scope an object does not exist (404); inside it, without the role, the page is refused (403).
"""

from typing import Any

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from django.urls import reverse

from access.pages import Page
from accounts.models import User
from ledgers import places
from pages.views.base import BasePage
from posts.models import Placed


class BookPage(Page, BasePage):
    """A page on the rows of one model; ``book`` begins the names of its urls (``residents:visit``)."""

    verb = "read_ledgers"
    model: type[Placed]
    book: str
    related: tuple[str, ...] = ()

    @classmethod
    def rows(cls, user: User) -> QuerySet[Placed]:
        """The rows that the person may see, with what the page shows beside them."""
        return cls.model.objects.visible_to(user).select_related(*cls.related)

    def get_row(self) -> Any:
        """The row that the address names; None where it names none, as for a new row."""
        if "pk" not in self.kwargs:
            return None
        return get_object_or_404(self.rows(self.request.user), pk=self.kwargs["pk"])

    def shows(self) -> Any:
        """The row whose facts the page shows: the one being changed, or the one chosen for a new row; else None."""
        return self.row

    @classmethod
    def url(cls, page: str, *args: Any) -> str:
        """``url("detail", 5)`` -> the page of the same book, by the grammar of url names."""
        return reverse(f"{cls.book}-{page}", args=args)


class WritingPage(BookPage):
    """A page that writes something at a village: the village stands at its head, large, before anything is typed."""

    def where(self) -> str:
        """The village at which it writes; empty while none is chosen, or where the form has a field for it."""
        village = getattr(self.shows(), "village", None)
        return places.name_of(village, self.request.user) if village else ""

    def about(self) -> str:
        """Beside the village: the household or the person that is written about; empty where the page says it."""
        return ""

    def context(self) -> dict[str, Any]:
        return super().context() | {"where": self.where(), "about": self.about()}
