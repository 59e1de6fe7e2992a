"""The list page of every book: filters, chips, sort by column, keyset paging."""

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import render

from access.pages import Page
from access.rights import may
from audit import trail
from ledgers.book import Book
from pages import addresses, keyset, searches


class BookList(Page):
    """A list with filters, chips, sort by column and keyset paging; what it shows is what an export writes."""

    book: Book
    size = 50
    template = "pages/list.html"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """The right that the list takes stands in the declaration of its book."""
        self.verb = self.book.listing.verb
        return super().dispatch(request, *args, **kwargs)

    @addresses.tidied
    def get(self, request: HttpRequest) -> HttpResponse:
        query = searches.with_closed(request.GET, request.user)
        listing = self.book.listing
        found = listing.filtered(request.user, query)
        rows = found.qs if found.is_valid() else found.queryset.none()
        order = listing.order(query.get("sort", ""))
        page = keyset.page(rows, order, query, self.size, among=listing.rows(request.user))
        number, more = keyset.count(rows)
        trail.record(
            "list",
            None,
            by=request.user,
            book=listing.model._meta.label_lower,
            filter=without_names(query),
        )
        table = listing.table(page.rows, user=request.user)
        return render(
            request, self.template, self.context(request, query, found, table, page, order, number, more)
        )

    def post(self, request: HttpRequest) -> HttpResponse:
        """The filters as a form sends them: on to the address that says the same without words in clear."""
        query = searches.with_closed(request.POST, request.user).urlencode()
        return HttpResponseRedirect(f"{request.path}?{query}" if query else request.path)

    def context(self, request, query, found, table, page, order, number, more) -> dict[str, Any]:
        user, book = request.user, self.book
        begins = book.is_begun_in_list and book.records and may(user, book.records)
        return {
            "title": book.model._meta.verbose_name_plural,
            "filter": found,
            "query": query,
            "chips": found.chips(query),
            "table": table,
            "page": page,
            "count": number,
            "has_more": more,
            "order": order,
            "sort_links": self.sort_links(query, order),
            "newer": _with(query, before=page.newer) if page.newer else "",
            "older": _with(query, after=page.older) if page.older else "",
            "new_url": book.url("create") if begins else "",
            "export_name": book.url_name("list") if book.is_exported and may(user, "export") else "",
        }

    def sort_links(self, query: QueryDict, current: keyset.Order) -> dict[str, dict[str, Any]]:
        links = {}
        for name, order in self.book.listing.orders.items():
            active = order.field == current.field
            down = active and not current.descending
            links[name] = {
                "query": _with(query, sort=f"-{name}" if down else name),
                "now": ("descending" if current.descending else "ascending") if active else "none",
            }
        return links


def without_names(query: QueryDict) -> str:
    """The query string for the trail: what was searched for is a villager's name and stays out of it."""
    kept = query.copy()
    for key in ("after", "before"):
        kept.pop(key, None)
    if kept.get("q"):
        kept["q"] = "***"
    return kept.urlencode(safe="*")[:300]


def _with(query: QueryDict, **changed: str) -> str:
    """The query string with some values changed and the place in the list forgotten."""
    fresh = query.copy()
    for key in ("after", "before"):
        fresh.pop(key, None)
    for key, value in changed.items():
        fresh[key] = value
    return fresh.urlencode()
