"""The page on which somebody says of several people at once that they are here."""

from typing import Any

from django import forms
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from access.pages import Page
from accounts.models import Confirmation, User
from administration import confirming
from pages.forms import PlainForm, row_field
from pages.landing import landing_url
from pages.views.forms import FormPage

MOST = 200  # people on the page, the longest waiting


class PeopleForm(PlainForm):
    people = forms.ModelMultipleChoiceField(
        label=_("people"),
        queryset=Confirmation.objects.none(),
        error_messages={"required": _("Tick whom you know to be here."),
                        "invalid_choice": _("One of these people does not wait for you any more. Look again.")},
    )  # fmt: skip

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        row_field(self, "people").queryset = confirming.waiting_for(user)


class ConfirmPeople(Page, FormPage):
    """Who waits: name, account, place and role, since when; ticked together."""

    verb = "confirm_people"
    heading = _("People who wait to be confirmed")
    template = "administration/waiting.html"
    button = _("The ticked people are here")
    is_kept = False

    def form(self, data: Any = None) -> PeopleForm:
        return PeopleForm(data, user=self.request.user)

    @cached_property
    def waiting(self) -> list[Confirmation]:
        return list(confirming.shown(self.request.user)[:MOST])

    def act(self, form: PeopleForm) -> int:
        count = confirming.confirm([one.pk for one in form.cleaned_data["people"]], by=self.request.user)
        text = ngettext("%(n)s person may sign in now.", "%(n)s people may sign in now.", count)
        self.message = text % {"n": count}
        return count

    def done(self, result: int) -> str:
        return reverse("administration:waiting")

    def back_url(self) -> str:
        return landing_url()

    def context(self) -> dict[str, Any]:
        return super().context() | {
            "waiting": self.waiting,
            "ticked": self.request.POST.getlist("people"),
            "without_code": confirming.without_code(self.request.user),
        }
