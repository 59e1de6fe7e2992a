"""The page on which the county finds one household."""

from typing import Any

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from access.pages import Page
from pages.views.forms import FormPage
from residents.lookup import actions
from residents.lookup.forms import LookupForm
from residents.models import Household


class HouseholdLookup(Page, FormPage):
    """A telephone or a house and a reason; the answer is on the same page, so that no address keeps the number."""

    verb = "look_up_household"
    heading = _("Find a household")
    template = "residents/lookup.html"
    button = _("Search")
    is_sent_once = is_kept = False  # each search is one of its own, and what was typed is not stored

    def form(self, data: Any = None) -> LookupForm:
        return LookupForm(data, user=self.request.user)

    def act(self, form: LookupForm) -> list[Household]:
        return actions.look_up(**form.cleaned_data, by=self.request.user)

    def save(self, form: LookupForm) -> HttpResponse:
        page = self.show(form=form, found=self.act(form), is_answered=True)
        page["Cache-Control"] = "no-store"
        return page

    def back_url(self) -> str:
        return reverse("residents:household-list")
