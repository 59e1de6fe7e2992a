"""The confirmations that every book has; a book subclasses them with its model alone."""

from collections.abc import Callable
from typing import Any

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from ledgers import actions, joining_actions, reviewing
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


class RowJoin(RowConfirm):
    """Somebody who was there, too, is named in the row that a colleague has written down."""

    action: Callable[..., Row] = joining_actions.come_along
    form_class = WithdrawForm
    heading = _("I was there, too")
    button = _("I was there, too")
    message = ""

    @property
    def sentence(self) -> str:
        told = gettext("You are named beside %(who)s. The row counts for each of you, and once for the post.")
        again = gettext("It has been accepted: it waits for the review again.")
        is_accepted = self.row.state == Row.State.ACCEPTED
        return told % {"who": self.row.get_done_by_display()} + (f" {again}" if is_accepted else "")

    def check_state(self) -> None:
        joining_actions.check_joins(self.row, self.request.user)

    def act(self, form: Any) -> None:
        user, late = self.request.user, form.cleaned_data["late_reason"]
        joining_actions.check_joins(self.row, user)
        type(self).action(self.row, [user.pk], by=user, late_reason=late)

    def done(self, result: Any) -> str:
        return self.back_url() + "?joined=1"


class RowReview(RowConfirm):
    """A verdict of the chief; it leads to the next row that waits for one: in the queue, or on the row's page
    (ledgers/views/details.py)."""

    verb = "review_rows"

    def done(self, result: Any) -> str:
        asked = self.request.GET
        return reviewing.address(asked) if asked.get("queue") else self.back_url() + "?reviewed=1"

    def back_url(self) -> str:
        asked = self.request.GET
        return reviewing.address(asked) if asked.get("queue") else super().back_url()


class RowAccept(RowReview):
    action: Callable[..., Row] = actions.accept
    heading = _("Accept the row")
    sentence = _("An accepted row can no longer be changed.")
    button = _("Accept the row")

    def check_state(self) -> None:
        actions.check_reviewable(self.row, self.request.user)


class RowGiveBack(RowReview):
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
