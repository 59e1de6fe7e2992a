"""A page of the figures that asks before it acts."""

from typing import Any

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render

from access.pages import Page
from ledgers.forms import PlainConfirmForm
from ledgers.views.forms import add_errors


class ConfirmPage(Page):
    """Ask before something is done; a refusal by the action is shown and nothing has happened."""

    heading = ""
    sentence = ""
    button = ""
    template = "indicators/confirm.html"
    form_class: Any = PlainConfirmForm

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        return self.show(self.form())

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        form = self.form(request.POST)
        if form.is_valid():
            try:
                return HttpResponseRedirect(self.act(form.cleaned_data))
            except ValidationError as fault:
                add_errors(form, fault)
        return self.show(form, status=422)

    def form(self, data: Any = None) -> Any:
        return self.form_class(data)

    def act(self, cleaned: dict[str, Any]) -> str:
        """Do it; returns where to go afterwards."""
        raise NotImplementedError

    def subject(self) -> Any:
        """What it is done to, in words."""
        raise NotImplementedError

    def back_url(self) -> str:
        raise NotImplementedError

    def extra(self) -> dict[str, Any]:
        return {}

    def show(self, form: Any, status: int = 200) -> HttpResponse:
        context = {
            "form": form,
            "subject": self.subject(),
            "title": self.heading,
            "sentence": self.sentence,
            "button": self.button,
            "back_url": self.back_url(),
        }
        return render(self.request, self.template, context | self.extra(), status=status)
