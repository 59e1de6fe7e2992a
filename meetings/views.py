"""Pages of the village meetings: list, detail, record, change, review."""

from django.utils.translation import gettext_lazy as _

from ledgers.models import Row
from ledgers.views.base import BookPage
from ledgers.views.details import RowDetail
from ledgers.views.forms import RowCreate, RowEdit
from ledgers.views.lists import BookList
from ledgers.views.reviews import RowAccept, RowGiveBack, RowWithdraw
from meetings import actions
from meetings.book import MEETINGS
from meetings.forms import MeetingForm
from meetings.models import Meeting


class MeetingPage(BookPage):
    model = Meeting
    book = MEETINGS.stem
    related = MEETINGS.related


class MeetingList(BookList):
    book = MEETINGS


class MeetingDetail(MeetingPage, RowDetail):
    row: Meeting
    edit_verb = MEETINGS.records

    @property
    def facts(self) -> tuple[str, ...]:  # type: ignore[override]  # what was told stands there where something was
        row = self.row
        return (
            "village", "occurred_on", "people", "attended", "minutes",
            *(("told_month", "told") if row.told_month else ()), *(("focus", "focus_until") if row.focus else ()),
            "done_by", "recorded_by", "recorded_at", "post",
        )  # fmt: skip


class MeetingCreate(MeetingPage, RowCreate):
    verb = MEETINGS.records
    form_class = MeetingForm
    heading = _("Record a village meeting")

    def act(self, form: MeetingForm) -> Meeting:
        late = form.cleaned_data.get("late_reason", "")
        return actions.record_meeting(self.row_of(form), by=self.request.user, late_reason=late)


class MeetingEdit(MeetingPage, RowEdit):
    verb = MEETINGS.records
    form_class = MeetingForm
    heading = _("Change the village meeting")

    def act(self, form: MeetingForm) -> Row:
        late = form.cleaned_data.get("late_reason", "")
        return actions.amend_meeting(form.row(), by=self.request.user, late_reason=late)


class MeetingWithdraw(MeetingPage, RowWithdraw):
    pass


class MeetingAccept(MeetingPage, RowAccept):
    pass


class MeetingGiveBack(MeetingPage, RowGiveBack):
    pass
