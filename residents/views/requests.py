"""Pages of the requests (诉求): what a household asked, until when, and the answer."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from access.rights import may
from ledgers.models import Row
from ledgers.views.base import BookPage
from ledgers.views.details import RowDetail
from ledgers.views.forms import RowCreate, RowEdit
from ledgers.views.lists import BookList
from ledgers.views.reviews import RowAccept, RowGiveBack, RowWithdraw
from residents.actions import visits
from residents.book import REQUESTS
from residents.forms import AnswerForm, RequestForm
from residents.models import Request
from residents.views.about_household import AboutHousehold, ChoosingHousehold


class RequestPage(BookPage):
    model = Request
    book = REQUESTS.stem
    related = REQUESTS.related


class RequestList(BookList):
    book = REQUESTS


class RequestDetail(RequestPage, RowDetail):
    row: Request
    edit_verb = "record_visit"
    facts = (
        "household", "village", "occurred_on", "asked", "due_on", "answer", "answered_on", "done_by", "recorded_by",
        "post",
    )  # fmt: skip
    linked = ("household",)

    def context(self) -> dict[str, Any]:
        return super().context() | {"again_url": ""}

    def buttons(self) -> list[dict[str, Any]]:
        found, row = super().buttons(), self.row
        waits = row.answered_on is None and row.erased_on is None and row.is_counted
        if waits and may(self.request.user, "answer_request"):
            found.insert(0, {"url": self.url("answer", row.pk), "label": _("Answer"), "style": "primary"})
        return found


class RequestForming(RequestPage, ChoosingHousehold):
    verb = "record_visit"
    form_class = RequestForm
    template = "residents/request_form.html"


class RequestCreate(RequestForming, RowCreate):
    heading = gettext_lazy("Note a request")

    def act(self, form: RequestForm) -> Request:
        late = form.cleaned_data.get("late_reason", "")
        return visits.note_request(self.row_of(form), by=self.request.user, late_reason=late)


class RequestEdit(RequestForming, RowEdit):
    heading = gettext_lazy("Change the request")

    def act(self, form: RequestForm) -> Row:
        late = form.cleaned_data.get("late_reason", "")
        return visits.amend_request(form.row(), by=self.request.user, late_reason=late)


class RequestAnswer(RequestPage, AboutHousehold):
    verb = "answer_request"
    form_class = AnswerForm
    heading = gettext_lazy("Answer the request")

    def check_state(self) -> None:
        visits.check_waits(self.row)

    def act(self, form: AnswerForm) -> Request:
        late = form.cleaned_data["late_reason"]
        return visits.answer(form.save(commit=False), by=self.request.user, late_reason=late)


class RequestWithdraw(RequestPage, RowWithdraw):
    verb = "record_visit"


class RequestAccept(RequestPage, RowAccept):
    pass


class RequestGiveBack(RequestPage, RowGiveBack):
    pass
