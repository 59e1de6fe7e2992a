"""Pages of the visits (走访)."""

from typing import Any

from django.utils.translation import gettext_lazy

from access.rights import may
from ledgers.models import Draft
from ledgers.views.base import BookPage
from ledgers.views.details import RowDetail
from ledgers.views.forms import BookForm, RowCreate, RowEdit
from ledgers.views.lists import BookList
from ledgers.views.reviews import RowAccept, RowGiveBack, RowWithdraw
from residents import actions
from residents.book import VISITS
from residents.choosing import choices, chosen_household
from residents.forms import VisitForm
from residents.models import Household, Visit


class VisitPage(BookPage):
    model = Visit
    book = VISITS.stem
    related = VISITS.related


class VisitList(BookList):
    book = VISITS


class VisitDetail(VisitPage, RowDetail):
    edit_verb = "record_visit"
    facts = (
        "household", "village", "occurred_on", "outcome", "talks", "note", "next_visit_on", "recorded_by",
        "recorded_at", "post",
    )  # fmt: skip
    linked = ("household",)
    template = "residents/visit_detail.html"

    def context(self) -> dict[str, Any]:
        return super().context() | {"shows_priority": may(self.request.user, "see_priority")}


class VisitForming(VisitPage, BookForm):
    verb = "record_visit"
    form_class = VisitForm
    template = "residents/visit_form.html"
    button = gettext_lazy("Save the visit")

    def shows(self) -> Visit | Household | None:
        return self.row or chosen_household(self.request)

    def context(self) -> dict[str, Any]:
        query = self.request.POST or self.request.GET
        chosen = query.get("household") or (self.row.household_id if self.row else "")
        if not chosen and self.draft:
            chosen = self.draft.data.get("household", "")
        return super().context() | choices(self.request.user, {"household": chosen}, self.row)


class VisitCreate(VisitForming, RowCreate):
    heading = gettext_lazy("Log a visit")

    def find_draft(self) -> Draft | None:
        """A draft about one household does not come back in the form of another; one about none yet does in any."""
        found, chosen = super().find_draft(), self.request.GET.get("household")
        about = str(found.data.get("household") or "") if found else ""
        return found if found and (not about or chosen in (None, "", about)) else None

    def act(self, form: VisitForm) -> Visit:
        late = form.cleaned_data.get("late_reason", "")
        return actions.record_visit(
            self.row_of(form), by=self.request.user, late_reason=late, again=form.cleaned_data["again"],
            **form.request_made(),
        )  # fmt: skip


class VisitEdit(VisitForming, RowEdit):
    heading = gettext_lazy("Change the visit")

    def act(self, form: VisitForm) -> Visit:
        late = form.cleaned_data.get("late_reason", "")
        return actions.amend_visit(
            form.row(), by=self.request.user, late_reason=late, again=form.cleaned_data["again"]
        )


class VisitWithdraw(VisitPage, RowWithdraw):
    verb = "record_visit"
    action = actions.withdraw_visit


class VisitAccept(VisitPage, RowAccept):
    pass


class VisitGiveBack(VisitPage, RowGiveBack):
    action = actions.give_back_visit
