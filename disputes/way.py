"""The way of a dispute and how far it has come: 受理 › 调解 › 达成 › 履行 › 回访 › 结案; 受理 › 保护办理 › 结案.

What is not mediated at all: 受理 › 不予调解，告知途径 › 结案.
"""

from django.utils.translation import gettext as _

from disputes.models import Dispute, Duty
from disputes.parts_of import Parts

AFTER = (Dispute.Stage.AGREED, Dispute.Stage.SETTLED)


def path(dispute: Dispute, parts: Parts) -> list[tuple[str, bool]]:
    """Each word, and whether it is where the dispute stands now."""
    Stage = Dispute.Stage
    if dispute.is_protected:
        is_open = dispute.stage == Stage.OPEN
        return [(_("Taken up"), False), (_("Protection"), is_open), (_("Finished"), not is_open)]
    if dispute.stage not in (Stage.OPEN, *AFTER):
        return [(_("Taken up"), False), (dispute.get_stage_display(), True)]
    if dispute.procedure == Dispute.Procedure.TOLD and dispute.stage == Stage.OPEN:
        return [(_("Taken up"), False), (dispute.get_procedure_display(), True), (_("Finished"), False)]
    words = [_("Taken up"), _("Mediation"), _("Agreed"), _("Performance"), _("Follow-up"), _("Finished")]
    return [(word, place == reached(dispute, parts)) for place, word in enumerate(words)]


def reached(dispute: Dispute, parts: Parts) -> int:
    """The place in the way: 0 accepted ... 5 finished."""
    if dispute.stage == Dispute.Stage.OPEN:
        return 2 if parts.agreement else 1 if parts.sessions else 0
    if not parts.is_shown:
        return 2
    if any(one.state != Duty.State.PERFORMED for one in parts.current_duties):
        return 3
    if any(one.made_on is None for one in parts.calls):
        return 4
    return 5
