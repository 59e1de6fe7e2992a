import json
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import View

from access import scope
from access.pages import Page
from ledgers.models import Draft

DRAFT_SIZE = 20_000
FORMS = (  # forms that keep drafts, by the model that they make
    "residents.visit", "residents.service", "residents.request", "residents.household", "residents.resident",
    "residents.pairing", "patrols.patrol", "disputes.dispute",
)  # fmt: skip
# The token, what was only searched for, and the key: a draft that outlives its save is another row.
NOT_TYPED = ("csrfmiddlewaretoken", "q", "client_key")
BOOKS = (
    ("residents:visit", gettext_lazy("Visits"), gettext_lazy("Every call at a household"), "door-open"),
    (
        "residents:service",
        gettext_lazy("Services"),
        gettext_lazy("Good deeds, papers, bulletins"),
        "hand-thumbs-up",
    ),
    (
        "residents:request",
        gettext_lazy("Requests"),
        gettext_lazy("What was asked and promised"),
        "chat-left-text",
    ),
    ("patrols:patrol", gettext_lazy("Patrols"), gettext_lazy("Rounds alone or with a team"), "bicycle"),
    ("disputes:dispute", gettext_lazy("Disputes"), gettext_lazy("From acceptance to agreement"), "people"),
    ("duty:duty", gettext_lazy("Duty days"), gettext_lazy("Days in the villages"), "calendar-check"),
)


class BookIndex(Page):
    """台账: the books, each with its list and its new row."""

    verb = "read_ledgers"

    def get(self, request: HttpRequest) -> HttpResponse:
        books = [
            {"list": reverse(f"{name}-list"), "title": title, "about": about, "icon": icon}
            for name, title, about, icon in BOOKS
        ]
        return render(request, "ledgers/book_index.html", {"books": books, "title": _("Ledgers")})


class DraftPage(View):
    """For whoever has a place to write at: not before an assignment, not while another post is looked into."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        where = scope.of(request.user)
        if not where.role or where.emergency:
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)


class DraftSave(DraftPage):
    """Keep what is being typed. Answers with the time, or with why it was not kept."""

    def post(self, request: HttpRequest, form: str) -> HttpResponse:
        if form not in FORMS:
            raise Http404
        typed = {name: [value.replace("\0", "") for value in values] for name, values in request.POST.lists()}
        data = {name: values if len(values) > 1 else values[0] for name, values in typed.items()}
        for name in NOT_TYPED:
            data.pop(name, None)
        if len(json.dumps(data)) > DRAFT_SIZE:
            return HttpResponse(_("Too long for a draft; save the row."), status=413)
        Draft.objects.update_or_create(user=request.user, form=form, defaults={"data": data})
        return HttpResponse(_("Draft saved %(time)s") % {"time": f"{timezone.localtime():%H:%M:%S}"})


class DraftDiscard(DraftPage):
    """Throw a draft away and start the form anew."""

    def post(self, request: HttpRequest, form: str) -> HttpResponse:
        Draft.objects.filter(user=request.user, form=form).delete()
        return HttpResponse(headers={"HX-Refresh": "true"})
