"""Pages on unusual look-ups: the list, one of them with what was read, and the form that ticks it off."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext_lazy
from django.views.generic import View

from access.requests import SignedInRequest
from access.rights import may, rights_of
from audit import trail
from oversight import looks
from oversight.actions import outliers
from oversight.forms import TickForm
from oversight.models import Outlier
from pages.views.base import ShowPage
from pages.views.forms import FormPage

SHOWN = 100


class OutlierPage(View):
    """For the chief, who ticks off, and for the auditor, who watches that it is done."""

    request: SignedInRequest
    heading = gettext_lazy("Unusual look-ups")

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not (may(request.user, "tick_outliers") or may(request.user, "read_trail")):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)


class OutlierList(OutlierPage, ShowPage):
    """异常查阅: what waits, longest first; then what was ticked off."""

    template = "oversight/outlier_list.html"

    def record_read(self) -> None:
        trail.record("list", None, by=self.request.user, book=Outlier._meta.label_lower)

    def context(self) -> dict[str, Any]:
        rows = outliers.visible_to(self.request.user)
        return super().context() | {
            "waiting": rows.filter(verdict="").order_by("week", "pk")[:SHOWN],
            "done": rows.exclude(verdict="").order_by("-ticked_at")[:SHOWN],
        }


class OutlierDetail(OutlierPage, FormPage):
    """The unusual count, what was read, and the form that ticks it off."""

    template = "oversight/outlier_detail.html"
    form_class = TickForm
    button = gettext_lazy("Tick off with this note")
    message = gettext_lazy("Ticked off with your note.")

    def get_row(self) -> Outlier:
        return get_object_or_404(outliers.visible_to(self.request.user), pk=self.kwargs["pk"])

    def act(self, form: TickForm) -> None:
        outliers.tick(self.row, by=self.request.user, **form.cleaned_data)

    def back_url(self) -> str:
        return reverse("oversight:outlier-list")

    def record_read(self) -> None:
        if self.request.method != "POST":
            trail.record("read", self.row, by=self.request.user)

    def context(self) -> dict[str, Any]:
        entries = list(outliers.entries_of(self.row, self.request.user).order_by("-pk")[:SHOWN])
        looks.name_those(entries, self.request.user, rights_of(self.request.user))
        return super().context() | {"outlier": self.row, "entries": entries}

    def show(self, status: int = 200, **more: Any) -> HttpResponse:
        """Without the form for the auditor, who reads only."""
        form = more["form"] if outliers.may_tick(self.request.user, self.row) else None
        return super().show(status, form=form)
