"""The base of every page that a role opens, used by the views of all rooms above.

It is the first base class, before a generic page (pages/views/): ``class StationCreate(Page, FormPage)``.
"""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.views.generic import View

from access.requests import SignedInRequest
from access.rights import may, rights_of
from pages.row_history import Rights


class Page(View):
    """A page that needs the right ``verb`` (access/rights.py); a person without it gets 403."""

    verb: str
    request: SignedInRequest

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not self.is_allowed():
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def is_allowed(self) -> bool:
        """May the person open it at all? Which row of it is asked once the row is read."""
        return may(self.request.user, self.verb)

    def rights(self) -> Rights:
        """What the person may do: the generic pages ask it (pages/views/details.py)."""
        return rights_of(self.request.user)
