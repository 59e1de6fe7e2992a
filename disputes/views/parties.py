"""Pages of the parties: named, corrected, taken out. One who refuses leads on to the end of the dispute."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from access.rights import may
from audit import trail
from disputes import names
from disputes.actions import parties
from disputes.actions.rows import check_living
from disputes.forms.parties import NewPartyForm, PartyForm
from disputes.models import Dispute, Party
from disputes.views.parts import NewPart, OfDispute, PartConfirm, PartEdit
from residents.views.reveals import RevealPage


class LeadsOn(OfDispute):
    """A party who refuses mediation (人民调解法 23) stops it: the next page tells all of them of the other ways."""

    def done(self, result: Party) -> str:
        dispute, user = self.dispute, self.request.user
        is_over = result.agrees == Party.Agrees.NO and dispute.stage == Dispute.Stage.OPEN
        if is_over and not dispute.is_protected and may(user, "settle_dispute"):
            return f"{reverse('disputes:dispute-close', args=[dispute.pk])}?stage={Dispute.Stage.REFUSED}"
        return self.back_url()


class PartyAdd(LeadsOn, NewPart):
    heading = _("Name a party")
    part = Party
    form_class = NewPartyForm
    action = parties.add
    is_warned = True
    button = _("Save the party")

    def check_state(self) -> None:
        super().check_state()
        parties.check_changeable(self.row, self.request.user)
        parties.check_not_fixed(self.row)


class PartyEdit(LeadsOn, PartEdit):
    model = Party
    form_class = PartyForm
    action = parties.amend
    is_warned = True
    heading = _("Change the party")
    button = _("Save the party")

    def check_state(self) -> None:
        super().check_state()
        parties.check_changeable(self.dispute, self.request.user)

    def about(self) -> str:
        return names.shown(self.row)


class PartyReveal(RevealPage):
    """The telephone number of a party: with a reason, for a minute, noted as a look at a hidden number."""

    model, book = Party, "disputes:party"
    related = ("dispute__village__town", "village__town")

    def check_state(self) -> None:
        check_living(self.row.dispute)

    def context(self) -> dict[str, Any]:
        return super().context() | {"row": names.shown(self.row)}

    def record_read(self) -> None:
        trail.record("read", self.row.dispute, by=self.request.user)


class PartyRemove(PartConfirm):
    model = Party
    action = parties.remove
    heading = _("Take a party out")
    sentence = _("For one who was named by mistake. What was written of this party is deleted.")
    button = _("Take this party out")
    is_final = True

    def check_state(self) -> None:
        super().check_state()
        parties.check_changeable(self.dispute, self.request.user)
        parties.check_removable(self.row)

    def subject(self) -> Any:
        return names.shown(self.row)
