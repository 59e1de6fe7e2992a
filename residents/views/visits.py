"""Pages of the visits (走访)."""

from typing import Any

from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from access.rights import may
from audit import looks
from ledgers.models import Row
from ledgers.views.base import BookPage
from ledgers.views.details import RowDetail
from ledgers.views.forms import RowCreate, RowEdit
from ledgers.views.lists import BookList
from ledgers.views.reviews import RowAccept, RowGiveBack, RowJoin, RowWithdraw
from pages import addresses
from pages.landing import landing_url
from pages.views.confirm import ButtonPage
from residents import plan
from residents.actions import visits
from residents.book import VISITS
from residents.choosing import as_of_today, registered
from residents.forms import Again, VisitForm
from residents.models import Visit
from residents.views.about_household import ChoosingHousehold

PLANNED = 40  # stops among which the next one is looked for


class VisitPage(BookPage):
    model = Visit
    book = VISITS.stem
    related = VISITS.related


class VisitList(BookList):
    book = VISITS


class VisitDetail(VisitPage, RowDetail):
    row: Visit
    edit_verb = "record_visit"
    is_joined = True
    facts = (
        "household", "village", "occurred_on", "outcome", "talks", "note", "next_visit_on", "done_by", "recorded_by",
        "recorded_at", "post",
    )  # fmt: skip
    linked = ("household",)
    template = "residents/visit_detail.html"

    def context(self) -> dict[str, Any]:
        shown = super().context() | {"shows_priority": may(self.request.user, "see_priority")}
        return shown | (self.next_stop() if shown["saved"] or shown["joined"] else {})

    def next_stop(self) -> dict[str, Any]:
        """The household that comes next on the way, offered beside the receipt."""
        with looks.aside():  # of the whole plan the next stop alone is shown
            stop = plan.after(self.row.household, plan.stops(self.request.user, self.row.village_id, PLANNED))
        if stop:
            looks.note_row(stop.household)
        url = f"{self.url('create')}?household={stop.household.pk}" if stop else ""
        return {"next_stop": stop, "next_url": url}


class VisitForming(VisitPage, ChoosingHousehold):
    verb = "record_visit"
    form_class = VisitForm
    template = "residents/visit_form.html"
    button = gettext_lazy("Save the visit")


class VisitCreate(VisitForming, RowCreate):
    heading = gettext_lazy("Log a visit")

    def act(self, form: VisitForm) -> Visit:
        late, again = form.cleaned_data.get("late_reason", ""), form.cleaned_data["again"]
        action = visits.record_together if again == Again.TOGETHER else visits.record_visit
        return action(
            self.row_of(form), by=self.request.user, late_reason=late, asked=form.request_made(), again=bool(again),
        )  # fmt: skip

    def done(self, result: Row) -> str:
        """A visit that a colleague has recorded has another key than this form."""
        is_new = self.key in (None, result.client_key)
        return super().done(result) if is_new else f"{result.get_absolute_url()}?joined=1"


class VisitAbsent(VisitPage, ButtonPage):
    """The button 不在家 on a row of the plan: nobody was home today, saved at once, undone from its receipt."""

    verb = "record_visit"

    def get_row(self) -> None:
        return None

    def act(self) -> Visit:
        asked = addresses.number(self.request.POST.get("household"))
        household = get_object_or_404(registered(self.request.user), pk=as_of_today(self.request.user, asked))
        visit = Visit(
            household=household, occurred_on=timezone.localdate(), outcome=Visit.Outcome.ABSENT, talks=0
        )
        visit.client_key = self.key or visit.client_key
        saved = visits.record_visit(visit, by=self.request.user)
        self.message = _("Nobody home: noted as %(receipt)s.") % {"receipt": saved.receipt}
        return saved

    def back_url(self) -> str:
        return landing_url()


class VisitEdit(VisitForming, RowEdit):
    heading = gettext_lazy("Change the visit")

    def act(self, form: VisitForm) -> Visit:
        late = form.cleaned_data.get("late_reason", "")
        return visits.amend_visit(
            form.row(), by=self.request.user, late_reason=late, again=bool(form.cleaned_data["again"])
        )


class VisitWithdraw(VisitPage, RowWithdraw):
    action = visits.withdraw_visit


class VisitJoin(VisitPage, RowJoin):
    verb = "record_visit"
    action = visits.join_visit


class VisitAccept(VisitPage, RowAccept):
    pass


class VisitGiveBack(VisitPage, RowGiveBack):
    action = visits.give_back_visit
