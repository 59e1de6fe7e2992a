"""The page with a form: what was typed stays when it is refused; done, it leads on with a message."""

from collections.abc import Callable
from typing import Any
from uuid import UUID, uuid4

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import IntegrityError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from psycopg2.errors import ExclusionViolation, UniqueViolation

from audit.versions import Gone, Stale
from pages import constraints, merging, submissions
from pages.inputs import hide_late_reason
from pages.views.sending import KeyedPage

TWICE = (UniqueViolation, ExclusionViolation)  # any other broken constraint is our mistake, nobody's hurry


class FormPage(KeyedPage):
    """A form; what it is sent for is done by ``act``, an action that is atomic by itself.

    When the form is not valid, or the action refuses it with a ValidationError, or another row took its place a moment
    ago, nothing has happened: the answer is 422 with the same form, what was typed and why not.

    The form carries the version of the row that it shows: changed since, the answer is 409 with what has changed. It
    carries a key, too, which is noted with what it saved: the same sent again is answered with what came of it.
    """

    template = "pages/form.html"
    form_class: Callable[..., Any]
    button: Any = gettext_lazy("Save")
    message: Any = gettext_lazy("Saved.")  # on the page where it leads; empty: none
    is_final = False  # nothing brings it back: the button is red
    # The browser stores what is typed until it is saved (data-keep in typed.js); never of a form with a secret
    is_kept = True
    # True once it was sent again with a newer version, after a change that the person does not see
    is_retried = False

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        try:
            self.check_state()
        except ValidationError as fault:
            return self.not_now(fault)
        return self.show(form=self.form())

    def check_state(self) -> None:
        """Raise ValidationError when the row's state forbids what the page does, whatever is typed.

        Such a form does not open: the person reads why on the page of the row. The action checks it by itself.
        """

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        return self.as_sent(self.answer_to(request))

    def answer_to(self, request: HttpRequest) -> HttpResponse:
        """The answer to what was sent: saved before, saved now, refused, or changed by somebody else meanwhile."""
        saved = self.saved_before()
        if saved and submissions.is_same(saved, request.POST, request.FILES):
            return self.repeated(saved)
        try:
            form = self.form(merging.settled(request.POST, self.form))
        except Gone as fault:
            return self.gone(fault)
        if saved and not self.version():
            form.add_error(None, submissions.SentBefore(saved))
            return self.refused(form)
        if saved:  # two tabs shared the draft of a change: the other one was faster, and its change is merged
            self.key = self.new_key()
        return self.saved_or_refused(form)

    def saved_or_refused(self, form: Any) -> HttpResponse:
        if form.is_valid():
            try:
                if not all(merging.choices(self.request.POST).values()):
                    return self.unanswered(form)
                return self.save(form)
            except Stale as fault:
                return self.stale(form, fault)
            except ValidationError as fault:
                add_errors(form, fault)
            except IntegrityError as fault:
                if saved := self.saved_before():
                    return self.repeated(saved)
                add_hurry(form, fault)
        elif saved := self.saved_before():  # the other one of two that came at once has made it invalid
            return self.repeated(saved)
        return self.refused(form)

    def save(self, form: Any) -> HttpResponse:
        return self.answer(self.saved_once(lambda: self.act(form)))

    def stale(self, form: Any, fault: Stale) -> HttpResponse:
        """Somebody has changed the row since it was shown. Nothing has happened: the form again, with both merged."""
        if fault.row is None or type(fault.row) is not type(self.row):
            self.see_anew()
            add_errors(form, fault)
            return self.show(form=form, status=409)
        found = merging.merge(fault.row, fault.shown, form, self.rights())
        self.see_anew()
        fresh = self.form()
        if found.is_empty and fault.shown > 0 and not self.is_retried:
            self.is_retried = True
            return self.saved_or_refused(self.form(self.request.POST))
        data = merging.merged(self.request.POST, found, fresh)
        return self.asked_again(self.form(data), found)

    def unanswered(self, form: Any) -> HttpResponse:
        """A choice between two values is missing: the same question again."""
        shown = merging.shown_at_first(self.request.POST)
        self.see_anew()
        found = merging.merge(self.row, shown, form, self.rights())
        found.is_unanswered = True
        return self.asked_again(self.form(self.request.POST), found)

    def asked_again(self, form: Any, found: merging.Merge) -> HttpResponse:
        """The form with what both have changed; of a late reason only a published month asks."""
        hide_late_reason(form)
        return self.show(form=form, merge=found, status=409)

    def see_anew(self) -> None:
        """From now on the page shows the row as it is."""
        self.__dict__.pop("row", None)
        self.is_seen_anew = True

    def gone(self, fault: Gone) -> HttpResponse:
        """What was to be changed is there no more: the answer to a row that does not exist, with the reason."""
        self.see_anew()
        return self.not_now(fault)

    def not_now(self, fault: ValidationError) -> HttpResponse:
        """Back to where it came from, with the reason."""
        messages.error(self.request, " ".join(fault.messages))
        return HttpResponseRedirect(self.back_url())

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
        hide_late_reason(form)
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
            "version": self.version(),
            "client_key": (self.key or self.new_key()) if self.is_sent_once else "",
        }

    def new_key(self) -> UUID:
        """The key of a form that has just been opened."""
        return uuid4()


def add_message(request: HttpRequest, message: Any) -> None:
    """Show it once on the next page. It travels in a cookie: no names in it."""
    if message:
        messages.success(request, message)


def add_errors(form: Any, fault: ValidationError) -> None:
    """Put an action's refusal beside the field that it names, or above the form."""
    if not hasattr(fault, "error_dict"):
        form.add_error(None, fault)
        return
    errors_of = dict(fault.error_dict)
    constraints.place(errors_of, form, getattr(getattr(form, "_meta", None), "model", None))
    for name, errors in errors_of.items():
        form.add_error(name if name in form.fields else None, errors)


def add_hurry(form: Any, fault: IntegrityError) -> None:
    """Add what the constraint says that somebody was faster to; raises any other fault again."""
    if not isinstance(fault.__cause__, TWICE):
        raise fault
    hurry = _("Somebody saved the same just now. Look at the list before you try again.")
    form.add_error(None, constraints.refusal(fault, form) or hurry)
