"""Nobody is mediated against their will, and whom it fails is told where to go: rows pm.* of the law."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from disputes.legality.facts import MEDIATED_PROCEDURES, GateFacts, GateStep
from disputes.legality.findings import Found, Verdict, of_law
from disputes.models import Dispute, Mediator, Party, Session

Stage = Dispute.Stage
RULE_OF_CONSENT = {"people": "pm.refuse", "police": "po.excl"}  # voluntary: nobody against a clear refusal
NOT_AGREED = (Stage.FAILED, Stage.REFUSED)


def refuses(facts: GateFacts) -> Iterator[Found]:
    """pm.refuse: a party refuses, or refused at the last session and has not agreed since.

    The police have their own rule of it (po.excl), whose article is named there.
    """
    if facts.mediates and facts.is_of_the_people and is_refused(facts) and not facts.notes_a_refusal:
        sentence = _(
            "A party refuses: it must not be mediated. Close it as refused, and tell them of arbitration, "
            "administrative and court ways."
        )
        yield from of_law("pm.refuse", Verdict.STOP, "", sentence, on=facts.filed_on, county=facts.county)


def is_refused(facts: GateFacts) -> bool:
    if any(party.agrees == Party.Agrees.NO for party in facts.parties):
        return True
    last = max(facts.sessions, key=lambda one: (one.held_on, one.key or 0), default=None)
    agree = bool(facts.parties) and all(party.agrees == Party.Agrees.YES for party in facts.parties)
    return last is not None and last.result == Session.Result.REFUSED and not agree


def agrees_to_it(facts: GateFacts) -> Iterator[Found]:
    """pm.refuse, po.excl: nobody is mediated who was never asked. What was agreed on needs everybody's word."""
    if not facts.closes_as(Stage.AGREED) or facts.procedure not in MEDIATED_PROCEDURES:
        return
    if any(party.agrees == Party.Agrees.NOT_ASKED for party in facts.parties):
        rule = RULE_OF_CONSENT["people" if facts.is_of_the_people else "police"]
        sentence = _("Of a party nobody has noted that they agree to mediation: ask, and tick it.")
        yield from of_law(rule, Verdict.ASK, "all_agree", sentence, on=facts.filed_on, county=facts.county)


def is_told_of_the_routes(facts: GateFacts) -> Iterator[Found]:
    """pm.fail: who is not helped is told of arbitration, administrative and court ways."""
    if facts.is_of_the_people and facts.closes_as(*NOT_AGREED) and facts.told_routes_on is None:
        sentence = _("Tell the parties of arbitration, administrative and court ways, and note the day.")
        yield from of_law(
            "pm.fail", Verdict.WARN, "told_routes_on", sentence, on=facts.filed_on, county=facts.county,
            fact=facts.of_closing,
        )  # fmt: skip


def invites(facts: GateFacts) -> Iterator[Found]:
    """pm.invite: relatives, neighbours, experts only with the parties' consent."""
    one = facts.mediator
    if facts.step != GateStep.MEDIATOR or one is None or not facts.is_of_the_people:
        return
    if one.kind in (Mediator.Kind.INVITED, Mediator.Kind.EXPERT) and not one.is_agreed_to:
        sentence = _("Invite others only when the parties agree to it.")
        yield from of_law(
            "pm.invite", Verdict.WARN, "is_agreed_to", sentence, on=facts.filed_on, county=facts.county
        )


def escalates(facts: GateFacts) -> Iterator[Found]:
    """pm.escalate: what may lead to a case is told the police at once."""
    if facts.step == GateStep.ACCEPT and facts.may_escalate and facts.is_of_the_people:
        sentence = _("It may lead to a public-order or criminal case: tell the police station at once.")
        yield from of_law(
            "pm.escalate", Verdict.WARN, "may_escalate", sentence, on=facts.filed_on, county=facts.county
        )
