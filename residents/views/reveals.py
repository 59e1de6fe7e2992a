"""Looking at a hidden number: on a page of its own, with a reason, for a minute."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _

from audit import trail
from audit.reasons import Why
from encryption.masks import UNREADABLE
from ledgers.views.base import BookPage
from ledgers.views.forms import add_errors
from pages.inputs import bare_helper
from residents import actions
from residents.models import Household, Resident

SECONDS_SHOWN = 60


class RevealForm(forms.Form):
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


class RevealPage(BookPage):
    """Ask for the reason, then show the value once. Neither browser nor proxy keeps the answer."""

    verb = "reveal"
    fact = "phone"
    template = "residents/reveal.html"

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        row = self.get_row()
        return self.show(row, RevealForm(initial={"why": request.GET.get("why", "")}))

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        row, form = self.get_row(), RevealForm(request.POST)
        if form.is_valid():
            try:
                by: Any = request.user
                value = actions.reveal(row, self.fact, **form.cleaned_data, by=by)
                return self.show(row, None, value)
            except ValidationError as fault:
                add_errors(form, fault)
        return self.show(row, form, status=422)

    def show(self, row: Any, form: RevealForm | None, value: str = "", status: int = 200) -> HttpResponse:
        if not value:  # a number that is shown has an entry of its own
            trail.record("read", row, by=self.request.user)
        field, kept = row._meta.get_field(self.fact), getattr(row, self.fact)
        context = {
            "row": row,
            "form": form,
            "value": value,
            "mask": field.shown(kept),
            "is_unreadable": kept is UNREADABLE,
            "seconds": SECONDS_SHOWN,
            "is_phone": self.fact == "phone",
            "title": _("Show the %(fact)s") % {"fact": field.verbose_name},
            "back_url": row.get_absolute_url(),
        }
        answer = render(self.request, self.template, context, status=status)
        answer["Cache-Control"] = "no-store"
        if value:
            answer["Refresh"] = (
                f"{SECONDS_SHOWN}; url={row.get_absolute_url()}"  # hides it without scripts too
            )
        return answer


class HouseholdReveal(RevealPage):
    model, book = Household, "residents:household"


class ResidentReveal(RevealPage):
    model, book = Resident, "residents:resident"
