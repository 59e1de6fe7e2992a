"""The auditor's pages: who did or read what in the county. They change nothing."""

from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from ipaddress import ip_address
from typing import Any

from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from access import scope
from access.pages import Page
from accounts.models import User
from audit import trail
from audit.models import Entry
from pages import addresses
from pages.views.base import ShowPage
from posts import watched
from posts.models import Station

SHOWN = 100


def seen_by(user: User) -> QuerySet[Entry]:
    """The entries of the auditor's county, and those of nobody's: tries to sign in with unknown accounts."""
    return Entry.objects.filter(Q(county_id=scope.for_user(user).county_id) | Q(county_id=None))


class TrailPage(Page):
    verb = "read_trail"

    def rows(self) -> QuerySet[Entry]:
        return seen_by(self.request.user)


class TrailList(TrailPage):
    @addresses.tidied
    def get(self, request: HttpRequest) -> HttpResponse:
        rows = filtered(self.rows(), request.GET)
        before = addresses.number(request.GET.get("before"))
        if before is not None:
            rows = rows.filter(pk__lt=before)
        found = list(rows.order_by("-pk")[: SHOWN + 1])
        trail.record("list", None, by=request.user, book="audit.entry", filter=request.GET.urlencode()[:300])
        context = {
            "title": _("Trail"),
            "entries": found[:SHOWN],
            "older": self.older(request, found),
            "query": _without_place(request.GET).urlencode(),
            "unreadable": unreadable(request.GET),
            "watched": self.watched(request),
            "stations": Station.objects.filter(county=scope.for_user(request.user).county_id),
        }
        return render(request, "oversight/entry_list.html", context)

    def watched(self, request: HttpRequest) -> list[Entry]:
        """On the page as it opens: what was done with accounts and roles since yesterday, the newest first."""
        if _without_place(request.GET) or "before" in request.GET:
            return []
        since = midnight(timezone.localdate() - timedelta(days=1))
        found = self.rows().filter(action__in=watched.ACTIONS, at__gte=since)
        return list(found.order_by("-pk")[:SHOWN])

    def older(self, request: HttpRequest, found: list[Entry]) -> str:
        if len(found) <= SHOWN:
            return ""
        query = request.GET.copy()
        query["before"] = str(found[SHOWN - 1].pk)
        return query.urlencode()


class TrailDetail(TrailPage, ShowPage):
    """One entry as a sentence, with all its details."""

    heading = gettext_lazy("Trail entry")
    template = "oversight/entry_detail.html"

    def get_row(self) -> Entry:
        return get_object_or_404(self.rows(), pk=self.kwargs["pk"])

    def record_read(self) -> None:
        trail.record("read", self.row, by=self.request.user)

    def context(self) -> dict[str, Any]:
        return super().context() | {"entry": self.row}


def _without_place(given: QueryDict) -> QueryDict:
    """The filters alone, without how far one has paged."""
    query = given.copy()
    query.pop("before", None)
    return query


def filtered(rows: QuerySet[Entry], given: QueryDict) -> QuerySet[Entry]:
    """The entries that the fields of the filter leave: none, when one of them can not be read."""
    if unreadable(given):
        return rows.none()
    who = addresses.words(given.get("who"))
    if who:
        rows = rows.filter(actor_name__startswith=who)
    if given.get("action", "").isidentifier():
        rows = rows.filter(action=given["action"])
    if given.get("kind", "").replace(".", "_").isidentifier():
        rows = rows.filter(subject_type=given["kind"])
    for name, field in (("number", "subject_id"), ("station", "station_id")):
        number = addresses.number(given.get(name))
        if number is not None:
            rows = rows.filter(**{field: number})
    first, last = addresses.day(given.get("from")), addresses.day(given.get("to"))
    if first:
        rows = rows.filter(at__gte=midnight(first))
    if last:
        rows = rows.filter(at__lt=midnight(last) + timedelta(days=1))
    address = _address(given.get("address", ""))
    return rows.filter(address=address) if address else rows


def unreadable(given: QueryDict) -> list[str]:
    """The hints for fields with unreadable values; a filter that is ignored would show everything."""
    readers: dict[str, tuple[Callable[[str], Any], str]] = {
        "from": (addresses.day, _("A day is written like 2026-03-05.")),
        "to": (addresses.day, _("A day is written like 2026-03-05.")),
        "number": (addresses.number, _("The number of a subject is made of digits.")),
        "station": (addresses.number, _("Choose the station from the list.")),
        "address": (_address, _("An address is whole, like 10.0.0.7.")),
    }
    typed = {name: str(given[name]) for name in readers if given.get(name)}
    found = [readers[name][1] for name, text in typed.items() if readers[name][0](text) in (None, "")]
    return list(dict.fromkeys(found))


def midnight(day: date) -> datetime:
    """Midnight in the registry's time zone."""
    return timezone.make_aware(datetime.combine(day, time.min))


def _address(text: str) -> str:
    try:
        return str(ip_address(text.strip()))
    except ValueError:
        return ""
