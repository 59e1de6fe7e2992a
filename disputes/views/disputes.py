"""Pages of the disputes: list, detail, record, change, close, review."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from access.rights import may
from disputes.actions import acceptance, closing
from disputes.book import DISPUTES
from disputes.forms import CloseForm, DisputeForm
from disputes.models import Dispute
from disputes.protected import buttons as protection_buttons
from disputes.protected.views import measures_of
from disputes.referring import KIND
from disputes.views.agreements import copies_of
from disputes.views.warned import WarnedPage
from ledgers.views.base import BookPage
from ledgers.views.details import RowDetail
from ledgers.views.forms import BookForm, RowConfirm, RowCreate, RowEdit
from ledgers.views.lists import BookList
from ledgers.views.reviews import RowAccept, RowGiveBack, RowWithdraw
from pages.forms import ReasonForm
from referrals.views.referrals import about_row, buttons_of_row


class DisputePage(BookPage):
    model = Dispute
    book = DISPUTES.stem
    related = DISPUTES.related


class DisputeList(BookList):
    book = DISPUTES


class DisputeDetail(DisputePage, RowDetail):
    row: Dispute
    edit_verb = DISPUTES.records
    template = "disputes/dispute_detail.html"
    facts = (
        "kind", "stage", "origin", "host", "parties", "summary", "agreement", "result", "handled_on", "village",
        "occurred_on", "done_by", "recorded_by", "recorded_at", "post",
    )  # fmt: skip

    def context(self) -> dict[str, Any]:
        user = self.request.user
        shown = super().context() | copies_of(self.row, user) | about_row(KIND, self.row.pk, user)
        return shown | measures_of(self.row, user)

    def buttons(self) -> list[dict[str, Any]]:
        found, row = super().buttons(), self.row
        if row.stage == Dispute.Stage.OPEN and row.is_counted and may(self.request.user, "settle_dispute"):
            found.insert(
                0, {"url": self.url("close", row.pk), "label": _("Close the dispute"), "style": "primary"}
            )
        if row.stage in Dispute.REOPENED and row.is_counted and may(self.request.user, "settle_dispute"):
            reopen = {"url": self.url("reopen", row.pk), "label": _("Take it up again"), "style": "primary"}
            found.insert(0, reopen)
        if row.stage == Dispute.Stage.OPEN and row.is_counted and not row.is_protected:
            found += buttons_of_row(KIND, row.pk, self.request.user)
        return [*found, *protection_buttons.of(row, self.request.user)]


class DisputeCreate(DisputePage, WarnedPage, RowCreate):
    verb = DISPUTES.records
    form_class = DisputeForm
    heading = gettext_lazy("Accept a dispute")

    def act(self, form: DisputeForm) -> Dispute:
        return acceptance.accept_case(
            self.row_of(form),
            by=self.request.user,
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
    """Close with a result: agreed, no agreement, or referred."""

    verb = "settle_dispute"
    form_class = CloseForm
    heading = gettext_lazy("Close the dispute")

    def check_state(self) -> None:
        closing.check_open(self.row)

    def act(self, form: CloseForm) -> Dispute:
        stage, late = form.cleaned_data["stage"], form.cleaned_data["late_reason"]
        return closing.close(
            form.save(commit=False),
            stage,
            by=self.request.user,
            late_reason=late,
            reasons=self.reasons(form),
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
    verb = DISPUTES.records


class DisputeAccept(DisputePage, RowAccept):
    pass


class DisputeGiveBack(DisputePage, RowGiveBack):
    pass
