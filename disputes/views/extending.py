"""Pages of the periods: extensions, and the end of the case behind a dispute."""

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from disputes.actions import extending
from disputes.forms.extending import CaseClosedForm, ExtensionForm
from disputes.models import Dispute, Extension
from disputes.views.parts import Asking, NewPart, OfDispute, PartEdit


class Extend(NewPart):
    """Note an extension that was approved; only what may be extended now is offered."""

    verb = "settle_dispute"
    part = Extension
    form_class = ExtensionForm
    action = extending.extend
    heading = gettext_lazy("Note the extension of a period")
    button = gettext_lazy("Save the extension")

    def check_state(self) -> None:
        super().check_state()
        if not extending.offered(self.row):
            raise ValidationError(_("No period of this dispute can be extended now."))

    def empty_form(self, data: Any) -> Any:
        offered = extending.offered(self.row)
        return ExtensionForm(
            data, user=self.request.user, instance=Extension(dispute=self.row), offered=offered
        )


class ExtensionEdit(PartEdit):
    """A day or an approver that was mistyped: both versions stay in the history."""

    verb = "settle_dispute"
    model = Extension
    form_class = ExtensionForm
    action = extending.amend_extension
    heading = gettext_lazy("Correct the extension")
    button = gettext_lazy("Save the extension")


class CaseEnd(OfDispute, Asking):
    """The case behind the dispute has ended; a wrong day is corrected on the same page."""

    verb = "settle_dispute"
    model = Dispute
    related = ("village__town", "post", "station", "recorded_by")
    form_class = CaseClosedForm
    is_warned = True
    heading = gettext_lazy("The case is closed")
    button = gettext_lazy("Save the day")

    def check_state(self) -> None:
        super().check_state()
        extending.check_has_case(self.row)

    def empty_form(self, data: Any) -> Any:
        return CaseClosedForm(data, user=self.request.user, instance=self.row)

    def act(self, form: Any) -> Dispute:
        row, day = form.save(commit=False), form.cleaned_data["case_closed_on"]
        return extending.close_case(row, day, by=self.request.user, **self.asked(form))
