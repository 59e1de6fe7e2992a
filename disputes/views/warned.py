"""A form whose action asks the rules: what warns is asked for beside its field, with the article, before it is done."""

from typing import Any

from django.http import HttpResponse

from disputes import reasons
from disputes.legality import ReasonsWanted
from pages.views.forms import FormPage


class WarnedPage(FormPage):
    """In front of the generic form page. ``act`` hands ``self.reasons(form)`` to its action."""

    def form(self, data: Any = None) -> Any:
        form = super().form(data)
        reasons.take_up(form)
        return form

    def reasons(self, form: Any) -> dict[str, str]:
        """Rule -> why it goes on all the same, as it was sent."""
        return reasons.given(form)

    def save(self, form: Any) -> HttpResponse:
        try:
            return super().save(form)
        except ReasonsWanted as fault:
            reasons.ask(form, fault.warnings)
            raise
