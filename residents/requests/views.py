"""Pages of the requests (诉求): what somebody asked, until when, and how the answer was told back."""

from typing import Any

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from access.rights import may
from ledgers.models import Row
from ledgers.returned import is_changed_by
from ledgers.views.base import BookPage
from ledgers.views.details import RowDetail
from ledgers.views.forms import MendingForm, RowCreate, RowEdit
from ledgers.views.lists import BookList
from ledgers.views.reviews import RowAccept, RowGiveBack, RowWithdraw
from referrals.models import Referral
from referrals.views.about import about_row, buttons_of_row
from residents.book import REQUESTS
from residents.models import Request
from residents.requests import actions
from residents.requests.forms import AnswerForm, RequestForm
from residents.views.about_household import AboutHousehold, ChoosingHousehold

OUTCOMES = {"solved": "done", "not_solved": "not_done"}  # of a referral -> of the request
ASKER_FACTS = {Request.Asker.HOUSEHOLD: "household", Request.Asker.PLACE: "place_name"}


class RequestPage(BookPage):
    model = Request
    book = REQUESTS.stem
    related = REQUESTS.related


class RequestList(BookList):
    book = REQUESTS


class RequestDetail(RequestPage, RowDetail):
    row: Request
    edit_verb = "record_visit"
    linked = ("household", "visit")

    @property
    def facts(self) -> tuple[str, ...]:  # type: ignore[override]  # they depend on who asks
        asked_by = ASKER_FACTS.get(Request.Asker(self.row.asker), "asker")
        told = ("answer", "outcome", "told_how", "told_back_on") if self.row.told_back_on else ()
        return (
            asked_by, "village", "occurred_on", "asked", "kind", "urgency", "due_on", *told,
            *(("visit",) if self.row.visit_id else ()), "done_by",
            "recorded_by", "post",
        )  # fmt: skip

    template = "residents/request_detail.html"

    def context(self) -> dict[str, Any]:
        about = about_row(actions.KIND, self.row.pk, self.request.user)
        return super().context() | {"again_url": "", **about}

    def buttons(self) -> list[dict[str, Any]]:
        found, row = super().buttons(), self.row
        if row.waits and may(self.request.user, "answer_request"):
            found.insert(0, {"url": self.url("answer", row.pk), "label": _("Tell back"), "style": "primary"})
            found[1:1] = buttons_of_row(actions.KIND, row.pk, self.request.user)
        if row.told_back_on and row.is_open_to_change and may(self.request.user, "answer_request"):
            own = is_changed_by(row, self.request.user)
            change = {"url": self.url("answer", row.pk), "label": _("Correct the answer"), "style": "quiet"}
            found[1:1] = [change] if own else []
        return found


class RequestForming(RequestPage, ChoosingHousehold):
    verb = "record_visit"
    form_class = RequestForm
    template = "residents/request_form.html"

    def show(self, status: int = 200, **more: Any) -> HttpResponse:
        """At the head stands the village of the household, or the chosen one where no household asks."""
        form = more.get("form")
        if form is not None and not form.is_about_household:
            more["where"] = form.place_name()
        return super().show(status, **more)


class RequestCreate(RequestForming, RowCreate):
    heading = gettext_lazy("Note a request")

    def act(self, form: RequestForm) -> Request:
        late = form.cleaned_data.get("late_reason", "")
        return actions.note_request(self.row_of(form), by=self.request.user, late_reason=late)


class RequestEdit(RequestForming, RowEdit):
    heading = gettext_lazy("Change the request")

    def act(self, form: RequestForm) -> Row:
        late = form.cleaned_data.get("late_reason", "")
        return actions.amend_request(form.row(), by=self.request.user, late_reason=late)


class RequestAnswer(RequestPage, MendingForm, AboutHousehold):
    """Tell the answer back; once it is told, correct it."""

    row: Request
    verb = "answer_request"
    form_class = AnswerForm
    template = "residents/answer_form.html"

    @property
    def heading(self) -> str:
        return _("Correct the answer") if self.corrects else _("Tell the answer back")

    was_told = False  # before the form wrote into the row

    def get_row(self) -> Request:
        row: Request = super().get_row()
        self.was_told = row.told_back_on is not None
        return row

    @property
    def corrects(self) -> bool:
        return bool(self.row) and self.was_told

    def check_state(self) -> None:
        if self.corrects:
            actions.check_answer_changes(self.row, self.request.user)
        else:
            actions.check_waits(self.row)

    def about(self) -> str:
        return str(self.row.asked_by)

    def form(self, data: Any = None) -> Any:
        """Begins with the answer of the referral that has come back, if any."""
        form = super().form(data)
        came = self.came_back() if data is None and not self.draft and not self.corrects else None
        if came is not None:
            form.initial |= {"answer": came.answer, "outcome": OUTCOMES.get(came.outcome, "not_done")}
        return form

    def came_back(self) -> Referral | None:
        rows = Referral.objects.visible_to(self.request.user).unanswered()
        return (
            rows.filter(subject_kind=actions.KIND, subject_key=self.row.pk).order_by("-answered_on").first()
        )

    def act(self, form: AnswerForm) -> Request:
        late = form.cleaned_data["late_reason"]
        action = actions.correct_answer if self.corrects else actions.answer
        return action(form.save(commit=False), by=self.request.user, late_reason=late)


class RequestWithdraw(RequestPage, RowWithdraw):
    action = actions.withdraw_request


class RequestAccept(RequestPage, RowAccept):
    pass


class RequestGiveBack(RequestPage, RowGiveBack):
    pass
