"""The three confirmations that every book has; a book subclasses them with its model alone."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from ledgers import actions
from ledgers.forms import WithdrawForm
from ledgers.views.forms import RowConfirm


class RowWithdraw(RowConfirm):
    action = actions.withdraw
    heading = _("Withdraw the row")
    sentence = _("The row stays in the book, struck through, and counts nowhere.")
    button = _("Withdraw the row")

    def form(self, data: Any = None) -> WithdrawForm:
        return WithdrawForm(data)

    def act(self, row: Any, cleaned: dict[str, Any]) -> None:
        type(self).action(row, by=self.request.user, verb=self.verb, late_reason=cleaned["late_reason"])


class RowAccept(RowConfirm):
    verb = "review_rows"
    action = actions.accept
    heading = _("Accept the row")
    sentence = _("An accepted row can no longer be changed.")
    button = _("Accept the row")


class RowGiveBack(RowConfirm):
    verb = "review_rows"
    action = actions.give_back
    heading = _("Give the row back")
    sentence = _("The row does not count until the recorder has mended it.")
    button = _("Give back and say why")
    needs_reason = True
