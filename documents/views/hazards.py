"""The papers of hazards: the notice to whoever puts one right, and the problem list of a village."""

from typing import Any

from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone

from access.pages import Page
from audit import trail
from documents import actions, catalogue, compiling, docx_filling, papers
from documents.layouts.hazards import VillageProblems
from documents.views import sending
from hazards import of_village
from hazards.models import Hazard
from ledgers.views.base import BookPage
from pages.views.base import BasePage
from posts.models import County, Post, Village

KINDS = {"pdf": compiling.PDF, "docx": docx_filling.DOCX}


class PaperPage(Page, BasePage):
    """One paper. Each printing is on the trail, and the paper bears the number of its entry."""

    verb = "print_papers"
    paper: str
    request: Any

    def get(self, request: HttpRequest, pk: int, kind: str) -> HttpResponse:
        if kind not in KINDS:
            raise Http404
        form = catalogue.BY_CODE[self.paper]
        try:
            content = self.printed(form, kind)
        except compiling.Unprintable:
            context = {"title": form.title, "back_url": self.row.get_absolute_url()}
            return render(request, "documents/unprintable.html", context, status=503)
        return sending.answer(content, KINDS[kind], f"{self.file_name()}.{kind}")

    @transaction.atomic
    def printed(self, form: catalogue.Form, kind: str) -> bytes:
        """The paper; one that can not be made is not on the trail either."""
        entry = trail.record("print", self.row, by=self.request.user, form=form.title, format=kind)
        mark = f"打印编号 {entry.pk}"
        if kind == "pdf":
            return papers.slip_pdf(form, self.source(), mark)
        return papers.slip_docx(form, self.source(), mark, actions.in_use(form, self.county()))

    def source(self) -> Any:
        """What the form is made of."""
        raise NotImplementedError

    def county(self) -> County:
        """Whose template it takes."""
        raise NotImplementedError

    def file_name(self) -> str:
        raise NotImplementedError


class HazardPrint(PaperPage, BookPage):
    """The notice of a hazard, with an answer to tear off; of one that counts no more there is none."""

    model, book = Hazard, "hazards:hazard"
    related = ("village__town", "post", "station__county")
    paper = "hazard_notice"
    row: Hazard

    def get_row(self) -> Hazard:
        found: Hazard = super().get_row()
        if not found.is_counted or found.erased_on:
            raise Http404
        return found

    def source(self) -> Hazard:
        return self.row

    def county(self) -> County:
        return self.row.station.county

    def file_name(self) -> str:
        return self.row.receipt


class VillageProblemsPrint(PaperPage):
    """The open hazards of a village that the person serves."""

    paper = "problem_list"
    row: Village

    def get_row(self) -> Village:
        served = Village.objects.served_by(self.request.user).select_related("town__county")
        return get_object_or_404(served, pk=self.kwargs["pk"])

    def source(self) -> VillageProblems:
        today = timezone.localdate()
        post = Post.objects.of_village(self.row.pk, today)
        return VillageProblems(
            village=self.row,
            hazards=of_village.open_at(self.row, self.request.user),
            post=str(post),
            station=str(post.station),
            today=today,
        )

    def county(self) -> County:
        return self.row.town.county

    def file_name(self) -> str:
        return f"{self.row.code}-{timezone.localdate():%y%m%d}"
