"""What the pages of the figures share: a month in the address, and a page that asks before it acts."""

from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls.converters import StringConverter

from ledgers.form_pages import add_errors
from ledgers.forms import PlainConfirmForm
from posts import calendar
from posts.pages import Page

FIRST_MONTH = date(2000, 1, 1)  # earlier ones have no address
KEPT_MONTHS = 13


class MonthConverter(StringConverter):
    """``2026-03`` in an address is the date of the month's first day."""

    regex = r"20[0-9]{2}-(?:0[1-9]|1[0-2])"

    def to_python(self, value: str) -> date:
        return calendar.parse_month(value)

    def to_url(self, value: date | str) -> str:
        return value if isinstance(value, str) else f"{value:%Y-%m}"


def month_asked(text: str, otherwise: date) -> date:
    """The month that a query string names; a page for a month that is none does not exist."""
    if not text:
        return otherwise
    try:
        month = calendar.parse_month(text)
    except ValueError:
        raise Http404 from None
    if not 2000 <= month.year < 2100:
        raise Http404
    return month


def number(value: Any) -> int | None:
    """What somebody typed, if it is a count."""
    return int(value) if str(value).isascii() and str(value).isdecimal() else None


def recent_months() -> list[date]:
    """The running month and the twelve before it, newest first."""
    return [calendar.shift(calendar.this_month(), -step) for step in range(KEPT_MONTHS)]


def month_switch(month: date) -> dict[str, Any]:
    """What a month switch shows: the month, its neighbours, and a list to choose from."""
    choices = recent_months()
    return {
        "month": month,
        "earlier": max(calendar.shift(month, -1), FIRST_MONTH),
        "later": calendar.shift(month, 1) if month < calendar.this_month() else None,
        "months": choices if month in choices else sorted([*choices, month], reverse=True),
        "is_running": month == calendar.this_month(),
    }


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
