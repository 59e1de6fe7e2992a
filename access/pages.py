"""The door of every page: which right it takes."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.views.generic import View

from access.roles import may


class Page(View):
    """A page that a role opens: ``verb`` is the right that it takes (access/roles.py)."""

    verb: str

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not may(request.user, self.verb):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)
