"""The signed agreement of a dispute, page by page: file a photograph, show it, withdraw a wrong one."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from access.rights import may
from accounts.models import User
from disputes.actions import copies
from disputes.former import sort_copies
from disputes.models import AgreementCopy, Dispute
from disputes.parts_of import Parts
from ledgers.copies import answers_for
from ledgers.views.base import BookPage
from ledgers.views.copies import CopyFiling, CopyForm, CopyShowing, CopyWithdrawing


def copies_of(dispute: Dispute, user: User, parts: Parts) -> dict[str, Any]:
    """Template context about the filed pages, for those who may see them; empty for others. Pictures are not loaded.

    Those of a former agreement go to it (``parts.former``), and are not among the others.
    """
    if not may(user, "see_agreement"):
        return {}
    is_written = copies.has_paper(dispute)
    found = sort_copies(parts.former, dispute.copies.defer("scan").select_related("filed_by"))
    return {
        "copies": found,
        "copies_title": _("Signed agreement"),
        "copies_missing": _(
            "No page is kept yet. The paper bears the signatures or fingerprints of the parties."
        ),
        "shows_copies": is_written or bool(found),
        "file_copy_url": reverse("disputes:dispute-agreement", args=[dispute.pk])
        if is_written and not dispute.is_protected and may(user, "file_agreement")
        else "",
        "withdraw_copy": "disputes:copy-withdraw" if may(user, "withdraw_agreement") else "",
        "answers_for_copies": answers_for(dispute, user),
    }


class CopyFile(CopyFiling):
    """File a photographed page of the agreement with the dispute."""

    verb = "file_agreement"
    model, book = Dispute, "disputes:dispute"
    related = ("village__town", "post", "station", "recorded_by")
    heading = _("Photograph the agreement")

    def check_state(self) -> None:
        copies.check_takes_paper(self.row)

    def act(self, form: CopyForm) -> None:
        copies.file_agreement(self.row, form.cleaned_data["picture"], by=self.request.user)


class CopyPage(BookPage):
    model, book = AgreementCopy, "disputes:copy"
    related = ("dispute", "filed_by")


class CopyShow(CopyPage, CopyShowing):
    verb = "see_agreement"


class CopyWithdraw(CopyPage, CopyWithdrawing):
    verb = "withdraw_agreement"
    action = copies.withdraw_agreement
    heading = _("Withdraw a page of the agreement")
