"""The page on which the chief takes a number of a person out of a row's history."""

from typing import Any

from django.apps import apps
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext_lazy

from access.pages import Page
from audit import history, trail
from ledgers import cleaning
from pages.views.confirm import ConfirmPage
from posts.models import Placed


class HistoryClean(Page, ConfirmPage):
    verb = "take_numbers_out"
    heading = gettext_lazy("Take a number out of the history")
    sentence = gettext_lazy(
        "A dash takes the place of each text in the history of this entry that holds an identity, telephone or bank "
        "card number, for good; the rest of the history stays. The trail says who did it and when, and the "
        "verification of the trail knows that it was lawful."
    )
    button = gettext_lazy("Take out")
    message = gettext_lazy("Taken out of the history.")
    is_final = True

    def get_row(self) -> Placed:
        """A row with a history, in the own station; anything else does not exist."""
        try:
            model: Any = apps.get_model(self.kwargs["form"])
        except (LookupError, ValueError):
            raise Http404 from None
        if not issubclass(model, Placed) or history.changes_model(model) is None:
            raise Http404
        row: Placed = get_object_or_404(
            model._default_manager.visible_to(self.request.user), pk=self.kwargs["pk"]
        )
        return row

    def act(self, form: Any) -> None:
        cleaning.take_numbers_out(self.row, by=self.request.user)

    def back_url(self) -> str:
        return str(self.row.get_absolute_url())

    def record_read(self) -> None:
        trail.record("read", self.row, by=self.request.user)
