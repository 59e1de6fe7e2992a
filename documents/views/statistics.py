"""The quarterly statistics of disputes: the page, and the same tables as PDF and XLSX."""

from datetime import date
from typing import Any

from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.urls import reverse
from django.utils import translation
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy

from access.pages import Page
from access.rights import may
from audit import trail
from calendars import quarters
from disputes import not_listed
from disputes.prevented.views import asked
from documents import compiling, statistics
from documents.views import sending
from pages import addresses, sheets
from pages.views.base import ShowPage

KINDS = {"pdf": compiling.PDF, "xlsx": sheets.XLSX}


class StatisticsPage(Page):
    """A page on a quarter (``?quarter=``) of the person's place, or of a station or post in it."""

    @cached_property
    def quarter(self) -> date:
        return asked(self.request.GET.get("quarter"))

    @cached_property
    def place(self) -> statistics.Place:
        query = self.request.GET
        found = statistics.place_of(
            self.request.user, addresses.number(query.get("station")), addresses.number(query.get("post"))
        )
        if found is None:
            raise Http404
        return found


class StatisticsShow(StatisticsPage, ShowPage):
    """Three tables: what was accepted, what became of it, what was prevented."""

    verb = "see_figures"
    template = "documents/statistics.html"
    heading = gettext_lazy("Quarterly statistics")

    def context(self) -> dict[str, Any]:
        stations, posts = statistics.choices(self.request.user)
        query = QueryDict(mutable=True)
        for name in ("station", "post"):
            if self.request.GET.get(name):
                query[name] = self.request.GET[name]
        kept = query.urlencode()
        query["quarter"] = quarters.written(self.quarter)
        files = {
            kind: f"{reverse('documents:statistics-file', args=[kind])}?{query.urlencode()}" for kind in KINDS
        }
        return super().context() | {
            "report": statistics.report(self.request.user, self.quarter, self.place),
            "not_listed": not_listed.of_table(self.request.user, self.quarter, is_whole=not self.place.key),
            "quarter": self.quarter,
            "quarter_text": quarters.written(self.quarter),
            "earlier": quarters.shift(self.quarter, -1),
            "later": quarters.shift(self.quarter, 1) if self.quarter < quarters.this_quarter() else None,
            "carried": f"&{kept}" if kept else "",
            "stations": stations,
            "posts": posts,
            "asked": self.request.GET,
            "files": files if may(self.request.user, "export") else {},
        }


class StatisticsFile(StatisticsPage):
    """The tables as a file, noted on the trail."""

    verb = "export"

    @transaction.atomic
    def get(self, request: HttpRequest, kind: str) -> HttpResponse:
        if kind not in KINDS:
            raise Http404
        user, word = self.request.user, quarters.written(self.quarter)
        with translation.override("zh-hans"):
            found = statistics.report(user, self.quarter, self.place)
            entry = trail.record("print", None, by=user, form=found.title, format=kind, quarter=word)
            if kind == "pdf":
                content = statistics.pdf(found, user, f"打印编号 {entry.pk}")
            else:
                content = statistics.xlsx(found, user)
        return sending.answer(content, KINDS[kind], f"disputes-{word}.{kind}")
