"""Pages of the services (服务): good deeds, papers, bulletins."""

from typing import Any

from django.utils.translation import gettext_lazy

from ledgers.views.base import BookPage
from ledgers.views.details import RowDetail
from ledgers.views.forms import RowCreate, RowEdit
from ledgers.views.lists import BookList
from ledgers.views.reviews import RowAccept, RowGiveBack, RowJoin, RowWithdraw
from residents.actions import services
from residents.book import SERVICES
from residents.forms import ServiceForm
from residents.models import Service


class ServicePage(BookPage):
    model = Service
    book = SERVICES.stem
    related = SERVICES.related


class ServiceList(BookList):
    book = SERVICES


class ServiceDetail(ServicePage, RowDetail):
    edit_verb = "record_service"
    is_joined = True
    facts = (
        "kind", "premises", "quantity", "yuan", "first_signature", "second_signature", "note", "village", "occurred_on",
        "done_by", "recorded_by", "recorded_at", "post",
    )  # fmt: skip


class ServiceCreate(ServicePage, RowCreate):
    verb = "record_service"
    form_class = ServiceForm
    heading = gettext_lazy("Record a service")

    def act(self, form: Any) -> Service:
        late = form.cleaned_data.get("late_reason", "")
        return services.record_service(
            self.row_of(form), by=self.request.user, verb=self.verb, late_reason=late
        )


class ServiceEdit(ServicePage, RowEdit):
    verb = "record_service"
    form_class = ServiceForm
    heading = gettext_lazy("Change the service")

    def act(self, form: Any) -> Service:
        late = form.cleaned_data.get("late_reason", "")
        return services.amend_service(form.row(), by=self.request.user, verb=self.verb, late_reason=late)


class ServiceWithdraw(ServicePage, RowWithdraw):
    pass


class ServiceJoin(ServicePage, RowJoin):
    verb = "record_service"


class ServiceAccept(ServicePage, RowAccept):
    pass


class ServiceGiveBack(ServicePage, RowGiveBack):
    pass
