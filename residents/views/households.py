"""Pages of the households, and the choice of one for a form."""

from typing import Any

from django.db.models import Q
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from access.rights import may
from audit import trail
from ledgers.people import with_names
from ledgers.views.base import BookPage
from ledgers.views.details import BookDetail
from ledgers.views.forms import BookForm
from ledgers.views.lists import BookList
from residents import actions, completeness
from residents.book import HOUSEHOLDS
from residents.choosing import choices
from residents.models import Household
from residents.priority.views import running
from residents.register_forms import HouseholdForm
from retention.table import period


class HouseholdPage(BookPage):
    verb = HOUSEHOLDS.listing.verb
    model = Household
    book = HOUSEHOLDS.stem
    related = HOUSEHOLDS.related


class HouseholdList(BookList):
    """Households by longest not visited."""

    book = HOUSEHOLDS
    template = "residents/household_list.html"


class HouseholdDetail(HouseholdPage, BookDetail):
    facts = (
        "village", "number", "householder", "phone", "members", "children_under_14", "is_hardship", "note",
        "last_met_on", "next_visit_on", "post",
    )  # fmt: skip
    template = "residents/household_detail.html"

    def context(self) -> dict[str, Any]:
        shown, user, row = super().context(), self.request.user, self.row
        if row.closed_on:
            shown["facts"] = [one for one in shown["facts"] if one["name"] != "next_visit_on"]
        return shown | {
            "shows_names": may(user, "see_names"),
            "priorities": running(user).filter(household=row),
            **people(row),
            "entered": completeness.of_household(row),
            "also_here": row.part_time_residents.visible_to(user).filter(left_on=None),
            "kept_for": period(Household),
            "visits": with_names(row.visits.visible_to(user).counted()[:10]),
            "requests": row.requests.visible_to(user).counted()[:10],
        }

    def reveal_url(self, name: str) -> str:
        can = name == "phone" and may(self.request.user, "reveal")
        return self.url("reveal", self.row.pk) if can else ""

    def buttons(self) -> list[dict[str, Any]]:
        user, row = self.request.user, self.row
        query = f"?household={row.pk}"
        found = []
        if may(user, "record_visit") and not row.closed_on:
            found.append(
                {
                    "url": reverse("residents:visit-create") + query,
                    "label": _("Log a visit"),
                    "style": "primary",
                }
            )
        if may(user, "edit_residents") and not row.closed_on:
            found += [
                {
                    "url": reverse("residents:request-create") + query,
                    "label": _("Note a request"),
                    "style": "quiet",
                },
                {
                    "url": reverse("residents:resident-create") + query,
                    "label": _("Add a resident"),
                    "style": "quiet",
                },
            ]
        if row.erased_on:
            return found
        if may(user, "edit_residents"):
            found.append({"url": self.url("edit", row.pk), "label": _("Change"), "style": "quiet"})
        if may(user, "receive_data_request"):
            url = reverse("residents:data-request-create") + query
            found.append({"url": url, "label": _("Note a request about own data"), "style": "quiet"})
        if may(user, "request_priority") and not row.closed_on:
            url = reverse("residents:priority-create") + query
            found.append({"url": url, "label": _("Request a priority visit"), "style": "quiet"})
        if may(user, "edit_residents"):
            step, label = (
                ("register-again", _("Register again")) if row.closed_on else ("deregister", _("Deregister"))
            )
            found.append({"url": self.url(step, row.pk), "label": label, "style": "quiet"})
        return found


def people(household: Household) -> dict[str, Any]:
    """Who lives in the household, or left with it; and who had moved away from it before."""
    current = Q(left_on=None) | Q(left_on=household.closed_on) if household.closed_on else Q(left_on=None)
    return {"residents": household.residents.filter(current), "former": household.residents.exclude(current)}


class HouseholdEdit(HouseholdPage, BookForm):
    verb = HOUSEHOLDS.records
    form_class = HouseholdForm
    heading = gettext_lazy("Change the household")

    def act(self, form: HouseholdForm) -> Household:
        return actions.change_household(form.save(commit=False), by=self.request.user)


class HouseholdPick(HouseholdPage):
    """The choices under the search box of the visit form: what is typed, else due and recent ones."""

    verb = "record_visit"

    def get(self, request: HttpRequest) -> HttpResponse:
        return self.answer(request.GET)

    def post(self, request: HttpRequest) -> HttpResponse:
        """What is typed comes in the body: no log of addresses sees a name or a number."""
        return self.answer(request.POST)

    def answer(self, asked: QueryDict) -> HttpResponse:
        trail.record("list", None, by=self.request.user, book=self.model._meta.label_lower, filter="pick")
        return render(self.request, "residents/_household_choices.html", choices(self.request.user, asked))
