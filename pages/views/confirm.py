"""Pages that ask before something is done, and buttons that do it at once."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import IntegrityError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect

from pages import submissions
from pages.forms import PlainConfirmForm
from pages.views.forms import FormPage, add_message
from pages.views.sending import KeyedPage


class ConfirmPage(FormPage):
    """Ask before something is done: what to, in a sentence what it means, the button that does it."""

    template = "pages/confirm.html"
    form_class: Any = PlainConfirmForm  # pages.forms.ReasonForm where the trail records why
    sentence: Any = ""
    message: Any = ""

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        try:
            self.check_state()
        except ValidationError as fault:
            return self.not_now(fault)
        return self.show(form=self.form(), why_not=self.why_not())

    def why_not(self) -> str:
        """Why it can not be done now: said when the page is opened, in the place of the button; empty when it can."""
        return ""

    def subject(self) -> Any:
        """What it is done to, in words."""
        return self.row

    def context(self) -> dict[str, Any]:
        return super().context() | {"subject": self.subject(), "sentence": self.sentence}


class ButtonPage(KeyedPage):
    """A button on another page, without a page of its own: sent, it acts at once and leads on with a message.

    It names the version of the row beside which it stands, and carries a key (``carried_key``) with which it acts once.
    """

    message: Any = ""

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        return self.as_sent(self.answer_to(request))

    def answer_to(self, request: HttpRequest) -> HttpResponse:
        """The answer to what was sent: done before, done now, or refused."""
        if saved := self.saved_before():
            is_same = submissions.is_same(saved, request.POST, request.FILES)
            return self.repeated(saved) if is_same else self.refused(submissions.SentBefore(saved))
        try:
            return self.answer(self.saved_once(self.act))
        except ValidationError as fault:
            return self.refused(fault)
        except IntegrityError:  # the other one of two that came at once
            if saved := self.saved_before():
                return self.repeated(saved)
            raise

    def answer(self, result: Any) -> HttpResponse:
        """After it is done: on to the next page, with the message."""
        add_message(self.request, self.message)
        return HttpResponseRedirect(self.done(result))

    def act(self) -> Any:
        """Do it; a refusal is a ValidationError."""
        raise NotImplementedError

    def refused(self, fault: ValidationError) -> HttpResponse:
        """Nothing has happened: back to the button, with the reason."""
        messages.error(self.request, " ".join(fault.messages))
        return HttpResponseRedirect(self.back_url())

    def done(self, result: Any) -> str:
        """Where it leads afterwards."""
        return self.back_url()

    def back_url(self) -> str:
        """The page that has the button."""
        raise NotImplementedError
