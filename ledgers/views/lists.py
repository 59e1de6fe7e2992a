"""The list page of every book: filters, chips, sort by column, keyset paging."""

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import render

from access.roles import may
from audit import trail
from ledgers.filters import PlaceFilterSet
from ledgers.tables import BookTable
from ledgers.views.base import BookPage
from pages import addresses, keyset, searches


class BookList(BookPage):
    """A list with filters, chips, sort by column and keyset paging; what it shows is what an export writes."""

    table_class: type[BookTable]
    filterset_class: type[PlaceFilterSet]
    orders: dict[str, keyset.Order] = {"occurred_on": keyset.Order("occurred_on")}
    default_order = "-occurred_on"
    new_verb = ""
    size = 50
    template = "pages/list.html"

    @classmethod
    def filtered(cls, request: Any, query: QueryDict) -> PlaceFilterSet:
        """The rows within the scope of ``request.user`` that the query string leaves."""
        return cls.filterset_class(query, queryset=cls.rows(request.user), request=request)

    @addresses.tidied
    def get(self, request: HttpRequest) -> HttpResponse:
        query = searches.with_closed(request.GET, request.user)
        found = self.filtered(request, query)
        rows = found.qs if found.is_valid() else found.queryset.none()
        order = self.order(query.get("sort", ""))
        page = keyset.page(rows, order, query, self.size, among=self.rows(request.user))
        number, more = keyset.count(rows)
        trail.record(
            "list",
            None,
            by=request.user,
            book=self.model._meta.label_lower,
            filter=without_names(query),
        )
        table = self.table_class(page.rows, user=request.user)
        return render(
            request, self.template, self.context(request, query, found, table, page, order, number, more)
        )

    def post(self, request: HttpRequest) -> HttpResponse:
        """The filters as a form sends them: on to the address that says the same without words in clear."""
        query = searches.with_closed(request.POST, request.user).urlencode()
        return HttpResponseRedirect(f"{request.path}?{query}" if query else request.path)

    def context(self, request, query, found, table, page, order, number, more) -> dict[str, Any]:
        return {
            "title": self.model._meta.verbose_name_plural,
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
            "new_url": self.url("create") if self.new_verb and may(request.user, self.new_verb) else "",
            "export_name": request.resolver_match.view_name if may(request.user, "export") else "",
        }

    @classmethod
    def order(cls, param: str) -> keyset.Order:
        """The order that ``sort`` names; the default for anything unknown."""
        param = param if param.lstrip("-") in cls.orders else cls.default_order
        known = cls.orders[param.lstrip("-")]
        return keyset.Order(known.field, param.startswith("-"), known.nullable)

    @classmethod
    def sort_links(cls, query: QueryDict, current: keyset.Order) -> dict[str, dict[str, Any]]:
        links = {}
        for name, order in cls.orders.items():
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
