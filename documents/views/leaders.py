"""A leader's ledger on paper; the county's board of all leaders as paper and workbook."""

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
from leaders import years
from leaders.models import LeaderEntry
from leaders.views import Ledger, OfYear
from pages import sheets

KINDS = {"pdf": compiling.PDF, "docx": docx_filling.DOCX}
FILES = KINDS | {"xlsx": sheets.XLSX}


class LeaderPrint(Ledger):
    """The ledger of a year. Each printing is on the trail, and the paper bears the number of its entry."""

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        kind: str = kwargs["kind"]
        if kind not in KINDS:
            raise Http404
        form, row = catalogue.BY_CODE["leader_ledger"], self.row
        try:
            content = self.printed(form, row, kind)
        except compiling.Unprintable:
            back = reverse("leaders:ledger-detail", args=[row.leader.pk])
            return render(
                request, "documents/unprintable.html", {"title": form.title, "back_url": back}, status=503
            )
        return sending.answer(content, KINDS[kind], f"leader-{row.leader.pk}-{row.year}.{kind}")

    @transaction.atomic
    def printed(self, form: catalogue.Form, row: years.LeaderYear, kind: str) -> bytes:
        """The paper; one that can not be made is not on the trail either."""
        user = self.request.user
        held = LeaderEntry.objects.visible_to(user).filter(person=row.leader.pk, held_on__year=row.year)
        entries = list(held.filter(state=LeaderEntry.State.HELD).order_by("held_on", "pk"))
        entry = trail.record("print", row.leader, by=user, form=form.title, format=kind)
        mark = f"打印编号 {entry.pk}"
        if kind == "pdf":
            return papers.slip_pdf(form, (row, entries), mark)
        return papers.slip_docx(form, (row, entries), mark, actions.in_use(form, row.county))


class LeadersFile(OfYear):
    """The board as a paper or as a workbook, noted on the trail."""

    verb = "arrange_contacts"

    @transaction.atomic
    def get(self, request: HttpRequest, kind: str) -> HttpResponse:
        found = years.of_county(self.request.user, self.year)
        if kind not in FILES or not found:
            raise Http404
        form = catalogue.BY_CODE["leader_board"]
        title = f"{form.title} {self.year}"
        entry = trail.record("print", None, by=self.request.user, form=title, format=kind)
        mark = f"打印编号 {entry.pk}"
        if kind == "pdf":
            content = papers.slip_pdf(form, found, mark)
        elif kind == "docx":
            content = papers.slip_docx(form, found, mark, actions.in_use(form, found[0].county))
        else:
            with translation.override("zh-hans"):
                content = workbook(title, found, entry.pk)
        return sending.answer(content, FILES[kind], f"leaders-{self.year}.{kind}")


def workbook(title: str, found: list[years.LeaderYear], number: int) -> bytes:
    """A line a leader: what was met and what is wanted beside it."""
    headings = [
        _("Leader"), _("Until"), _("Days in the field"), _("Days in the field wanted"), _("Guidance at contact points"),
        _("Guidance wanted"), _("Months with a briefing"), _("Briefings wanted"), _("Units of the bureau"),
        _("Stations and posts"), _("Advice without an outcome"),
    ]  # fmt: skip
    lines = [
        (
            one.leader.name, one.until.isoformat(), one.field_days.n, one.field_days.m, one.guidance.n, one.guidance.m,
            one.briefings.n, one.briefings.m, one.units, one.places, one.without_outcome,
        )
        for one in found
    ]  # fmt: skip

    def manifest(count: int, digest: str) -> list[tuple[str, Any]]:
        return [(_("Rows"), count), ("SHA-256", digest), (_("Number on the trail"), number)]

    return sheets.write_xlsx(title, headings, lines, manifest)
