"""Pages of a final agreement: who has signed it, and its confirmation by a court."""

from typing import Any

from django.utils.translation import gettext_lazy

from disputes.actions import confirming, signing
from disputes.forms.signing import CourtForm, SignForm
from disputes.models import Agreement
from disputes.views.parts import PartEdit


class AgreementSign(PartEdit):
    """The printed paper was signed, on which day and by whom; who signs later is added here again."""

    verb = "settle_dispute"
    model = Agreement
    form_class = SignForm
    action = signing.sign
    is_warned = True
    heading = gettext_lazy("Note who has signed")
    button = gettext_lazy("Save the signatures")
    message = gettext_lazy("Noted. A photograph of the signed page can be kept with the dispute.")

    def check_state(self) -> None:
        super().check_state()
        signing.check_can_sign(self.row, self.dispute)


class AgreementCourt(PartEdit):
    """All parties have applied to a court together; what it decided, once it has."""

    verb = "settle_dispute"
    model = Agreement
    form_class = CourtForm
    is_warned = True
    heading = gettext_lazy("Confirmation by a court")
    button = gettext_lazy("Save what the court has")

    def check_state(self) -> None:
        super().check_state()
        confirming.check_can_apply(self.row, self.dispute)

    def act(self, form: Any) -> Agreement:
        together = bool(form.cleaned_data.get("together"))
        return confirming.note(
            form.save(commit=False), together=together, by=self.request.user, **self.asked(form)
        )
