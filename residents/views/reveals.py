"""Reveal a hidden number: on a page of its own, with a reason, for a minute."""

from typing import Any

from django import forms
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from audit import trail
from audit.reasons import Why
from encryption.masks import UNREADABLE
from ledgers.views.base import BookPage
from pages.forms import PlainForm
from pages.inputs import bare_helper
from pages.views.forms import FormPage
from residents.actions import reveals
from residents.models import Household, Resident

SECONDS_SHOWN = 60


class RevealForm(PlainForm):
    why = forms.ChoiceField(label=_("What for"), choices=Why, widget=forms.RadioSelect)
    words = forms.CharField(
        label=_("More about it"),
        required=False,
        max_length=100,
        help_text=_("Needed for another reason only."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = bare_helper()


class RevealPage(BookPage, FormPage):
    """Ask for the reason, then show the value once. Neither browser nor proxy caches the response."""

    verb = "reveal"
    fact = "phone"
    template = "residents/reveal.html"
    is_sent_once = shows_version = False  # each look is one of its own and changes nothing
    button = _("Show")

    def title(self) -> str:
        return gettext("Show the %(fact)s") % {"fact": self.row._meta.get_field(self.fact).verbose_name}

    def form(self, data: Any = None) -> RevealForm:
        return RevealForm(data, initial={"why": self.request.GET.get("why", "")})

    def act(self, form: RevealForm) -> str:
        return reveals.reveal(self.row, self.fact, **form.cleaned_data, by=self.request.user)

    def answer(self, result: str) -> HttpResponse:
        """The page with the number, for a minute; the trail has an entry of its own for it (``reveals.reveal``)."""
        page = render(self.request, self.template, self.context() | {"value": result})
        page["Cache-Control"] = "no-store"
        page["Refresh"] = f"{SECONDS_SHOWN}; url={self.back_url()}"  # hides it without scripts too
        return page

    def back_url(self) -> str:
        return str(self.row.get_absolute_url())

    def record_read(self) -> None:
        trail.record("read", self.row, by=self.request.user)

    def context(self) -> dict[str, Any]:
        field, stored = self.row._meta.get_field(self.fact), getattr(self.row, self.fact)
        return super().context() | {
            "mask": field.shown(stored),
            "is_unreadable": stored is UNREADABLE,
            "seconds": SECONDS_SHOWN,
            "is_phone": self.fact == "phone",
            "is_paced": reveals.left_in_this_hour(self.request.user) <= 0,
        }

    def show(self, status: int = 200, **more: Any) -> HttpResponse:
        page = super().show(status, **more)
        page["Cache-Control"] = "no-store"
        return page


class HouseholdReveal(RevealPage):
    model, book = Household, "residents:household"


class ResidentReveal(RevealPage):
    model, book = Resident, "residents:resident"
