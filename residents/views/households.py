"""Pages of the households, and the choice of one for a form."""

from typing import Any

from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from access.rights import may
from accounts.models import User
from audit import trail
from ledgers.people import with_names
from ledgers.views.base import BookPage
from ledgers.views.details import BookDetail
from ledgers.views.forms import BookForm
from ledgers.views.lists import BookList
from residents import completeness, family
from residents.actions import register
from residents.book import HOUSEHOLDS
from residents.choosing import choices
from residents.duplicates import asking, finding
from residents.models import Duplicate, Household, Request, Visit
from residents.priority.views import running
from residents.register_forms import HouseholdForm
from residents.views.taken import NamesHolder
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

    def context(self) -> dict[str, Any]:
        return super().context() | {"may_look_up": may(self.request.user, "look_up_household")}


class HouseholdDetail(HouseholdPage, BookDetail):
    facts = (
        "village", "number", "householder", "phone", "members", "children_under_14", "is_hardship", "note",
        "last_met_on", "next_visit_on", "post",
    )  # fmt: skip
    template = "residents/household_detail.html"

    def context(self) -> dict[str, Any]:
        shown, user, row = super().context(), self.request.user, self.row
        entries = family.entries(row)
        if row.closed_on:
            shown["facts"] = [one for one in shown["facts"] if one["name"] != "next_visit_on"]
        return shown | {
            "shows_names": may(user, "see_names"),
            "priorities": running(user).filter(household=row),
            **people(row, user),
            "entered": completeness.of_household(row),
            "also_here": row.part_time_residents.visible_to(user).filter(left_on=None),
            "kept_for": period(Household),
            "visits": with_names(visits_of(entries, user)[:10]),
            "requests": Request.objects.visible_to(user).counted().filter(household__in=entries)[:10],
            "goes_on_as": Household.objects.visible_to(user).filter(pk=row.continued_in_id).first(),
            "earlier": Household.objects.visible_to(user).filter(pk__in=entries).exclude(pk=row.pk),
            "pairs": pairs_to_decide(row, user),
        }

    def reveal_url(self, name: str) -> str:
        can = name == "phone" and may(self.request.user, "reveal")
        return self.url("reveal", self.row.pk) if can else ""

    def buttons(self) -> list[dict[str, Any]]:
        user, row = self.request.user, self.row
        query = f"?household={row.pk}"
        found = []
        if may(user, "see_looks"):
            found.append({"url": self.url("looks", row.pk), "label": _("Who looked at it"), "style": "quiet"})
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
        if row.erased_on or row.goes_on:
            return found + self.buttons_of_data(query)
        if may(user, "edit_residents"):
            found.append({"url": self.url("edit", row.pk), "label": _("Change"), "style": "quiet"})
            if not row.closed_on:
                further = [
                    ("same", _("The same as another household")),
                    ("move", _("Moves inside the county")),
                    ("split", _("Members found their own")),
                ]
                found += [
                    {"url": self.url(step, row.pk), "label": label, "style": "quiet"}
                    for step, label in further
                ]
        found += self.buttons_of_data(query)
        if may(user, "request_priority") and not row.closed_on:
            url = reverse("residents:priority-create") + query
            found.append({"url": url, "label": _("Request a priority visit"), "style": "quiet"})
        found += self.more_buttons()
        if may(user, "edit_residents"):
            step, label = (
                ("register-again", _("Register again")) if row.closed_on else ("deregister", _("Deregister"))
            )
            found.append({"url": self.url(step, row.pk), "label": label, "style": "quiet"})
        return found

    def buttons_of_data(self, query: str) -> list[dict[str, Any]]:
        if self.row.erased_on or not may(self.request.user, "receive_data_request"):
            return []
        url = reverse("residents:data-request-create") + query
        return [{"url": url, "label": _("Note a request about own data"), "style": "quiet"}]


def visits_of(entries: list[int], user: User) -> QuerySet[Visit]:
    """The visits that count, under whichever of its entries the household was visited."""
    rows: QuerySet[Visit] = Visit.objects.visible_to(user).counted().filter(household__in=entries)
    return rows


def pairs_to_decide(household: Household, user: User) -> QuerySet[Duplicate]:
    """Those of the household and of its residents that wait; nothing for who may not see them."""
    pairs = Duplicate.objects.visible_to(user).filter(state=Duplicate.State.OPEN)
    if household.closed_on or not may(user, "see_duplicates"):
        return pairs.none()
    about = Q(first=household) | Q(second=household)
    about |= Q(first_person__household=household) | Q(second_person__household=household)
    return (
        pairs.filter(finding.still_there())
        .filter(about)
        .select_related("first", "second", "first_person", "second_person")
    )


def people(household: Household, user: User) -> dict[str, Any]:
    """Who lives in the household, or left with it; and who had moved away from it before, with the household of today
    (``home``) where the person may see it."""
    current = Q(left_on=None) | Q(left_on=household.closed_on) if household.closed_on else Q(left_on=None)
    former = list(household.residents.exclude(current))
    goes_on = [one.continued_in_id for one in former if one.continued_in_id]
    homes = Household.objects.visible_to(user).filter(residents__in=goes_on).distinct() if goes_on else []
    home_of = {person: home for home in homes for person in home.residents.values_list("pk", flat=True)}
    for one in former:
        one.home = home_of.get(one.continued_in_id)  # type: ignore[attr-defined]  # for the template
    return {"residents": household.residents.filter(current), "former": former}


class HouseholdEdit(NamesHolder, HouseholdPage, BookForm):
    verb = HOUSEHOLDS.records
    form_class = HouseholdForm
    heading = gettext_lazy("Change the household")

    def check_state(self) -> None:
        register.check_changes(self.row)

    def act(self, form: HouseholdForm) -> Household:
        twins = asking.choice_in(form)
        return register.change_household(form.save(commit=False), by=self.request.user, twins=twins)


class HouseholdPick(HouseholdPage):
    """The choices under a search box: what is typed, else due and recent ones. ``then`` is the page of the box."""

    verb = "record_visit"

    def get(self, request: HttpRequest) -> HttpResponse:
        return self.answer(request.GET)

    def post(self, request: HttpRequest) -> HttpResponse:
        """What is typed comes in the body: no log of addresses sees a name or a number."""
        return self.answer(request.POST)

    def answer(self, asked: QueryDict) -> HttpResponse:
        trail.record("list", None, by=self.request.user, book=self.model._meta.label_lower, filter="pick")
        found = choices(self.request.user, asked)
        found["picker_at"] = found["picker_at"] or reverse("residents:visit-create")
        return render(self.request, "residents/_household_choices.html", found)
