"""What comes next in a dispute, and by when: derived from its stage and from the dated rows that belong to it."""

from datetime import date

from django.utils.translation import gettext as _

from accounts.models import User
from disputes.clocks.clock import State
from disputes.models import Dispute
from disputes.parts_of import Parts
from disputes.story.afterwards import of_closed
from disputes.story.mediation import of_open
from disputes.story.step import Act, Step, acts

__all__ = ["Act", "Step", "next_steps"]


def next_steps(dispute: Dispute, user: User, parts: Parts | None = None) -> list[Step]:
    """What comes next, the most urgent first: overdue, then by day, then what has none.

    Empty when nothing is left to do, or for those who see the dates alone. Buttons are those that ``user`` may press.
    """
    parts = parts or Parts(dispute, user)
    if not parts.is_shown or not dispute.is_counted or dispute.erased_on:
        return []
    steps = list(of_open(parts) if dispute.stage == Dispute.Stage.OPEN else of_closed(parts))
    steps.sort(key=lambda step: (step.due_on is None, step.due_on or date.max))
    return [*steps, *_of_clocks(parts)]


def _of_clocks(parts: Parts) -> list[Step]:
    """The periods that run, after the things to be done: those of a duty, a call or a rest are days already."""
    running = [
        one
        for one in parts.clocks
        if one.is_open and one.due_on and one.part is None and one.state != State.STOPPED
    ]
    return [
        Step(
            str(one.name),
            _("They may; nobody must.") if one.is_offer else "",
            one.due_on,
            source=str(one.article),
            is_offer=one.is_offer,
            words=one.left if one.is_silence or one.working else "",
            words_have_day=one.is_silence,
            acts=_of_offer(parts) if one.is_offer else (),
        )
        for one in running
    ]


def _of_offer(parts: Parts) -> tuple[Act, ...]:
    """The confirmation by a court, of an agreement that holds."""
    agreement = parts.agreement
    if agreement is None or parts.unsigned:
        return ()
    return acts(parts, "settle_dispute", ("agreement-court", _("Note the application")), key=agreement.pk)
