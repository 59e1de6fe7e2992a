"""Papers of teams, members, trainings and village meetings: roster, consent, sign-in sheet, minutes."""

from typing import Any

from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from audit import trail
from documents import actions, catalogue, compiling, docx_filling, papers
from documents.views import sending
from ledgers.views.base import BookPage
from meetings.models import Meeting
from teams.models import Member, Team
from training.models import Training

KINDS = {"pdf": compiling.PDF, "docx": docx_filling.DOCX}


class PaperOfRow(BookPage):
    """One of the papers of a row. Each printing is on the trail, and the paper bears the number of its entry."""

    verb = "print_papers"
    paper: str

    def get(self, request: HttpRequest, pk: int, kind: str) -> HttpResponse:
        if kind not in KINDS:
            raise Http404
        form, row = catalogue.BY_CODE[self.paper], self.row
        try:
            content = self.printed(form, row, kind)
        except compiling.Unprintable:
            context = {"title": form.title, "back_url": row.get_absolute_url()}
            return render(request, "documents/unprintable.html", context, status=503)
        return sending.answer(content, KINDS[kind], f"{self.paper}-{row.pk}.{kind}")

    @transaction.atomic
    def printed(self, form: catalogue.Form, row: Any, kind: str) -> bytes:
        """The paper; one that can not be made is not on the trail either."""
        entry = trail.record("print", row, by=self.request.user, form=form.title, format=kind)
        mark = f"打印编号 {entry.pk}"
        if kind == "pdf":
            return papers.slip_pdf(form, self.about(), mark)
        return papers.slip_docx(form, self.about(), mark, actions.in_use(form, row.station.county))

    def about(self) -> Any:
        """What the paper is made of: the row, where it is of nothing else."""
        return self.row


class TeamPrint(PaperOfRow):
    model, book, paper = Team, "teams:team", "team_roster"
    related = ("village__town", "post", "station__county")


class TeamConsent(TeamPrint):
    """The form of consent for somebody who is going to join the team."""

    paper = "member_consent"


class MemberPrint(PaperOfRow):
    model, book, paper = Member, "teams:member", "member_consent"
    related = ("team__village", "team__post", "team__station", "station__county")


class TrainingPrint(PaperOfRow):
    model, book, paper = Training, "training:training", "training_sheet"
    related = ("village__town", "post", "station__county")


class MeetingPrint(PaperOfRow):
    model, book, paper = Meeting, "meetings:meeting", "meeting_minutes"
    related = ("village__town", "post", "station__county", "recorded_by")
