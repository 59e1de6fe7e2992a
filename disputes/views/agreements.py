"""The signed agreement of a dispute, page by page: photograph it, look at it, take a wrong picture away."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _

from access.roles import may
from audit import trail
from disputes import actions
from disputes.forms import AgreementForm
from disputes.models import AgreementCopy, Dispute
from ledgers.models import Row
from ledgers.views.base import BookPage
from ledgers.views.forms import RowConfirm, add_errors

PICTURE_ONLY = "default-src 'none'; sandbox; frame-ancestors 'none'"


def copies_of(dispute: Dispute, user: Any) -> dict[str, Any]:
    """What the dispute's page tells of its paper, to those who may see it. The pictures stay where they are."""
    is_written = dispute.agreement == Dispute.Agreement.WRITTEN and dispute.state in Row.COUNTED
    if not may(user, "see_agreement"):
        return {}
    return {
        "copies": dispute.copies.defer("scan").select_related("filed_by"),
        "shows_copies": is_written or dispute.copies.exists(),
        "may_file": is_written and may(user, "file_agreement"),
    }


class AgreementFile(BookPage):
    """Photograph one page of the paper and keep it with the dispute."""

    verb = "file_agreement"
    model, book = Dispute, "disputes:dispute"
    related = ("village__town", "post", "station", "recorded_by")

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        return self.show(self.get_row(), AgreementForm())

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        dispute, form = self.get_row(), AgreementForm(request.POST, request.FILES)
        if form.is_valid():
            try:
                by: Any = request.user
                actions.file_agreement(dispute, form.cleaned_data["picture"], by=by)
                messages.success(request, _("The page is kept. Open it once to see whether it can be read."))
                return HttpResponseRedirect(dispute.get_absolute_url())
            except ValidationError as fault:
                add_errors(form, fault)
        return self.show(dispute, form, status=422)

    def show(self, dispute: Dispute, form: AgreementForm, status: int = 200) -> HttpResponse:
        trail.record("read", dispute, by=self.request.user)
        context = {
            "row": dispute,
            "form": form,
            "title": _("Photograph the agreement"),
            "back_url": dispute.get_absolute_url(),
        }
        return render(self.request, "disputes/agreement_form.html", context, status=status)


class AgreementPage(BookPage):
    model, book = AgreementCopy, "disputes:agreement"
    related = ("dispute", "filed_by")


class AgreementShow(AgreementPage):
    """The picture itself, to be looked at and nothing else; every look is on the trail."""

    verb = "see_agreement"

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        copy = self.get_row()
        if copy.withdrawn_on:
            raise Http404
        trail.record("read", copy, by=request.user)
        if not copy.jpeg:
            context = {"title": copy._meta.verbose_name, "back_url": copy.dispute.get_absolute_url()}
            return render(request, "disputes/agreement_unreadable.html", context)
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


class AgreementWithdraw(AgreementPage, RowConfirm):
    """The picture is deleted for good; that it was there, and why it went, stays."""

    verb = "file_agreement"
    action = actions.withdraw_agreement
    heading = _("Withdraw a page of the agreement")
    sentence = _("The picture is deleted for good; who kept it, when, and your reason stay.")
    button = _("Delete the picture")
    is_final = True
    told = _("The picture is deleted; your reason stands in its place.")
    needs_reason = True

    def get_row(self) -> AgreementCopy:
        copy = super().get_row()
        if copy.filed_by_id != self.request.user.pk:
            raise PermissionDenied
        if copy.withdrawn_on:
            raise Http404
        return copy

    def about(self, copy: AgreementCopy) -> str:
        return f"{copy.dispute.receipt} · {copy.filed_at:%Y-%m-%d}"

    def done(self, copy: AgreementCopy) -> str:
        return copy.dispute.get_absolute_url()
