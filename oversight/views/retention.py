"""The county and its auditor read how long records are kept and what was disposed of."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from access.pages import Page
from retention.table import runs, table


class RetentionTable(Page):
    verb = "read_retention"

    def get(self, request: HttpRequest) -> HttpResponse:
        context = {"title": _("Periods and disposal"), "lines": table(), "runs": runs()}
        return render(request, "oversight/retention.html", context)
