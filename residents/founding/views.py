"""The page on which a household is made with its members."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ledgers import drafts
from ledgers.views.forms import BookForm
from pages import addresses, searches
from residents import search
from residents.book import HOUSEHOLDS
from residents.duplicates import asking
from residents.founding import actions
from residents.founding.forms import ONE_MORE, FoundingForm
from residents.models import Household
from residents.views.households import HouseholdPage
from residents.views.taken import NamesHolder


class HouseholdCreate(NamesHolder, HouseholdPage, BookForm):
    verb = HOUSEHOLDS.records
    form_class = FoundingForm
    heading = gettext_lazy("New household")
    template = "residents/household_form.html"

    def given(self) -> dict[str, Any]:
        """What was typed into a search that found nobody (residents/choosing.py) is typed once."""
        words = searches.opened(self.request.GET.get("q", ""), self.request.user)
        return search.as_new_household(words) | super().given()

    def form(self, data: Any = None) -> FoundingForm:
        """A draft brings back its lines, too."""
        form: FoundingForm = super().form(data)
        if data is None and self.draft and form.take_lines(self.draft.data):
            self.restored = [*self.restored, _("members of the household")]
        return form

    def answer_to(self, request: HttpRequest) -> HttpResponse:
        """The button "one more" saves nothing: the same form comes back with another empty line."""
        if ONE_MORE not in request.POST:
            return super().answer_to(request)
        form = FoundingForm(user=request.user)
        typed = dict(request.POST.lists())
        drafts.restore(form, typed)
        form.take_lines(typed)
        return self.show(form=form)

    def act(self, form: FoundingForm) -> Household:
        household = form.save(commit=False)
        people = form.people(household)
        return actions.found(household, people, by=self.request.user, twins=asking.choice_in(form))

    def done(self, result: Household) -> str:
        """Who came from a page on which a household is chosen goes on there, with the new one."""
        begun = self.begun_at()
        return addresses.with_value(begun, "household", result.pk) if begun else super().done(result)

    def back_url(self) -> str:
        return self.begun_at() or super().back_url()

    def begun_at(self) -> str:
        """The page whose search found nobody (residents/choosing.py); empty for another way in."""
        return addresses.own(self.request.GET.get("then"))
