"""Pages of the patrols: list, detail, record, change, review."""

from django.utils.translation import gettext_lazy as _

from ledgers.views.base import BookPage
from ledgers.views.details import RowDetail
from ledgers.views.forms import RowCreate, RowEdit
from ledgers.views.lists import BookList
from ledgers.views.reviews import RowAccept, RowGiveBack, RowJoin, RowWithdraw
from patrols import members
from patrols.actions import patrols
from patrols.book import PATROLS
from patrols.forms.patrols import PatrolForm
from patrols.models import Patrol


class PatrolPage(BookPage):
    model = Patrol
    book = PATROLS.stem
    related = PATROLS.related


class PatrolList(BookList):
    book = PATROLS


class PatrolDetail(PatrolPage, RowDetail):
    row: Patrol
    edit_verb = PATROLS.records
    is_joined = True

    @property
    def facts(self) -> tuple[str, ...]:  # type: ignore[override]  # members where their names do not stand beside
        named = [one for part in members.of_patrol(self.row, self.request.user) for one in part["lines"]]
        return (
            "village", "occurred_on", "starts_at", "minutes", "mode", "is_joint", "people",
            *(("members",) if len(named) < len(self.row.members) else ()),
            *(("caught",) if self.row.caught else ()),
            "note", "done_by", "recorded_by", "recorded_at", "post",
        )  # fmt: skip


class PatrolCreate(PatrolPage, RowCreate):
    verb = PATROLS.records
    form_class = PatrolForm
    heading = _("Record a patrol")

    def act(self, form: PatrolForm) -> Patrol:
        late = form.cleaned_data.get("late_reason", "")
        return patrols.record_patrol(self.row_of(form), by=self.request.user, late_reason=late)


class PatrolEdit(PatrolPage, RowEdit):
    verb = PATROLS.records
    form_class = PatrolForm
    heading = _("Change the patrol")

    def act(self, form: PatrolForm) -> Patrol:
        late = form.cleaned_data.get("late_reason", "")
        return patrols.amend_patrol(form.row(), by=self.request.user, late_reason=late)


class PatrolWithdraw(PatrolPage, RowWithdraw):
    action = patrols.withdraw_patrol


class PatrolJoin(PatrolPage, RowJoin):
    verb = PATROLS.records


class PatrolAccept(PatrolPage, RowAccept):
    pass


class PatrolGiveBack(PatrolPage, RowGiveBack):
    pass
