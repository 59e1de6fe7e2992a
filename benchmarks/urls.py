"""The registry's addresses and one more: the least that a page can be."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.urls import path

from config.urls import handler400, handler403, handler404, handler500, urlpatterns

__all__ = ["handler400", "handler403", "handler404", "handler500", "urlpatterns"]


@login_not_required
def ok(request: HttpRequest) -> HttpResponse:
    return HttpResponse("ok")


urlpatterns = [*urlpatterns, path("ok/", ok)]
