"""The steps of an agreement until it holds: its draft, its paper, who signs it."""

from collections.abc import Iterator

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from access.rights import may
from disputes.models import Dispute
from disputes.parts_of import Parts
from disputes.story.step import Act, Step, acts
from rules import law

PAPERS: dict[str, str] = {Dispute.Procedure.POLICE: "police_agreement", Dispute.Procedure.SPOT: "on_the_spot"}


def of_agreement(parts: Parts) -> Iterator[Step]:
    agreement = parts.agreement
    if agreement and not agreement.is_final:
        yield Step(
            _("Complete the draft of the agreement"),
            agreement.get_form_display(),
            acts=acts(
                parts,
                "settle_dispute",
                ("agreement-edit", _("Go on with the draft")),
                ("agreement-finish", _("Make it final")),
                key=agreement.pk,
            ),
        )
    elif agreement and (wanting := parts.unsigned):
        rule = "po.paper" if parts.dispute.procedure in Dispute.OF_THE_POLICE else "pm.effect"
        yield Step(
            _("Print the agreement and have it signed"),
            _("Still wanted: %(wanting)s.") % {"wanting": "、".join(wanting)},
            acts=_to_print(parts)
            + acts(parts, "settle_dispute", ("agreement-sign", _("Note who has signed")), key=agreement.pk),
            source=law.row_or_first(rule, on=parts.dispute.filed_on or parts.dispute.occurred_on).article,
        )


def _to_print(parts: Parts) -> tuple[Act, ...]:
    """The paper of the agreement that fits the procedure."""
    dispute = parts.dispute
    if not may(parts.user, "print_papers"):
        return ()
    paper = PAPERS.get(dispute.procedure, "agreement")
    return (
        Act(reverse(settings.AGREEMENT_PAPER, args=[dispute.pk, paper, "pdf"]), _("Print the agreement")),
    )
