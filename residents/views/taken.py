"""A house number that another household of the village has: the refusal leads to that household.

Every page on which a house number is typed, or comes back, is a ``NamesHolder`` (tests/residents/test_taken_number.py).
"""

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse, HttpResponseRedirect
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from accounts.models import User
from folding import house_numbers
from pages import addresses
from pages.views.forms import FormPage
from residents.models import Household
from residents.models.households import NUMBER_TAKEN, NUMBER_TAKEN_NOW

if TYPE_CHECKING:
    Base = FormPage
else:
    Base = object


class NamesHolder(Base):
    """A form page with a house number in its form, or of a household whose own number comes back."""

    def refused(self, form: Any) -> HttpResponse:
        lead_to_holder(form, self.returning(), signed_in(self))
        return super().refused(form)

    def not_now(self, fault: ValidationError) -> HttpResponse:
        """A step whose number is taken already does not open: the reason leads to the other household."""
        sentence = " ".join(fault.messages)
        holder = _holder(None, self.returning(), signed_in(self)) if sentence in _sentences() else None
        if holder is None:
            return super().not_now(fault)
        messages.error(self.request, with_link(sentence, holder, _("Open that household")))
        return HttpResponseRedirect(self.back_url())

    def returning(self) -> Household | None:
        """The household whose number comes back; also the one that a form changes."""
        row: Household | None = self.row
        return row


def signed_in(page: Any) -> User:
    user: User = page.request.user
    return user


def lead_to_holder(form: Any, row: Household | None, user: User) -> None:
    """Add the way to the other household to the sentence that refuses its number, if the person may see it."""
    taken = _sentences()
    refusals = [one for several in form.errors.as_data().values() for one in several if one.message in taken]
    holder = _holder(form, row, user) if refusals else None
    if holder is None:
        return
    for error in refusals:
        error.message = with_link(error.message, holder, _("Open that household"), opens_beside=True)


def _sentences() -> set[str]:
    return {str(NUMBER_TAKEN), str(NUMBER_TAKEN_NOW)}


def _holder(form: Any, row: Household | None, user: User) -> Household | None:
    """The registered household of the wanted number in the wanted village."""
    if form is not None and "number" in form.fields:
        village = addresses.number(str(form["village"].value() or ""))
        key = house_numbers.folded(str(form["number"].value() or ""))
    elif row is not None:
        village, key = row.village_id, row.number_key
    else:
        return None
    others = Household.objects.visible_to(user).filter(village=village, number_key=key, closed_on=None)
    found: Household | None = (others.exclude(pk=row.pk) if row is not None else others).first()
    return found


def with_link(sentence: Any, household: Household, words: str, *, opens_beside: bool = False) -> SafeString:
    """The sentence and a link to the household; beside a form that is being filled in it opens another tab."""
    tab = ' target="_blank" rel="noopener"' if opens_beside else ""
    link = '{} <a href="{}"' + tab + ">{}</a>"
    return format_html(link, sentence, household.get_absolute_url(), words)


def visible(household: Household, user: User) -> bool:
    """May the person open it? A household that went to another post's village they may not."""
    return bool(Household.objects.visible_to(user).filter(pk=household.pk).exists())
