"""Pages after the end of a dispute, and of the attention that it gets."""

from django.utils.translation import gettext_lazy as _

from disputes.actions import following, marking
from disputes.forms.following import CallForm, MarkForm
from disputes.models import Attention, FollowUp
from disputes.views.parts import NewPart, PartConfirm, PartEdit


class CallMake(PartEdit):
    model = FollowUp
    form_class = CallForm
    action = following.make
    is_warned = True
    heading = _("Note a follow-up call")
    button = _("Save the call")

    def check_state(self) -> None:
        super().check_state()
        following.check_waits(self.row)


class CallEdit(PartEdit):
    """Correct a call that was made: what it said before stays, and is shown below it."""

    model = FollowUp
    form_class = CallForm
    action = following.amend
    is_warned = True
    heading = _("Correct the call")
    button = _("Save the correction")
    message = _("Corrected. What stood there before stays in its history.")

    def check_state(self) -> None:
        super().check_state()
        following.check_made(self.row)


class Mark(NewPart):
    heading = _("Mark the dispute")
    part = Attention
    form_class = MarkForm
    action = marking.mark
    button = _("Mark it")


class MarkEnd(PartConfirm):
    model = Attention
    action = marking.end_mark
    heading = _("End the mark")
    sentence = _("The dispute is followed as any other from now on. The mark stays in its history.")
    button = _("End the mark")

    def check_state(self) -> None:
        super().check_state()
        marking.check_runs(self.row)
