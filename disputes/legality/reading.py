"""The facts of a dispute, read from its rows and from what is about to be saved."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from django.utils import timezone

from access import scope
from access.rights import may
from accounts.models import User
from calendars.working_days import table_of
from disputes import hints
from disputes.clocks import facts
from disputes.clocks.clock import Clock
from disputes.clocks.reading import derived
from disputes.legality.facts import (
    AgreementFacts,
    GateFacts,
    GateStep,
    MediatorFacts,
    PartyFacts,
    SessionFacts,
)
from disputes.legality.late import ENDS
from disputes.models import Agreement, Dispute, Duty, Mediator, Party, Session
from disputes.wanting import missing_parts
from rules import holidays

OF_DISPUTE = (
    "procedure", "kind", "violence", "act", "ground", "amount", "people_concerned", "may_escalate", "told_routes_on",
    "applied_on", "approved_on", "handled_on",
)  # fmt: skip


def facts_of(step: GateStep, dispute: Dispute, by: User, **more: Any) -> GateFacts:
    """The facts of ``dispute``, saved or about to be, at ``step``; ``more`` goes before what is stored.

    Of a dispute that is not saved yet the parties come with ``more``.
    """
    county = scope.for_user(by).county
    stored: dict[str, Any] = {name: getattr(dispute, name) for name in OF_DISPUTE}
    if dispute.pk is not None:
        stored |= _of_parts(dispute)
        if step in ENDS:
            stored["clocks"] = _clocks(dispute, more.get("session"))
    given = {
        "filed_on": dispute.filed_on or dispute.occurred_on,
        "today": timezone.localdate(),
        "table": table_of(holidays.notices(county=county).values()),
        "county": county,
        "hints": _hints(step, dispute, county),
        "excluded": tuple(dispute.excluded),
        "form": dispute.agreement,
        "by_auxiliary": not may(by, "settle_dispute"),
    }
    return GateFacts(step=step, **stored | given | more)


def _hints(step: GateStep, dispute: Dispute, county: str) -> tuple[str, ...]:
    """Words that suggest the question, where the step asks it."""
    return (
        hints.found([dispute.summary], on=timezone.localdate(), county=county)
        if step == GateStep.ACCEPT
        else ()
    )


def _clocks(dispute: Dispute, session: SessionFacts | None) -> tuple[Clock, ...]:
    """The clocks as they stand without the session that is corrected now."""
    found = facts.read(Dispute.objects.filter(pk=dispute.pk))
    if session is not None and session.key is not None:
        others = (tuple(each for each in one.sessions if each.id != session.key) for one in found)
        found = [replace(one, sessions=left) for one, left in zip(found, others, strict=True)]
    return tuple(clock for _facts, clocks in derived(found) for clock in clocks)


def _of_parts(dispute: Dispute) -> dict[str, Any]:
    agreement = dispute.agreement_set.filter(replaced_on=None).first()
    return {
        "parties": tuple(map(of_party, dispute.party_set.all())),
        "sessions": tuple(map(of_session, dispute.session_set.all())),
        "agreement": of_agreement(agreement, dispute) if agreement else None,
    }


def of_party(party: Party) -> PartyFacts:
    return PartyFacts(
        side=party.side,
        agrees=party.agrees,
        part=party.part,
        is_represented=bool(party.representative),
        has_mandate=bool(party.mandate.strip()),
        is_minor=party.is_minor,
        is_excepted=party.is_minor and not party.needs_guardian,
        is_notified=party.notified_on is not None,
        notified_on=party.notified_on,
        came=party.came,
    )


def of_mediator(mediator: Mediator) -> MediatorFacts:
    return MediatorFacts(
        kind=mediator.kind,
        is_host=mediator.is_host,
        is_agreed_to=mediator.is_agreed_to,
        is_auxiliary=mediator.user is not None and not may(mediator.user, "settle_dispute"),
    )


def of_session(session: Session) -> SessionFacts:
    return SessionFacts(
        held_on=session.held_on,
        result=session.result,
        asked_by=session.asked_by,
        officers_present=session.officers_present,
        recording=session.recording,
        key=session.pk,
    )


def of_agreement(agreement: Agreement, dispute: Dispute) -> AgreementFacts:
    sides = set(dispute.party_set.values_list("side", flat=True))
    states: Sequence[str] = list(agreement.duties.values_list("state", flat=True))
    return AgreementFacts(
        form=agreement.form,
        is_final=agreement.is_final,
        missing=tuple(missing_parts(agreement, dispute)),
        sides_unsigned=sides_unsigned(agreement, sides),
        signed_by_all=bool(sides) and sides <= set(agreement.sides_signed),
        signed_by_mediator=agreement.signed_by_mediator,
        is_sealed=agreement.is_sealed_by_body,
        ownership=agreement.ownership,
        effective_on=agreement.effective_on,
        duties=len(states),
        performed=sum(state == Duty.State.PERFORMED for state in states),
    )


def sides_unsigned(agreement: Agreement, sides: set[str]) -> tuple[str, ...]:
    """The sides that have not signed, once another one has; empty while nobody has."""
    signed = set(agreement.sides_signed)
    return tuple(sorted(sides - signed)) if sides & signed else ()
