"""Pages on unusual look-ups: the list, one of them with what was looked at, and the tick."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.generic import View

from access.roles import may
from audit import trail
from oversight.actions import outliers
from oversight.forms import TickForm
from oversight.models import Outlier

SHOWN = 100


class OutlierPage(View):
    """For the chief, who ticks off, and for the auditor, who watches that it is done."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        if not (may(request.user, "tick_outliers") or may(request.user, "read_trail")):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_outlier(self) -> Outlier:
        return get_object_or_404(outliers.visible_to(self.request.user), pk=self.kwargs["pk"])


class OutlierList(OutlierPage):
    """异常查阅: what waits, longest first; then what was ticked off."""

    def get(self, request: HttpRequest) -> HttpResponse:
        rows = outliers.visible_to(request.user)
        trail.record("list", None, by=request.user, book=Outlier._meta.label_lower)
        context = {
            "title": _("Unusual look-ups"),
            "waiting": rows.filter(verdict="").order_by("week", "pk")[:SHOWN],
            "done": rows.exclude(verdict="").order_by("-ticked_at")[:SHOWN],
        }
        return render(request, "oversight/outlier_list.html", context)


class OutlierDetail(OutlierPage):
    """What stands out, what was looked at, and the form that ticks it off."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        outlier = self.get_outlier()
        trail.record("read", outlier, by=request.user)
        return self.show(outlier, TickForm())

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        outlier, form = self.get_outlier(), TickForm(request.POST)
        person: Any = request.user
        if form.is_valid():
            try:
                outliers.tick(outlier, by=person, **form.cleaned_data)
                messages.success(request, _("Ticked off with your note."))
                return HttpResponseRedirect(reverse("oversight:outlier-list"))
            except ValidationError as fault:
                form.add_error(None, fault)
        return self.show(outlier, form, status=422)

    def show(self, outlier: Outlier, form: TickForm, status: int = 200) -> HttpResponse:
        context = {
            "title": _("Unusual look-ups"),
            "outlier": outlier,
            "entries": outliers.entries_of(outlier, self.request.user).order_by("-pk")[:SHOWN],
            "form": form if outliers.may_tick(self.request.user, outlier) else None,
        }
        return render(self.request, "oversight/outlier_detail.html", context, status=status)
