"""The list of imports, and the empty template to fill in."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _

from access.pages import Page
from access.rights import may
from audit import trail
from imports import kinds
from imports.books.template import template_of
from imports.models import Import
from pages import sheets
from pages.views.base import ShowPage

SHOWN = 100  # imports, the newest; a station has a few a month


class ImportList(Page, ShowPage):
    """What was brought in, by whom, and how far it is."""

    verb = "see_imports"
    heading = _("Sheets brought in")
    template = "imports/import_list.html"

    def context(self) -> dict[str, Any]:
        user = self.request.user
        rows = Import.objects.visible_to(user).select_related("by")[:SHOWN]
        kind = kinds.for_person(user)
        return super().context() | {
            "imports": rows,
            "may_import": may(user, "import_sheet"),
            "kind": kind,
        }


class ImportTemplate(Page):
    """The template workbook: headings, an example, drop-downs for the villages and the residence."""

    verb = "import_sheet"

    def get(self, request: HttpRequest) -> HttpResponse:
        trail.record("fetch_import_template", None, by=self.request.user)
        kind = kinds.for_person(self.request.user)
        code = kind.code if kind else Import.Kind.HOUSEHOLDS
        answer = HttpResponse(template_of(code, self.request.user), content_type=sheets.XLSX)
        answer["Content-Disposition"] = f"attachment; filename={code}.xlsx"
        return answer
