"""Pages of the check rounds: list, detail, record, change, review."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from disputes.models import CheckRound, Dispute
from disputes.rounds.book import CHECK_ROUNDS
from disputes.rounds.forms import CheckRoundForm
from ledgers.views.base import BookPage
from ledgers.views.details import RowDetail
from ledgers.views.forms import RowCreate, RowEdit
from ledgers.views.lists import BookList
from ledgers.views.reviews import RowAccept, RowGiveBack, RowJoin, RowWithdraw


class RoundPage(BookPage):
    model = CheckRound
    book = CHECK_ROUNDS.stem
    related = CHECK_ROUNDS.related


class RoundList(BookList):
    book = CHECK_ROUNDS


class RoundDetail(RoundPage, RowDetail):
    row: CheckRound
    edit_verb = CHECK_ROUNDS.records
    is_joined = True
    template = "disputes/round_detail.html"
    facts = ("village", "occurred_on", "found", "note", "done_by", "recorded_by", "recorded_at", "post")

    def context(self) -> dict[str, Any]:
        found = Dispute.objects.visible_to(self.request.user).filter(check_round=self.row)
        return super().context() | {"disputes": found.order_by("occurred_on", "pk")}


class RoundCreate(RoundPage, RowCreate):
    verb = CHECK_ROUNDS.records
    form_class = CheckRoundForm
    heading = _("Record a check round")


class RoundEdit(RoundPage, RowEdit):
    verb = CHECK_ROUNDS.records
    form_class = CheckRoundForm
    heading = _("Change the check round")


class RoundWithdraw(RoundPage, RowWithdraw):
    pass


class RoundJoin(RoundPage, RowJoin):
    verb = CHECK_ROUNDS.records


class RoundAccept(RoundPage, RowAccept):
    pass


class RoundGiveBack(RoundPage, RowGiveBack):
    pass
