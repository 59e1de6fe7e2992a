"""A form whose action asks the rules: what warns is asked for beside its field, with the article, before it is done."""

from typing import Any

from django.core.exceptions import ValidationError
from django.http import HttpResponse

from access.requests import SignedInRequest
from disputes import reasons
from disputes.legality import ReasonsWanted
from disputes.models import Dispute
from disputes.withholding import withheld
from ledgers import drafts
from ledgers.models import Draft
from pages.views.forms import FormPage

DRAFTS = Dispute._meta.label_lower  # the name of their drafts


class WarnedPage(FormPage):
    """In front of the generic form page. ``act`` hands ``self.reasons(form)`` to its action."""

    request: SignedInRequest

    def form(self, data: Any = None) -> Any:
        form = super().form(data)
        reasons.take_up(form)
        return form

    def reasons(self, form: Any) -> dict[str, str]:
        """Rule -> why it goes on all the same, as it was sent."""
        return reasons.given(form)

    def refused(self, form: Any) -> HttpResponse:
        """What must not be typed here is not shown again either: back to where it came from, and the draft is gone."""
        why = withheld(self.request.POST, self.request.user)
        if not why:
            return super().refused(form)
        Draft.objects.of(self.request.user).filter(form=DRAFTS, subject__in=self.subjects()).delete()
        return self.not_now(ValidationError(why))

    def subjects(self) -> set[str]:
        """Under which the draft of the form may be stored."""
        return {drafts.as_subject(self.request.POST.get(drafts.SUBJECT, "")), getattr(self, "subject", "")}

    def save(self, form: Any) -> HttpResponse:
        try:
            return super().save(form)
        except ReasonsWanted as fault:
            reasons.ask(form, fault.warnings)
            raise
