"""Pages of the people of 14 or more who live in a household."""

from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from access.roles import may
from ledgers.views.base import BookPage
from ledgers.views.details import BookDetail
from ledgers.views.forms import FormPage
from ledgers.views.lists import BookList
from pages.keyset import Order
from residents import actions
from residents.choosing import chosen_home
from residents.filters import ResidentFilterSet
from residents.forms import ResidentForm
from residents.models import Household, Resident
from residents.tables import ResidentTable
from residents.views import identities
from residents.views.households import PLACE
from retention.table import period


class ResidentPage(BookPage):
    verb = "read_residents"
    model = Resident
    book = "residents:resident"
    related = ("household", *PLACE)


class ResidentList(ResidentPage, BookList):
    table_class = ResidentTable
    filterset_class = ResidentFilterSet
    orders = {"name": Order("pinyin")}
    default_order = "name"


class ResidentDetail(ResidentPage, BookDetail):
    template = "residents/resident_detail.html"
    facts = ("name", "residence", "birth_year", "phone", "household", "village", "post")

    def context(self, request: HttpRequest, row: Resident) -> dict[str, Any]:
        shown = super().context(request, row)
        shown["facts"].insert(4, identities.fact_about(row, request.user))
        shown["kept_for"] = period(Resident)
        shown["buttons"] += identities.buttons_about(request, row)
        return shown

    def reveal_url(self, row: Any, name: str) -> str:
        can = name == "phone" and may(self.request.user, "reveal")
        return self.url("reveal", row.pk) if can else ""

    def buttons(self, user: Any, row: Resident) -> list[dict[str, Any]]:
        if not may(user, "edit_residents"):
            return []
        found = [{"url": self.url("edit", row.pk), "label": _("Change"), "style": "primary"}]
        if row.left_on is None:
            found.append(
                {"url": self.url("move-away", row.pk), "label": _("Note the move"), "style": "quiet"}
            )
        elif row.household.closed_on is None:
            found.append({"url": self.url("come-back", row.pk), "label": _("Is back"), "style": "quiet"})
        return found


class ResidentCreate(ResidentPage, FormPage):
    verb = "edit_residents"
    form_class = ResidentForm
    heading = gettext_lazy("New resident")

    def shows(self, row: Resident | None) -> Resident | Household | None:
        return row or chosen_home(self.request)

    def act(self, form: ResidentForm) -> Resident:
        return actions.register_resident(form.save(commit=False), by=self.request.user)

    def done(self, row: Resident) -> str:
        return row.household.get_absolute_url()


class ResidentEdit(ResidentCreate):
    heading = gettext_lazy("Change the resident")

    def target(self) -> Resident:
        return self.get_row()

    def done(self, row: Resident) -> str:
        return row.get_absolute_url()
