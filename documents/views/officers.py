"""An officer's year as paper and workbook."""

from typing import Any

from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from audit import trail
from documents import actions, catalogue, compiling, docx_filling, papers
from documents.views import sending
from officers import years
from officers.views import OfYear
from pages import sheets

FILES = {"pdf": compiling.PDF, "docx": docx_filling.DOCX, "xlsx": sheets.XLSX}


class OfficerPrint(OfYear):
    """The year of one person. Each printing is on the trail, and the paper bears the number of its entry."""

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        kind: str = kwargs["kind"]
        if kind not in FILES:
            raise Http404
        form, row = catalogue.BY_CODE["officer_year"], self.row
        try:
            content = self.printed(form, row, kind)
        except compiling.Unprintable:
            back = reverse("officers:year-detail", args=[row.person.pk])
            return render(
                request, "documents/unprintable.html", {"title": form.title, "back_url": back}, status=503
            )
        return sending.answer(content, FILES[kind], f"officer-{row.person.pk}-{row.year}.{kind}")

    @transaction.atomic
    def printed(self, form: catalogue.Form, row: years.OfficerYear, kind: str) -> bytes:
        """The paper or the workbook; one that can not be made is not on the trail either."""
        entry = trail.record("print", row.person, by=self.request.user, form=form.title, format=kind)
        mark = f"打印编号 {entry.pk}"
        if kind == "pdf":
            return papers.slip_pdf(form, row, mark)
        if kind == "docx":
            return papers.slip_docx(form, row, mark, actions.in_use(form, row.county) if row.county else None)
        with translation.override("zh-hans"):
            return workbook(f"{form.title} {row.year}", row, entry.pk)


def workbook(title: str, row: years.OfficerYear, number: int) -> bytes:
    """A line a kind: the year, what was owed where there is a norm, and each month."""
    headings = [
        _("Kind"),
        str(row.year),
        _("Norm"),
        *(_("month %(month)s") % {"month": n} for n in years.MONTHS),
    ]
    lines = [(str(one.label), one.total, one.norm, *one.months) for one in row.lines]

    def manifest(count: int, digest: str) -> list[tuple[str, Any]]:
        return [
            (_("Person"), row.person.name),
            (_("Until"), row.until.isoformat()),
            (_("Rows"), count),
            ("SHA-256", digest),
            (_("Number on the trail"), number),
        ]

    return sheets.write_xlsx(title, headings, lines, manifest)
