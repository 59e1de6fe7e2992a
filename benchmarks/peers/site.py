"""Django's admin for the visits: the columns, the order and the page size of our list, read by who is signed in."""

from collections.abc import Sequence
from typing import Any

from django.contrib.admin import AdminSite, ModelAdmin
from django.db.models import QuerySet
from django.http import HttpRequest

from benchmarks.columns import fields_of
from ledgers.views.lists import BookList
from residents.book import VISITS
from residents.models import Visit

PATHS = fields_of(column for column in VISITS.listing.table.columns.values() if column.on_page)


class Site(AdminSite):
    """An account of the registry has no ``is_staff``: whoever is signed in may look."""

    def has_permission(self, request: HttpRequest) -> bool:
        return request.user.is_active


class VisitAdmin(ModelAdmin):
    """Reading alone. The joins are asked for, as whoever knows the admin would write it."""

    list_display = PATHS
    list_select_related = sorted({path.rpartition("__")[0] for path in PATHS if "__" in path})
    list_per_page = BookList.size
    list_filter = ("state", "outcome", "is_late")
    ordering = ("-occurred_on", "-id")
    actions = None

    def get_queryset(self, request: HttpRequest) -> QuerySet[Visit]:
        return super().get_queryset(request).visible_to(request.user)

    def has_module_permission(self, request: HttpRequest) -> bool:
        return True

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return True

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


site = Site(name="admin")
site.register(Visit, VisitAdmin)
__all__: Sequence[str] = ("site",)
