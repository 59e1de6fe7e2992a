"""The base of every page of a book. Lists, details and forms have modules of their own.

Outside the person's scope an object does not exist (404); inside it, without the role, the page is refused (403).
"""

from typing import Any

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from django.urls import reverse

from access.pages import Page
from accounts.models import User
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

    @classmethod
    def url(cls, page: str, *args: Any) -> str:
        """``url("detail", 5)`` -> the page of the same book, by the grammar of url names."""
        return reverse(f"{cls.book}-{page}", args=args)
