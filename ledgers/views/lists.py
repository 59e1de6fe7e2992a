"""The list page of every book."""

from collections.abc import Mapping
from typing import Any

from django.db.models import QuerySet
from django.http import QueryDict

from access.roles import may
from audit import trail
from ledgers.filters import PlaceFilterSet
from ledgers.tables import BookTable
from ledgers.views.base import BookPage
from pages import keyset
from pages.views.lists import ListPage, without_names


class BookList(BookPage, ListPage):
    """A list with filters, chips, sort by column and keyset paging; what it shows is what an export writes."""

    table_class: type[BookTable]
    filterset_class: type[PlaceFilterSet]
    orders: dict[str, keyset.Order] = {"occurred_on": keyset.Order("occurred_on")}
    default_order = "-occurred_on"
    new_verb = ""
    is_exported = True
    template = "ledgers/list.html"

    @classmethod
    def filtered(cls, request: Any, query: QueryDict) -> PlaceFilterSet:
        """The rows within the scope of ``request.user`` that the query string leaves."""
        return cls.filterset_class(query, queryset=cls.rows(request.user), request=request)

    @classmethod
    def order(cls, param: str) -> keyset.Order:
        """The order that ``sort`` names; the default for anything unknown."""
        param = param if param.lstrip("-") in cls.orders else cls.default_order
        known = cls.orders[param.lstrip("-")]
        return keyset.Order(known.field, param.startswith("-"), known.nullable)

    def all_rows(self) -> QuerySet:
        return self.rows(self.request.user)

    def filtered_by(self, query: QueryDict) -> PlaceFilterSet:
        return self.filtered(self.request, query)

    def table_of(self, rows: Any) -> BookTable:
        return self.table_class(rows, user=self.request.user)

    def known_orders(self) -> Mapping[str, keyset.Order]:
        return self.orders

    def order_by(self, word: str) -> keyset.Order:
        return self.order(word)

    def new_url(self) -> str:
        return self.url("create") if self.new_verb and may(self.request.user, self.new_verb) else ""

    def record_look(self) -> None:
        book = self.model._meta.label_lower
        trail.record("list", None, by=self.request.user, book=book, filter=without_names(self.query))

    def context(self) -> dict[str, Any]:
        exports = self.is_exported and may(self.request.user, "export")
        return super().context() | {"export_name": f"{self.book}-list" if exports else ""}
