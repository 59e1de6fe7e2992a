"""The slip of a request or a referral on paper, while its code is shown: the page of the code sends it here once more.

The code stands in the body of the request and in no address. It must be that of the row's slip: whoever has lost the
code makes a new slip (referrals/views/slips.py).
"""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.views.decorators.debug import sensitive_post_parameters

from audit import trail
from documents import actions, catalogue, compiling, docx_filling, papers
from documents.layouts.slips import Coded
from documents.views import sending
from ledgers.views.base import BookPage
from pages import addresses
from referrals import slips
from referrals.models import OF_REFERRAL, Slip
from referrals.views.slips import row_behind

KINDS = {"pdf": compiling.PDF, "docx": docx_filling.DOCX}


@method_decorator(sensitive_post_parameters("code"), name="dispatch")
class SlipPrint(BookPage):
    """One slip. Each printing is on the trail, and the paper bears the number of its entry."""

    verb = "pass_on"
    model, book = Slip, "documents:slip"
    http_method_names = ["post", "options"]

    def get_row(self) -> Any:
        given = self.request.POST
        key = addresses.number(given.get("key"))
        return row_behind(self.request.user, str(given.get("kind", "")), key)

    def post(self, request: HttpRequest, kind: str) -> HttpResponse:
        if kind not in KINDS:
            raise Http404
        about, code = str(request.POST.get("kind", "")), slips.normal(request.POST.get("code", ""))
        if not slips.opens(about, self.row.pk, code):
            raise PermissionDenied
        form = catalogue.BY_CODE["slip_referral" if about == OF_REFERRAL else "slip_request"]
        coded = Coded(
            self.row,
            slips.written(code),
            self.request.build_absolute_uri(reverse("public")),
            slips.shown_days(),
        )
        try:
            content = self.printed(form, coded, kind)
        except compiling.Unprintable:
            context = {"title": form.title, "back_url": self.row.get_absolute_url()}
            return render(request, "documents/unprintable.html", context, status=503)
        return sending.answer(content, KINDS[kind], f"{self.row.receipt}.{kind}")

    @transaction.atomic
    def printed(self, form: catalogue.Form, coded: Coded, kind: str) -> bytes:
        """The paper; one that can not be made is not on the trail either."""
        entry = trail.record("print", self.row, by=self.request.user, form=form.title, format=kind)
        mark = f"打印编号 {entry.pk}"
        if kind == "pdf":
            return papers.slip_pdf(form, coded, mark)
        template = actions.in_use(form, self.row.station.county)
        return papers.slip_docx(form, coded, mark, template)
