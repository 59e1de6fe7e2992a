"""What belongs to one dispute, as one person sees it: each kind is read once, when it is asked for."""

from datetime import datetime
from functools import cached_property
from typing import Any

from access import scope
from access.rights import may
from accounts.models import User
from disputes import former
from disputes.clocks import reading
from disputes.clocks.clock import Clock
from disputes.clocks.facts import Facts
from disputes.former import Former
from disputes.legality import agreements
from disputes.legality.facts import AgreementFacts
from disputes.legality.reading import sides_unsigned
from disputes.models import (
    Agreement,
    Attention,
    Dispute,
    Duty,
    Extension,
    Finding,
    FollowUp,
    Measure,
    Mediator,
    Party,
    Session,
    Suspension,
)
from disputes.models.parts import Part


class Parts:
    """The parts of ``dispute`` for ``user``; all empty for those who see no names, and in an emergency view."""

    def __init__(self, dispute: Dispute, user: User) -> None:
        self.dispute, self.user = dispute, user

    @cached_property
    def is_shown(self) -> bool:
        """Does the person see names, minutes and what follows? The county and leaders see dates and outcomes alone."""
        return may(self.user, "see_names") and not scope.for_user(self.user).emergency

    def _rows(self, model: type[Part], *related: str) -> list[Any]:
        if not self.is_shown:
            return []
        rows = model.objects.visible_to(self.user).filter(dispute=self.dispute)
        return list(rows.select_related(*related)) if related else list(rows)

    @cached_property
    def parties(self) -> list[Party]:
        return self._rows(Party)

    @cached_property
    def mediators(self) -> list[Mediator]:
        return self._rows(Mediator, "user")

    @cached_property
    def sessions(self) -> list[Session]:
        return self._rows(Session, "recorded_by")

    @cached_property
    def suspensions(self) -> list[Suspension]:
        return self._rows(Suspension)

    @cached_property
    def agreements(self) -> list[Agreement]:
        return self._rows(Agreement, "recorded_by")

    @cached_property
    def duties(self) -> list[Duty]:
        return self._rows(Duty)

    @cached_property
    def calls(self) -> list[FollowUp]:
        """The calls after the end that are planned or made, in order."""
        return [one for one in self._rows(FollowUp, "made_by") if not one.dropped_on]

    @cached_property
    def marks(self) -> list[Attention]:
        return self._rows(Attention, "marked_by")

    @cached_property
    def findings(self) -> list[Finding]:
        return self._rows(Finding, "overridden_by")

    @cached_property
    def timed(self) -> tuple[Facts, list[Clock]] | None:
        """The dated facts with all clocks; None for those who may not read clocks."""
        if not self.is_shown or not reading.may_read(self.user):
            return None
        return reading.read(Dispute.objects.filter(pk=self.dispute.pk))[0]

    @property
    def clocks(self) -> list[Clock]:
        return self.timed[1] if self.timed else []

    @cached_property
    def extensions(self) -> list[Extension]:
        return self._rows(Extension, "recorded_by")

    @property
    def agreement(self) -> Agreement | None:
        """The agreement that holds, or its draft; None without one."""
        return next((one for one in self.agreements if one.replaced_on is None), None)

    @property
    def unsigned(self) -> list[str]:
        """What a final written agreement must bear and does not yet, in words; empty of any other."""
        return [] if self.dispute.is_protected else self._lacks()

    @property
    def is_without_effect(self) -> bool:
        """Was the agreement still a draft, or not signed, when the dispute came under protection?"""
        one = self.agreement
        return self.dispute.is_protected and one is not None and (not one.is_final or bool(self._lacks()))

    def _lacks(self) -> list[str]:
        one = self.agreement
        if one is None or not one.is_current or one.form != Agreement.Form.WRITTEN:
            return []
        sides = {party.side for party in self.parties}
        bears = AgreementFacts(
            sides_unsigned=sides_unsigned(one, sides),
            signed_by_all=bool(sides) and sides <= set(one.sides_signed),
            signed_by_mediator=one.signed_by_mediator,
            is_sealed=one.is_sealed_by_body,
        )
        is_of_the_people = self.dispute.procedure == Dispute.Procedure.PEOPLE
        return agreements.unsigned(bears, is_of_the_people=is_of_the_people)

    @cached_property
    def measures(self) -> list[Measure]:
        return self._rows(Measure)

    @property
    def has_effect(self) -> bool:
        """Is there a final agreement that bears all that it must? Only then its duties are performed, or are not."""
        return self.agreement is not None and self.agreement.is_current and not self.unsigned

    @property
    def is_confirmed(self) -> bool:
        """Has a court confirmed the agreement? Then it is enforced, and not mediated again."""
        one = self.agreement
        return one is not None and one.confirmation == one.CourtDecision.CONFIRMED

    @cached_property
    def former(self) -> list[Former]:
        """The agreements that were replaced, with their duties and how each ended."""
        found = former.endings(self.dispute, [one for one in self.agreements if one.replaced_on is not None])
        for one in found:
            one.duties = self.duties_of(one.agreement)
        return found

    @cached_property
    def session_now(self) -> Session | None:
        """The last session since the dispute was taken up again, or at all; what was said before it is over."""
        last, again = self.last_session, self.taken_up_at
        return None if last and again and last.recorded_at <= again else last

    @cached_property
    def taken_up_at(self) -> datetime | None:
        """When the dispute was taken up again last."""
        return former.taken_up_at(self.dispute)

    @property
    def current_duties(self) -> list[Duty]:
        """The duties of the agreement that holds, with ``who`` as a party of this dispute."""
        agreement = self.agreement
        return self.duties_of(agreement) if agreement else []

    def duties_of(self, agreement: Agreement) -> list[Duty]:
        known = {party.pk: party for party in self.parties}
        found = [one for one in self.duties if one.agreement_id == agreement.pk]
        for duty in found:
            if duty.who_id in known:
                duty.who = known[duty.who_id]
        return found

    @property
    def suspension(self) -> Suspension | None:
        """The rest that goes on; None while the mediation does not rest."""
        return next((one for one in self.suspensions if one.ended_on is None), None)

    @property
    def mark(self) -> Attention | None:
        return next((one for one in self.marks if one.ended_on is None), None)

    @property
    def last_session(self) -> Session | None:
        return self.sessions[-1] if self.sessions else None
