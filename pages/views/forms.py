"""The page with a form: what was typed stays when it is refused; done, it leads on with a message."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import IntegrityError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from psycopg2.errors import ExclusionViolation, UniqueViolation

from pages.views.base import BasePage

TWICE = (UniqueViolation, ExclusionViolation)  # any other broken constraint is our mistake, nobody's hurry


class FormPage(BasePage):
    """A form; what it is sent for is done by ``act``, an action that is atomic by itself.

    When the form is not valid, or the action refuses it with a ValidationError, or another row took its place a moment
    ago, nothing has happened: the answer is 422 with the same form, what was typed and why not.
    """

    template = "pages/form.html"
    form_class: Callable[..., Any]
    button: Any = gettext_lazy("Save")
    message: Any = gettext_lazy("Saved.")  # on the page where it leads; empty: none
    is_final = False  # nothing brings it back: the button is red
    is_kept = False  # the browser stores what is typed until it is saved (data-keep in registry.js)

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        return self.show(form=self.form())

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        form = self.form(request.POST)
        if form.is_valid():
            try:
                return self.answer(self.act(form))
            except ValidationError as fault:
                add_errors(form, fault)
            except IntegrityError as fault:
                add_hurry(form, fault)
        return self.refused(form)

    def form(self, data: Any = None) -> Any:
        """The form, empty or with what was sent."""
        return self.form_class(data)

    def act(self, form: Any) -> Any:
        """Do it with the valid form; the result goes to ``done``. A refusal is a ValidationError."""
        raise NotImplementedError

    def answer(self, result: Any) -> HttpResponse:
        """After it is done: on to the next page, with the message."""
        add_message(self.request, self.message)
        return HttpResponseRedirect(self.done(result))

    def refused(self, form: Any) -> HttpResponse:
        """Nothing has happened: the form again, with what was typed and why not."""
        return self.show(form=form, status=422)

    def done(self, result: Any) -> str:
        """Where it leads afterwards."""
        return self.back_url()

    def back_url(self) -> str:
        """Where it leads instead: the crumb and the button Cancel."""
        raise NotImplementedError

    def context(self) -> dict[str, Any]:
        return super().context() | {
            "back_url": self.back_url(),
            "button": self.button,
            "is_final": self.is_final,
            "is_kept": self.is_kept,
        }


def add_message(request: HttpRequest, message: Any) -> None:
    """Show it once on the next page. It travels in a cookie: no names in it."""
    if message:
        messages.success(request, message)


def add_errors(form: Any, fault: ValidationError) -> None:
    """Put an action's refusal beside the field that it names, or above the form."""
    if not hasattr(fault, "error_dict"):
        form.add_error(None, fault)
        return
    for name, errors in fault.error_dict.items():
        form.add_error(name if name in form.fields else None, errors)


def add_hurry(form: Any, fault: IntegrityError) -> None:
    """Add an error that the same was saved a moment ago; raises any other fault again."""
    if not isinstance(fault.__cause__, TWICE):
        raise fault
    form.add_error(None, _("Somebody saved the same just now. Look at the list before you try again."))
