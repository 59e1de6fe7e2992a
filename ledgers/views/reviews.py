"""The three confirmations that every book has; a book subclasses them with its model alone."""

from collections.abc import Callable
from typing import Any

from django.utils.translation import gettext_lazy as _

from ledgers import actions
from ledgers.forms import GiveBackForm, WithdrawForm
from ledgers.models import Row
from ledgers.views.forms import RowConfirm


class RowWithdraw(RowConfirm):
    verb = "withdraw_row"
    action: Callable[..., Row] = actions.withdraw
    form_class = WithdrawForm
    heading = _("Withdraw the row")
    sentence = _("The row stays in the book, struck through, and counts nowhere.")
    button = _("Withdraw the row")

    def check_state(self) -> None:
        actions.check_withdrawable(self.row, self.request.user)

    def act(self, form: Any) -> None:
        late = form.cleaned_data["late_reason"]
        type(self).action(self.row, by=self.request.user, verb=self.verb, late_reason=late)


class RowAccept(RowConfirm):
    verb = "review_rows"
    action: Callable[..., Row] = actions.accept
    heading = _("Accept the row")
    sentence = _("An accepted row can no longer be changed.")
    button = _("Accept the row")

    def check_state(self) -> None:
        actions.check_reviewable(self.row, self.request.user)


class RowGiveBack(RowConfirm):
    verb = "review_rows"
    action: Callable[..., Row] = actions.give_back
    form_class = GiveBackForm
    heading = _("Give the row back")
    sentence = _("The row does not count until the recorder has mended it.")
    button = _("Give back and say why")

    def check_state(self) -> None:
        actions.check_reviewable(self.row, self.request.user)
        actions.check_mendable(self.row)

    def form(self, data: Any = None) -> GiveBackForm:
        return GiveBackForm(data, row=self.row)
