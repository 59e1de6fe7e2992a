"""The paper answer of a body outside the police, page by page."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from access.rights import may
from accounts.models import User
from ledgers.copies import answers_for
from ledgers.views.base import BookPage
from ledgers.views.copies import CopyFiling, CopyForm, CopyShowing, CopyWithdrawing
from referrals.actions import answers
from referrals.models import AnswerCopy, Referral
from referrals.receivers import of_sender


def copies_of(row: Referral, user: User) -> dict[str, Any]:
    """Template context about the filed pages, for those who may see them; empty for others. Pictures are not loaded."""
    if row.receiver != Referral.Receiver.BODY or not of_sender(row, user):
        return {}
    is_back, address = row.state in Referral.BACK, reverse("referrals:referral-answer-copy", args=[row.pk])
    return {
        "copies": AnswerCopy.objects.visible_to(user)
        .filter(referral=row)
        .defer("scan")
        .select_related("filed_by"),
        "copies_title": _("Answer on paper"),
        "copies_missing": _("No page is kept yet."),
        "shows_copies": is_back,
        "file_copy_url": address if is_back and may(user, "pass_on") else "",
        "withdraw_copy": "referrals:copy-withdraw" if may(user, "pass_on") else "",
        "answers_for_copies": answers_for(row, user),
    }


class CopyFile(CopyFiling):
    """File a photographed page of the answer with the referral."""

    verb = "pass_on"
    model, book = Referral, "referrals:referral"
    related = ("village__town", "post", "station", "body")
    heading = _("Photograph the answer")

    def get_row(self) -> Referral:
        row: Referral = super().get_row()
        answers.check_files(row, self.request.user)
        return row

    def check_state(self) -> None:
        answers.check_has_paper(self.row)

    def act(self, form: CopyForm) -> None:
        answers.file_answer(self.row, form.cleaned_data["picture"], by=self.request.user)


class CopyPage(BookPage):
    model, book = AnswerCopy, "referrals:copy"
    related = ("referral", "filed_by")


class CopyShow(CopyPage, CopyShowing):
    verb = "pass_on"


class CopyWithdraw(CopyPage, CopyWithdrawing):
    verb = "pass_on"
    action = answers.withdraw_answer
    heading = _("Withdraw a page of the answer")
