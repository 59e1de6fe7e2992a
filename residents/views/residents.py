"""Pages of the people of 14 or more who live in a household."""

import re
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from access.rights import may
from audit import trail
from ledgers.views.base import BookPage
from ledgers.views.details import BookDetail
from ledgers.views.lists import BookList
from pages import addresses
from residents import choosing_people
from residents.actions import register
from residents.book import RESIDENTS
from residents.choosing import chosen_household
from residents.duplicates import asking
from residents.models import Resident
from residents.register_forms import ResidentForm
from residents.room import MORE
from residents.views import identities
from residents.views.about_household import AboutHousehold
from retention.table import period


class ResidentPage(BookPage):
    verb = "read_residents"
    model = Resident
    book = RESIDENTS.stem
    related = RESIDENTS.related


class ResidentList(BookList):
    book = RESIDENTS


class ResidentDetail(ResidentPage, BookDetail):
    template = "residents/resident_detail.html"
    linked = ("household", "second_home")
    facts = (
        "name", "relation", "residence", "country", "stays_until", "birth_year", "phone", "household", "second_home",
        "village", "post",
    )  # fmt: skip

    def context(self) -> dict[str, Any]:
        shown = super().context()
        residence = Resident.Residence
        hidden = {"country"} if self.row.residence != residence.FOREIGN else set()
        hidden |= {"stays_until"} if self.row.residence == residence.PERMANENT else set()
        hidden |= {"second_home"} if self.row.second_home_id is None else set()
        shown["facts"] = [one for one in shown["facts"] if one["name"] not in hidden]
        place = 1 + [one["name"] for one in shown["facts"]].index("phone")
        shown["facts"].insert(place, identities.fact_about(self.row, self.request.user))
        further = Resident.objects.visible_to(self.request.user).filter(pk=self.row.continued_in_id)
        return shown | {"kept_for": period(Resident), "goes_on_as": further.first()}

    def reveal_url(self, name: str) -> str:
        can = name == "phone" and may(self.request.user, "reveal")
        return self.url("reveal", self.row.pk) if can else ""

    def buttons(self) -> list[dict[str, Any]]:
        user, row = self.request.user, self.row
        looks = {"url": self.url("looks", row.pk), "label": _("Who looked at it"), "style": "quiet"}
        seen = [looks] if may(user, "see_looks") else []
        if not may(user, "edit_residents") or row.continued_in_id:
            return seen
        found = [{"url": self.url("edit", row.pk), "label": _("Change"), "style": "primary"}]
        if row.left_on is None:
            further = [
                ("move", _("Moves to another household")),
                ("second-home", _("Second home")),
                ("move-away", _("Note the move")),
            ]
            found += [
                {"url": self.url(step, row.pk), "label": label, "style": "quiet"} for step, label in further
            ]
        elif row.household.closed_on is None:
            found.append({"url": self.url("come-back", row.pk), "label": _("Is back"), "style": "quiet"})
        return found + seen + identities.buttons_about(row)


class ResidentCreate(ResidentPage, AboutHousehold):
    verb = "edit_residents"
    form_class = ResidentForm
    heading = gettext_lazy("New resident")

    def check_state(self) -> None:
        household = chosen_household(self.request)
        if household is not None:
            register.check_lives_here(household)

    def act(self, form: ResidentForm) -> Resident:
        twins = asking.choice_in(form)
        more = form.cleaned_data[MORE]
        return register.register_resident(
            form.save(commit=False), by=self.request.user, twins=twins, more=more
        )

    def done(self, result: Resident) -> str:
        return result.household.get_absolute_url()


class ResidentEdit(ResidentCreate):
    heading = gettext_lazy("Change the resident")

    def check_state(self) -> None:
        register.check_person_goes_on(self.row)

    def act(self, form: ResidentForm) -> Resident:
        twins = asking.choice_in(form)
        more = form.cleaned_data[MORE]
        return register.change_resident(form.save(commit=False), by=self.request.user, twins=twins, more=more)

    def done(self, result: Resident) -> str:
        return result.get_absolute_url()


PREFIX = re.compile(r"[a-z]{1,12}")


class ResidentPick(ResidentPage):
    """The choices under a search field for a person; what is typed comes in the body, for no log to see it."""

    verb = "record_visit"

    def get(self, request: HttpRequest) -> HttpResponse:
        return self.post(request)

    def post(self, request: HttpRequest) -> HttpResponse:
        trail.record("list", None, by=self.request.user, book=self.model._meta.label_lower, filter="pick")
        typed = request.POST
        prefix = found[0] if (found := PREFIX.fullmatch(typed.get("prefix", ""))) else "a"
        text = addresses.words(typed.get(f"{prefix}_name"))
        offered = choosing_people.offered(self.request.user, prefix, text)
        return render(self.request, "residents/_person_choices.html", offered)
