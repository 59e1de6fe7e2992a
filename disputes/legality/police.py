"""What the police may mediate: rows po.* of the law that govern whether."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from disputes.legality.facts import GateFacts, GateStep
from disputes.legality.findings import Found, Verdict, of_law
from disputes.legality.willingness import is_refused
from disputes.models import Dispute, Party

Stage = Dispute.Stage
UNWILLING = Dispute.Excluded.UNWILLING


def concerns_mediation(facts: GateFacts) -> bool:
    """Does the step begin, hold, or end a police mediation?"""
    return facts.is_police and (facts.step == GateStep.ACCEPT or facts.mediates)


def is_an_act_of_the_list(facts: GateFacts) -> Iterator[Found]:
    """po.scope.law: a minor act against the public order, from a civil quarrel; anything else is told where to go."""
    if concerns_mediation(facts) and not facts.act:
        sentence = _(
            "The police mediate minor acts of the list only: choose the act. Where there is none, the parties are told "
            "to go to a committee or the court."
        )
        yield from of_law(
            "po.scope.law", Verdict.STOP, "act", sentence, on=facts.filed_on, county=facts.county
        )


def has_a_ground(facts: GateFacts) -> Iterator[Found]:
    """po.list: one of the three grounds, beside the act."""
    if concerns_mediation(facts) and facts.act and not facts.ground:
        sentence = _("Say which of the three grounds allows to mediate.")
        yield from of_law("po.list", Verdict.STOP, "ground", sentence, on=facts.filed_on, county=facts.county)


def is_not_excluded(facts: GateFacts) -> Iterator[Found]:
    """po.excl: none of the seven, of which unwillingness is also what a party or the last session says."""
    if not concerns_mediation(facts):
        return
    codes = set(facts.excluded)
    if facts.step != GateStep.ACCEPT and is_refused(facts) and not facts.notes_a_refusal:
        codes.add(UNWILLING)
    if codes:
        names = "、".join(str(one.label) for one in Dispute.Excluded if one in codes)
        sentence = _("The police must not mediate this: %(names)s.") % {"names": names}
        yield from of_law(
            "po.excl", Verdict.STOP, "excluded", sentence, on=facts.filed_on, county=facts.county
        )


def is_told_where_to_go(facts: GateFacts) -> Iterator[Found]:
    """po.notviolation: what is no violation goes to the court or a committee, and the parties are told so."""
    if facts.closes_as(Stage.TOLD) and facts.told_routes_on is None:
        sentence = _("Tell the parties to go to the court or a committee, and note the day.")
        yield from of_law(
            "po.notviolation", Verdict.WARN, "told_routes_on", sentence, on=facts.filed_on, county=facts.county,
            fact=facts.of_closing,
        )  # fmt: skip


def is_for_the_spot(facts: GateFacts) -> Iterator[Found]:
    """po.spot: both agree and perform at once; there is an agreement, or a full recording of all of it."""
    if facts.procedure != Dispute.Procedure.SPOT or not facts.closes_as(Stage.AGREED):
        return
    wanting = []
    if not all(party.agrees == Party.Agrees.YES for party in facts.parties):
        wanting.append(_("both sides agree"))
    agreement = facts.agreement
    if agreement is not None and agreement.performed < agreement.duties:
        wanting.append(_("all is performed at once"))
    if agreement is None and not any(one.is_recorded for one in facts.sessions):
        wanting.append(_("an agreement, or a full recording"))
    if wanting:
        sentence = _("On the spot only with: %(wanting)s.") % {"wanting": "、".join(wanting)}
        yield from of_law(
            "po.spot", Verdict.WARN, "stage", sentence, on=facts.filed_on, county=facts.county,
            fact=facts.of_closing,
        )  # fmt: skip


def is_settled_and_approved(facts: GateFacts) -> Iterator[Found]:
    """po.settled: performed, applied for in writing, approved, in this order, up to the day of the result."""
    if not facts.closes_as(Stage.SETTLED):
        return
    on, county = facts.filed_on, facts.county
    for name, day in (("applied_on", facts.applied_on), ("approved_on", facts.approved_on)):
        if day is None:
            sentence = _("No punishment only where the parties applied in writing and it was approved.")
            yield from of_law("po.settled", Verdict.ASK, name, sentence, on=on, county=county)
    days = [
        day
        for day in (facts.filed_on, facts.applied_on, facts.approved_on, facts.handled_on)
        if day is not None
    ]
    if days != sorted(days):
        sentence = _("It is filed, applied for, approved, and decided, in this order.")
        yield from of_law("po.settled", Verdict.ASK, "approved_on", sentence, on=on, county=county)
    agreement = facts.agreement
    if agreement is not None and agreement.performed < agreement.duties:  # no reason helps
        sentence = _("Not all duties of the agreement are performed.")
        yield from of_law("po.settled", Verdict.ASK, "stage", sentence, on=on, county=county)
