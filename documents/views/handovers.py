"""A hand-over on paper, in two copies."""

from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from audit import trail
from documents import actions, catalogue, compiling, docx_filling, papers
from documents.views import sending
from duty.handover.views import HandoverPage

KINDS = {"pdf": compiling.PDF, "docx": docx_filling.DOCX}


class HandoverPrint(HandoverPage):
    """For whoever sees the sheet. Each printing is on the trail, and the paper bears the number of its entry."""

    def get(self, request: HttpRequest, pk: int, kind: str) -> HttpResponse:
        if kind not in KINDS:
            raise Http404
        form = catalogue.BY_CODE["handover"]
        try:
            content = self.printed(form, kind)
        except compiling.Unprintable:
            context = {"title": form.title, "back_url": self.back_url()}
            return render(request, "documents/unprintable.html", context, status=503)
        return sending.answer(content, KINDS[kind], f"handover-{self.row.pk}.{kind}")

    @transaction.atomic
    def printed(self, form: catalogue.Form, kind: str) -> bytes:
        """The paper; one that can not be made is not on the trail either."""
        entry = trail.record("print", self.row, by=self.request.user, form=form.title, format=kind)
        mark = f"打印编号 {entry.pk}"
        if kind == "pdf":
            return papers.slip_pdf(form, self.row, mark)
        template = actions.in_use(form, self.row.post.station.county)
        return papers.slip_docx(form, self.row, mark, template)
