"""The list page of every book."""

from collections.abc import Hashable, Mapping
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, QueryDict
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.translation import get_language

from access import remembering, scope
from access.pages import Page
from access.rights import may
from audit import trail
from ledgers import then
from ledgers.book import Book, in_words
from ledgers.filters import PlaceFilterSet
from ledgers.tables import BookTable
from pages import keyset
from pages.columns import Reader
from pages.views.lists import ListPage, without_names
from posts.models import Placed


class BookList(Page, ListPage):
    """A list with filters, chips, sort by column and keyset paging; what it shows is what an export writes."""

    book: Book
    template = "ledgers/list.html"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """The list takes the right that its book declares (``Listing.verb``)."""
        self.verb = self.book.listing.verb
        return super().dispatch(request, *args, **kwargs)

    def title(self) -> str:
        return str(self.book.model._meta.verbose_name_plural)

    def all_rows(self) -> QuerySet[Placed]:
        return self.book.listing.rows(self.request.user)

    def filtered_by(self, query: QueryDict) -> Any:
        listing, user = self.book.listing, self.request.user
        return listing.filtered(user, query) if query else listing.unfiltered(user, self.key())

    @property
    def table(self) -> type[BookTable]:  # type: ignore[override]  # that of the book
        return self.book.listing.table

    def reader(self) -> Reader:
        return Reader(self.request.user.pk, self.rights())

    def known_orders(self) -> Mapping[str, keyset.Order]:
        return self.book.listing.orders_of(self.reader())

    def order_by(self, word: str) -> keyset.Order:
        return self.book.listing.order(word, self.reader())

    def key(self) -> Hashable:
        return remembering.key(self.book.stem, self.request.user, get_language(), tuple(self.kwargs.items()))

    def new_url(self) -> str:
        book = self.book
        begins = book.is_begun_in_list and book.records and may(self.request.user, book.records)
        return book.url("create") if begins else ""

    def record_read(self) -> None:
        label = self.book.model._meta.label_lower
        trail.record("list", None, by=self.request.user, book=label, filter=without_names(self.query))

    def context(self) -> dict[str, Any]:
        exports = self.book.is_exported and may(self.request.user, "export")
        shown = super().context()
        shown["behind"] = self.behind(shown["filter"])
        shown["sums"] = self.sums(shown["filter"], is_of_figure=bool(shown["behind"]))
        return shown | {
            "export_name": self.book.url_name("list") if exports else "",
            "paper": self.book.paper,
            "rows_of_file": self.rows_of_file(shown["filter"]) if exports else None,
        }

    def rows_of_file(self, found: PlaceFilterSet) -> int | None:
        """How many of the rows a file has; None where it has all of them."""
        listing = self.book.listing
        hides = (
            listing.in_files is not None
            and scope.for_user(self.request.user).sees_protected
            and found.is_valid()
        )
        return listing.of_file(found.qs).order_by().count() if hides else None

    def behind(self, found: PlaceFilterSet) -> dict[str, Any] | None:
        """The figure that led here: its ``name`` and ``number``; how much of it is not listed (``elsewhere``), for rows
        went along with a village or a household, or are protected from the reader; and with which ``villages``,
        each with its page, which says where it belongs by now."""
        if not self.query or not found.is_valid():
            return None
        behind = then.number_behind(self.request.user, self.book.url_name("list"), self.query)
        if behind is None:
            return None
        listing = self.book.listing
        here = listing.sum_of(found.qs, behind.summed)
        shown: dict[str, Any] = {"name": behind.name, "number": in_words(behind.number), "here": in_words(here),
                                 "why": behind.why}  # fmt: skip
        if behind.number <= here:
            return shown
        left = then.left_with(self.request.user, behind, listing.by_village(found.qs, behind.summed))
        links = may(self.request.user, "see_organisation")
        villages = [
            {"name": name, "url": reverse("posts:village-detail", args=[key]) if links else ""}
            for key, name in left.items()
        ]
        return shown | {"elsewhere": in_words(behind.number - here), "villages": villages}

    def sums(self, found: PlaceFilterSet, *, is_of_figure: bool) -> list[tuple[str, str]]:
        """What the rows that a figure counts add up to: the figure itself, where it is a sum."""
        is_counted = self.query and found.is_valid() and found.form.cleaned_data.get("counted")
        return self.book.listing.sums(found.qs) if is_counted or is_of_figure else []
