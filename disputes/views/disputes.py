"""Pages of the disputes: list, record, change, close, review."""

from typing import Any

from django.utils.translation import gettext_lazy

from disputes import not_listed
from disputes.actions import acceptance, closing
from disputes.book import DISPUTES
from disputes.forms.closing import CloseForm
from disputes.forms.taking_up import AcceptForm, DisputeForm
from disputes.models import Dispute
from disputes.views.warned import WarnedPage
from ledgers.views.base import BookPage
from ledgers.views.forms import BookForm, RowConfirm, RowCreate, RowEdit
from ledgers.views.lists import BookList
from ledgers.views.reviews import RowAccept, RowGiveBack, RowWithdraw
from pages.forms import ReasonForm


class DisputePage(BookPage):
    model = Dispute
    book = DISPUTES.stem
    related = DISPUTES.related


class DisputeList(BookList):
    book = DISPUTES
    template = "disputes/dispute_list.html"

    def context(self) -> dict[str, Any]:
        return super().context() | {"not_listed": not_listed.of_list(self.request.user)}


class DisputeCreate(DisputePage, WarnedPage, RowCreate):
    verb = DISPUTES.records
    form_class = AcceptForm
    heading = gettext_lazy("Accept a dispute")
    button = gettext_lazy("Save the dispute")

    def act(self, form: AcceptForm) -> Dispute:
        return acceptance.accept_case(
            self.row_of(form),
            by=self.request.user,
            parties=form.named(),
            late_reason=form.cleaned_data.get("late_reason", ""),
            reasons=self.reasons(form),
        )


class DisputeEdit(DisputePage, WarnedPage, RowEdit):
    verb = DISPUTES.records
    form_class = DisputeForm
    heading = gettext_lazy("Change the dispute")

    def act(self, form: DisputeForm) -> Dispute:
        return acceptance.amend_case(
            form.row(),
            by=self.request.user,
            late_reason=form.cleaned_data.get("late_reason", ""),
            reasons=self.reasons(form),
        )


class DisputeClose(DisputePage, WarnedPage, BookForm):
    """Close with a result; a party's refusal and a failed session lead here with theirs (``?stage=refused``)."""

    verb = "settle_dispute"
    form_class = CloseForm
    heading = gettext_lazy("Close the dispute")

    def check_state(self) -> None:
        closing.check_open(self.row)

    def asks_form(self) -> dict[str, Any]:
        return {"asked": self.request.GET.get("stage", "")}

    def act(self, form: CloseForm) -> Dispute:
        stage, late = form.cleaned_data["stage"], form.cleaned_data["late_reason"]
        return closing.close(
            form.save(commit=False),
            stage,
            by=self.request.user,
            late_reason=late,
            reasons=self.reasons(form),
            all_agree=form.cleaned_data.get("all_agree", False),
        )

    def done(self, result: Dispute) -> str:
        return result.get_absolute_url() + "?closed=1"


class DisputeReopen(DisputePage, RowConfirm):
    """The parties have come back: mediation goes on, and a later agreement can be recorded."""

    verb = "settle_dispute"
    action = closing.reopen
    form_class = ReasonForm
    heading = gettext_lazy("Take the dispute up again")
    sentence = gettext_lazy("It is open again. The former result stays in its history, with your reason.")
    button = gettext_lazy("Take it up again")

    def check_state(self) -> None:
        closing.check_can_reopen(self.row)


class DisputeWithdraw(DisputePage, RowWithdraw):
    action = acceptance.withdraw_case


class DisputeAccept(DisputePage, RowAccept):
    pass


class DisputeGiveBack(DisputePage, RowGiveBack):
    action = acceptance.give_back_case
