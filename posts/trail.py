"""The auditor's page: who did or read what. It changes nothing."""

from datetime import datetime, timedelta

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _

from audit import trail
from audit.models import Entry
from posts import addresses
from posts.pages import Page

SHOWN = 100


class TrailList(Page):
    verb = "read_trail"

    def get(self, request: HttpRequest) -> HttpResponse:
        rows = self.filtered(request)
        before = addresses.number(request.GET.get("before"))
        if before is not None:
            rows = rows.filter(pk__lt=before)
        found = list(rows.order_by("-pk")[: SHOWN + 1])
        trail.record("list", None, by=request.user, book="audit.entry", filter=request.GET.urlencode()[:300])
        context = {
            "title": _("Trail"),
            "entries": found[:SHOWN],
            "older": self.older(request, found),
        }
        return render(request, "audit/entry_list.html", context)

    def filtered(self, request: HttpRequest) -> QuerySet[Entry]:
        rows, given = Entry.objects.all(), request.GET
        who = addresses.words(given.get("who"))
        if who:
            rows = rows.filter(actor_name__startswith=who)
        if given.get("action", "").isidentifier():
            rows = rows.filter(action=given["action"])
        day = self.day(given.get("day", ""))
        if day:
            rows = rows.filter(at__gte=day, at__lt=day + timedelta(days=1))
        return rows

    def day(self, text: str) -> datetime | None:
        """The local midnight that ``2026-03-05`` begins with; None for anything else."""
        try:
            return timezone.make_aware(datetime.strptime(text, "%Y-%m-%d")) if text[:2] == "20" else None
        except ValueError:
            return None

    def older(self, request: HttpRequest, found: list[Entry]) -> str:
        if len(found) <= SHOWN:
            return ""
        query = request.GET.copy()
        query["before"] = str(found[SHOWN - 1].pk)
        return query.urlencode()
