"""The base of every page that a role opens, used by the views of all rooms above."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.views.generic import View

from access.rights import may


class Page(View):
    """A page that takes the right ``verb`` (access/rights.py); whoever has it not gets 403."""

    verb: str

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not may(request.user, self.verb):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)
