"""Pages of the protection of a dispute: domestic violence was found later, or it was none after all."""

from django.utils.translation import gettext_lazy as _

from disputes.actions import protection
from disputes.views.disputes import DisputePage
from ledgers.views.forms import RowConfirm
from pages.forms import PlainConfirmForm, ReasonForm


class DisputeProtect(DisputePage, RowConfirm):
    """It turns out to be about domestic violence."""

    verb = "protect_dispute"
    action = protection.answer_yes
    form_class = PlainConfirmForm
    heading = _("It is about domestic violence")
    sentence = _(
        "It is protected and not mediated: from now on officers of the post and the chief see it, nobody else. "
        "A rule of the county; no article forbids mediation."
    )
    button = _("Protect it")

    def check_state(self) -> None:
        protection.check_unprotected(self.row)


class DisputeLift(DisputePage, RowConfirm):
    """It was no domestic violence after all."""

    verb = "lift_protection"
    action = protection.lift
    form_class = ReasonForm
    heading = _("It is no domestic violence")
    sentence = _(
        "Everybody at the post, the station and the county sees it from now on. What was written while it was "
        "protected stays hidden."
    )
    button = _("Lift the protection")
    is_final = True

    def check_state(self) -> None:
        protection.check_liftable(self.row)
