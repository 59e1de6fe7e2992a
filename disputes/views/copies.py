"""The signed agreement of a dispute, page by page: file a photograph, show it, withdraw a wrong one."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _

from access.rights import may
from accounts.models import User
from audit import trail
from disputes.actions import copies
from disputes.forms.copies import CopyForm
from disputes.models import AgreementCopy, Dispute
from ledgers.views.base import BookPage, WritingPage
from ledgers.views.forms import RowConfirm
from pages.forms import ReasonForm
from pages.views.forms import FormPage

PICTURE_ONLY = "default-src 'none'; sandbox; frame-ancestors 'none'"


def copies_of(dispute: Dispute, user: User) -> dict[str, Any]:
    """Template context about the filed pages, for those who may see them; empty for others. Pictures are not loaded."""
    if not may(user, "see_agreement"):
        return {}
    is_written = copies.has_paper(dispute)
    return {
        "copies": dispute.copies.defer("scan").select_related("filed_by"),
        "shows_copies": is_written or dispute.copies.exists(),
        "may_file": is_written and may(user, "file_agreement"),
    }


class CopyFile(WritingPage, FormPage):
    """File a photographed page of the agreement with the dispute."""

    verb = "file_agreement"
    model, book = Dispute, "disputes:dispute"
    related = ("village__town", "post", "station", "recorded_by")
    heading = _("Photograph the agreement")
    template = "disputes/copy_form.html"
    button = _("Keep the page")
    message = _("The page is kept. Open it once to see whether it can be read.")

    def check_state(self) -> None:
        copies.check_has_paper(self.row)

    def form(self, data: Any = None) -> CopyForm:
        return CopyForm(data, None if data is None else self.request.FILES)

    def act(self, form: CopyForm) -> None:
        copies.file_agreement(self.row, form.cleaned_data["picture"], by=self.request.user)

    def back_url(self) -> str:
        return str(self.row.get_absolute_url())

    def record_read(self) -> None:
        trail.record("read", self.row, by=self.request.user)


class CopyPage(BookPage):
    model, book = AgreementCopy, "disputes:copy"
    related = ("dispute", "filed_by")


class CopyShow(CopyPage):
    """The picture itself, under a Content-Security-Policy that allows nothing else; each read is on the trail."""

    verb = "see_agreement"

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        copy = self.row
        if copy.withdrawn_on:
            raise Http404
        trail.record("read", copy, by=request.user)
        if not copy.jpeg:
            context = {"title": copy._meta.verbose_name, "back_url": copy.dispute.get_absolute_url()}
            return render(request, "disputes/copy_unreadable.html", context)
        name = f"{copy.dispute.receipt}-{copy.pk}.jpg"
        return HttpResponse(
            copy.jpeg,
            content_type="image/jpeg",
            headers={
                "Content-Disposition": f'inline; filename="{name}"',
                "Content-Security-Policy": PICTURE_ONLY,
                "Cache-Control": "no-store",
            },
        )


class CopyWithdraw(CopyPage, RowConfirm):
    """The picture is deleted for good; the line that it was filed, and the reason of the withdrawal, stay."""

    verb = "file_agreement"
    action = copies.withdraw_agreement
    form_class = ReasonForm
    heading = _("Withdraw a page of the agreement")
    sentence = _("The picture is deleted for good; who kept it, when, and your reason stay.")
    button = _("Delete the picture")
    is_final = True
    message = _("The picture is deleted; your reason stands in its place.")

    def get_row(self) -> AgreementCopy:
        copy: AgreementCopy = super().get_row()
        if copy.filed_by_id != self.request.user.pk:
            raise PermissionDenied
        if copy.withdrawn_on:
            raise Http404
        return copy

    def subject(self) -> str:
        return f"{self.row.dispute.receipt} · {self.row.filed_at:%Y-%m-%d}"

    def back_url(self) -> str:
        return str(self.row.dispute.get_absolute_url())
