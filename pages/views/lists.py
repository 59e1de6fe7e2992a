"""The page of a list: filters, chips, sort by column, keyset paging."""

from collections.abc import Hashable, Mapping
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict

from audit import looks
from pages import addresses, compiled, keyset, searches
from pages.columns import NOBODY, Reader
from pages.tables import Table
from pages.views.base import BasePage


class ListPage(BasePage):
    """A list; a room above defines its rows (``filtered_by``, ``all_rows``), its ``table`` and its orders.

    ``query`` is the query string with the search words sealed, as in every link of the page.
    """

    template = "pages/list.html"
    size = 50
    query: QueryDict

    @addresses.tidied
    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        self.query = searches.with_closed(request.GET, request.user)
        return self.show()

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        """The filters as a form sends them: redirected to the same filters with the search words sealed."""
        query = searches.with_closed(request.POST, request.user).urlencode()
        return HttpResponseRedirect(f"{request.path}?{query}" if query else request.path)

    def all_rows(self) -> QuerySet[Any]:
        """The rows that the person may see, before any filter."""
        raise NotImplementedError

    def filtered_by(self, query: QueryDict) -> Any:
        """The FilterSet with the rows that the query string leaves; its ``chips(query)`` name what is active."""
        raise NotImplementedError

    table: type[Table]

    def reader(self) -> Reader:
        """For whom the list is made. The generic page trusts nobody; the page in front of it knows the roles."""
        return NOBODY

    def known_orders(self) -> Mapping[str, keyset.Order]:
        """The columns that sort, by the word in the address."""
        raise NotImplementedError

    def order_by(self, word: str) -> keyset.Order:
        """The order that ``?sort=`` names; the default for anything unknown."""
        raise NotImplementedError

    def title(self) -> Any:
        return self.all_rows().model._meta.verbose_name_plural

    def new_url(self) -> str:
        """Where the person begins a new row; empty for who may not."""
        return ""

    def context(self) -> dict[str, Any]:
        found, query = self.filtered_by(self.query), self.query
        order = self.order_by(query.get("sort", ""))
        table = self.table(self.reader())
        page = self.page(found, table, order)
        table.rows = page.rows
        looks.note_values(self.all_rows().model, page.rows)
        number, more = (
            keyset.capped(page.rows[0]["number_of_rows"]) if page.rows else keyset.count(left(found))
        )
        return super().context() | {
            "filter": found,
            "query": query,
            "chips": found.chips(query),
            "table": table,
            "count": number,
            "has_more": more,
            "sort_links": self.sort_links(order),
            "newer": changed(query, before=page.newer) if page.newer else "",
            "older": changed(query, after=page.older) if page.older else "",
            "new_url": self.new_url(),
        }

    def page(self, found: Any, table: Table, order: keyset.Order) -> keyset.KeyPage[Any]:
        """The page of rows that the address means, each with the number of all: one statement."""

        def asked() -> QuerySet[Any, Any]:
            rows = left(found)
            shown = table.select(rows, order.field, *looks.columns_of(rows.model))
            counted: QuerySet[Any, Any] = shown.annotate(number_of_rows=keyset.Counted(rows))
            return counted

        key = None if self.query else self.key()
        if key is None:
            return keyset.page(asked(), order, self.query, self.size, among=self.all_rows())
        what = type(self), order
        rows = compiled.dicts(what, key, lambda: keyset.first_rows(asked(), order, self.size))
        return keyset.first(rows, order, self.size)

    def key(self) -> Hashable | None:
        """All that the rows without filters follow from, so that their SQL is compiled once (pages/compiled.py); None
        where that is not known."""
        return None

    def sort_links(self, current: keyset.Order) -> dict[str, dict[str, Any]]:
        """For the head of each column that sorts: the query that sorts by it, and how it is sorted now."""
        links = {}
        for name, order in self.known_orders().items():
            active = order.field == current.field
            down = active and not current.descending
            links[name] = {
                "query": changed(self.query, sort=f"-{name}" if down else name),
                "now": ("descending" if current.descending else "ascending") if active else "none",
            }
        return links


def left(found: Any) -> QuerySet[Any]:
    """The rows that a FilterSet leaves; none for words that mean nothing."""
    rows: QuerySet[Any] = found.qs if found.is_valid() else found.queryset.none()
    return rows


def without_names(query: QueryDict) -> str:
    """The query string for the trail: what was searched for is a villager's name and stays out of it."""
    shown = query.copy()
    for key in ("after", "before"):
        shown.pop(key, None)
    if shown.get("q"):
        shown["q"] = "***"
    return shown.urlencode(safe="*")[:300]


def changed(query: QueryDict, **values: str) -> str:
    """The query string with some values changed and the place in the list forgotten."""
    fresh = query.copy()
    for key in ("after", "before"):
        fresh.pop(key, None)
    for key, value in values.items():
        fresh[key] = value
    return fresh.urlencode()
