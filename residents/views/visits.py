"""Pages of the ledgers: visits, services, requests."""

from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from access.roles import may
from ledgers.models import Draft
from ledgers.views.base import BookPage
from ledgers.views.details import RowDetail
from ledgers.views.forms import FormPage, RowCreate, RowEdit
from ledgers.views.lists import BookList
from ledgers.views.reviews import RowAccept, RowGiveBack, RowWithdraw
from pages.keyset import Order
from residents import actions
from residents.choosing import choices, chosen_home
from residents.filters import RequestFilterSet, ServiceFilterSet, VisitFilterSet
from residents.forms import AnswerForm, RequestForm, ServiceForm, VisitForm
from residents.models import Request, Service, Visit
from residents.tables import RequestTable, ServiceTable, VisitTable

ROW = ("village__town", "post", "station", "recorded_by")


class VisitPage(BookPage):
    model = Visit
    book = "residents:visit"
    related = ("household", *ROW)


class VisitList(VisitPage, BookList):
    table_class = VisitTable
    filterset_class = VisitFilterSet
    new_verb = "record_visit"


class VisitDetail(VisitPage, RowDetail):
    edit_verb = "record_visit"
    facts = (
        "household", "village", "occurred_on", "outcome", "talks", "note", "next_visit_on", "recorded_by",
        "recorded_at", "post",
    )  # fmt: skip
    template = "residents/visit_detail.html"

    def context(self, request: HttpRequest, row: Visit) -> dict[str, Any]:
        return super().context(request, row) | {"shows_priority": may(request.user, "see_priority")}


class VisitForming(VisitPage):
    verb = "record_visit"
    form_class = VisitForm
    template = "residents/visit_form.html"

    def shows(self, row: Visit | None) -> Any:
        return row or chosen_home(self.request)

    def context(self, row: Visit | None) -> dict[str, Any]:
        query = self.request.POST or self.request.GET
        chosen = query.get("household") or (row.household_id if row else "")
        draft = self.draft() if row is None and not chosen else None
        chosen = chosen or (draft.data.get("household", "") if draft else "")
        return super().context(row) | choices(self.request.user, {"household": chosen}, row)


class VisitCreate(VisitForming, RowCreate):
    heading = gettext_lazy("Log a visit")

    def draft(self) -> Draft | None:
        """A draft about one household does not come back in the form of another."""
        found, chosen = super().draft(), self.request.GET.get("household")
        return found if found and chosen in (None, "", str(found.data.get("household", ""))) else None

    def act(self, form: VisitForm) -> Visit:
        late = form.cleaned_data.get("late_reason", "")
        return actions.record_visit(form.row(), by=self.request.user, late_reason=late, **form.request_made())


class VisitEdit(VisitForming, RowEdit):
    heading = gettext_lazy("Change the visit")

    def act(self, form: VisitForm) -> Visit:
        late = form.cleaned_data.get("late_reason", "")
        return actions.amend_visit(form.row(), by=self.request.user, late_reason=late)


class VisitWithdraw(VisitPage, RowWithdraw):
    verb = "record_visit"
    action = actions.withdraw_visit


class VisitAccept(VisitPage, RowAccept):
    pass


class VisitGiveBack(VisitPage, RowGiveBack):
    action = actions.give_back_visit


class ServicePage(BookPage):
    model = Service
    book = "residents:service"
    related = ROW


class ServiceList(ServicePage, BookList):
    table_class = ServiceTable
    filterset_class = ServiceFilterSet
    new_verb = "record_service"


class ServiceDetail(ServicePage, RowDetail):
    edit_verb = "record_service"
    facts = (
        "kind", "quantity", "yuan", "first_signature", "second_signature", "note", "village", "occurred_on",
        "recorded_by", "recorded_at", "post",
    )  # fmt: skip


class ServiceCreate(ServicePage, RowCreate):
    verb = "record_service"
    form_class = ServiceForm
    heading = gettext_lazy("Record a service")


class ServiceEdit(ServicePage, RowEdit):
    verb = "record_service"
    form_class = ServiceForm
    heading = gettext_lazy("Change the service")


class ServiceWithdraw(ServicePage, RowWithdraw):
    verb = "record_service"


class ServiceAccept(ServicePage, RowAccept):
    pass


class ServiceGiveBack(ServicePage, RowGiveBack):
    pass


class RequestPage(BookPage):
    model = Request
    book = "residents:request"
    related = ("household", "visit", *ROW)


class RequestList(RequestPage, BookList):
    table_class = RequestTable
    filterset_class = RequestFilterSet
    orders = {"occurred_on": Order("occurred_on"), "due_on": Order("due_on")}


class RequestDetail(RequestPage, RowDetail):
    edit_verb = "record_visit"
    facts = (
        "household", "village", "occurred_on", "asked", "due_on", "answer", "answered_on", "recorded_by", "post",
    )  # fmt: skip

    def context(self, request: HttpRequest, row: Request) -> dict[str, Any]:
        return super().context(request, row) | {"again_url": ""}

    def buttons(self, user: Any, row: Request) -> list[dict[str, Any]]:
        found = super().buttons(user, row)
        waits = row.answered_on is None and row.erased_on is None and row.state in row.COUNTED
        if waits and may(user, "answer_request"):
            found.insert(0, {"url": self.url("answer", row.pk), "label": _("Answer"), "style": "primary"})
        return found


class RequestCreate(RequestPage, RowCreate):
    verb = "record_visit"
    form_class = RequestForm
    heading = gettext_lazy("Note a request")

    def act(self, form: RequestForm) -> Request:
        late = form.cleaned_data.get("late_reason", "")
        return actions.note_request(form.row(), by=self.request.user, late_reason=late)


class RequestEdit(RequestPage, RowEdit):
    verb = "record_visit"
    form_class = RequestForm
    heading = gettext_lazy("Change the request")

    def act(self, form: RequestForm) -> Request:
        form.instance.village = form.cleaned_data["household"].village
        return super().act(form)


class RequestAnswer(RequestPage, FormPage):
    verb = "answer_request"
    form_class = AnswerForm
    heading = gettext_lazy("Answer the request")

    def target(self) -> Request:
        return self.get_row()

    def act(self, form: AnswerForm) -> Request:
        late = form.cleaned_data["late_reason"]
        return actions.answer(form.save(commit=False), by=self.request.user, late_reason=late)


class RequestWithdraw(RequestPage, RowWithdraw):
    verb = "record_visit"


class RequestAccept(RequestPage, RowAccept):
    pass


class RequestGiveBack(RequestPage, RowGiveBack):
    pass
