"""The signed service agreement of a team, page by page."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from access.rights import may
from accounts.models import User
from ledgers.copies import answers_for
from ledgers.views.base import BookPage
from ledgers.views.copies import CopyFiling, CopyForm, CopyShowing, CopyWithdrawing
from teams.actions import teams
from teams.models import ContractCopy, Team


def copies_of(row: Team, user: User) -> dict[str, Any]:
    """Template context about the filed pages, for those who may see them; empty for others. Pictures are not loaded."""
    if not row.agreement_with or not may(user, "see_members"):
        return {}
    address = reverse("teams:team-contract", args=[row.pk])
    files = may(user, "edit_teams") and row.ends_on is None
    withdraws = may(user, "end_consent")
    return {
        "copies": ContractCopy.objects.visible_to(user)
        .filter(team=row)
        .defer("scan")
        .select_related("filed_by"),
        "copies_title": _("Signed service agreement"),
        "copies_missing": _("No page is kept yet."),
        "shows_copies": True,
        "file_copy_url": address if files else "",
        "withdraw_copy": "teams:contract-withdraw" if withdraws else "",
        "answers_for_copies": answers_for(row, user),
    }


class ContractFile(CopyFiling):
    """File a photographed page of the agreement with the team."""

    verb = "edit_teams"
    model, book = Team, "teams:team"
    related = ("village__town", "post", "station")
    heading = _("Photograph the service agreement")

    def check_state(self) -> None:
        teams.check_running(self.row)
        teams.check_has_agreement(self.row)

    def act(self, form: CopyForm) -> None:
        teams.file_contract(self.row, form.cleaned_data["picture"], by=self.request.user)


class ContractPage(BookPage):
    model, book = ContractCopy, "teams:contract"
    related = ("team", "filed_by")


class ContractShow(ContractPage, CopyShowing):
    verb = "see_members"


class ContractWithdraw(ContractPage, CopyWithdrawing):
    verb = "end_consent"
    action = teams.withdraw_contract
    heading = _("Withdraw a page of the service agreement")
