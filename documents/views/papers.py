"""The papers of one dispute: their list, and each as PDF or DOCX."""

from typing import Any

from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from audit import trail
from disputes.models import Dispute
from documents import actions, catalogue, compiling, docx_filling, papers
from documents.cases import Case
from documents.views import sending
from ledgers.views.base import BookPage
from pages import addresses
from pages.views.base import ShowPage

FILE = "file"  # in an address: the whole case file
KINDS = {"pdf": compiling.PDF, "docx": docx_filling.DOCX}


class DisputePapersPage(BookPage):
    """A page on the papers of a dispute that the person sees; others do not exist."""

    verb = "print_papers"
    model, book = Dispute, "disputes:dispute"
    related = ("village__town", "post", "station__county", "recorded_by")

    def get_row(self) -> Dispute:
        """A protected dispute has no papers, whoever asks; nor has one that is not mediated here."""
        found: Dispute = super().get_row()
        if found.is_protected or found.procedure not in catalogue.FILE_TITLES:
            raise Http404
        return found


class DisputePapers(DisputePapersPage, ShowPage):
    """印表: every form of the dispute, with what is needed of it now, as PDF and DOCX."""

    template = "documents/dispute_papers.html"
    heading = _("Papers")

    def context(self) -> dict[str, Any]:
        case = Case.of(self.row, self.request.user)
        needed = {form.code for form in papers.case_file(case)}
        return super().context() | {
            "groups": [(catalogue.FILE_TITLES[self.row.procedure], self.lines(case, needed))],
            "file_url": reverse("documents:dispute-print", args=[self.row.pk, FILE, "pdf"]),
            "back_url": self.row.get_absolute_url(),
        }

    def lines(self, case: Case, needed: set[str]) -> list[dict[str, Any]]:
        """One for each instance of each form of the procedure: its title, whether the file has it, its addresses."""
        found = []
        for form in catalogue.fitting(self.row):
            for number, title in enumerate(papers.titles(form, case), start=1):
                addresses_ = {
                    kind: f"{reverse('documents:dispute-print', args=[self.row.pk, form.code, kind])}?n={number}"
                    for kind in KINDS
                }
                found.append({"title": title, "in_file": form.code in needed, **addresses_})
        return found

    def record_read(self) -> None:
        trail.record("read", self.row, by=self.request.user)


class DisputePrint(DisputePapersPage):
    """One paper. Each printing is on the trail, and the paper bears the number of its entry."""

    def get(self, request: HttpRequest, pk: int, paper: str, kind: str) -> HttpResponse:
        form = next((one for one in catalogue.fitting(self.row) if one.code == paper), None)
        if kind not in KINDS or (form is None and (paper, kind) != (FILE, "pdf")):
            raise Http404
        case = Case.of(self.row, self.request.user)
        try:
            content = self.printed(case, form, kind)
        except compiling.Unprintable:
            return self.failed()
        return sending.answer(content, KINDS[kind], f"{self.row.receipt}-{paper}.{kind}")

    @transaction.atomic
    def printed(self, case: Case, form: catalogue.Form | None, kind: str) -> bytes:
        """The paper; one that can not be made is not on the trail either."""
        number = addresses.number(self.request.GET.get("n", "1")) or 0
        title = form.title if form else catalogue.FILE_TITLES[self.row.procedure]
        entry = trail.record("print", self.row, by=self.request.user, form=title, format=kind)
        mark = f"打印编号 {entry.pk}"
        if form is None:
            return papers.pdf(papers.case_file(case), case, mark)
        if kind == "pdf":
            content = papers.one_pdf(form, case, number, mark)
        else:
            template = actions.in_use(form, self.row.station.county)
            content = papers.one_docx(form, case, number, mark, template)
        if content is None:
            raise Http404
        return content

    def failed(self) -> HttpResponse:
        context = {"title": _("Papers"), "back_url": reverse("documents:dispute-papers", args=[self.row.pk])}
        return render(self.request, "documents/unprintable.html", context, status=503)
