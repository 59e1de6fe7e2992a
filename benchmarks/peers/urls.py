"""The addresses of the benchmarks, and those of a throw-away admin."""

from django.urls import path

from benchmarks.peers.site import site
from benchmarks.urls import handler400, handler403, handler404, handler500, urlpatterns

__all__ = ["handler400", "handler403", "handler404", "handler500", "urlpatterns"]

urlpatterns = [*urlpatterns, path("admin/", site.urls)]
