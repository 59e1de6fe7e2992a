"""What an agreement must state and bear, and whether a court confirms it: rows pm.must, po.paper, jc.* of the law."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from calendars.working_days import end_of_period
from disputes.clocks.courts import OF_OWNERSHIP, OF_STATUS
from disputes.legality.facts import AgreementFacts, GateFacts, GateStep
from disputes.legality.findings import Found, Verdict, of_law, version
from disputes.models import Agreement, Dispute

Stage = Dispute.Stage
WRITTEN = Agreement.Form.WRITTEN


def states_every_part(facts: GateFacts) -> Iterator[Found]:
    """pm.must, po.paper, pm.oral: a final agreement states what it must; while it does not it is a draft."""
    one = facts.agreement
    if facts.step != GateStep.FINAL or one is None or not one.missing:
        return
    parts = _("Still missing: %(parts)s.") % {"parts": "、".join(one.missing)}
    rule = "po.paper" if facts.is_police else "pm.must" if one.form == WRITTEN else "pm.oral"
    # An oral agreement is its content: without it nothing is recorded that could be final.
    wanted = Verdict.ASK if rule == "pm.oral" else Verdict.STOP
    found = list(of_law(rule, wanted, "", parts, on=facts.filed_on, county=facts.county))
    yield from found or [Found(rule, Verdict.ASK, "", parts, "")]


def is_signed(facts: GateFacts) -> Iterator[Found]:
    """pm.effect, po.paper: a written agreement holds when it is signed; the committee's bears its seal as well."""
    one = facts.agreement
    if not facts.closes_as(Stage.AGREED) or one is None or one.form != WRITTEN or not one.is_final:
        return
    if wanting := unsigned(one, is_of_the_people=facts.is_of_the_people):
        rule = "po.paper" if facts.is_police else "pm.effect"
        sentence = _("The agreement does not hold yet. It wants: %(wanting)s.") % {
            "wanting": "、".join(wanting)
        }
        yield from of_law(rule, Verdict.STOP, "agreement", sentence, on=facts.filed_on, county=facts.county)


def unsigned(one: AgreementFacts, *, is_of_the_people: bool) -> list[str]:
    """What the paper of a written agreement must bear and does not yet, in words; empty of one that holds.

    Each side signs; of people's mediation the mediator as well, and the committee's seal is on it.
    """
    wanting = [] if one.signed_by_all else [_signatures(one)]
    if is_of_the_people:
        wanting += [] if one.signed_by_mediator else [_("signature of the mediator")]
        wanting += [] if one.is_sealed else [_("seal of the committee")]
    return wanting


def _signatures(one: AgreementFacts) -> str:
    """Of everybody, or once somebody has signed of the sides that have not."""
    if not one.sides_unsigned:
        return _("signatures of all parties")
    return _("signature of side %(sides)s") % {"sides": "、".join(one.sides_unsigned)}


def is_written_down(facts: GateFacts) -> Iterator[Found]:
    """pm.must, po.paper: closed with a written agreement of which the registry has a draft, or nothing."""
    one = facts.agreement
    if not facts.closes_as(Stage.AGREED) or facts.form != WRITTEN or (one is not None and one.is_final):
        return
    rule = "po.paper" if facts.is_police else "pm.must"
    if one is None:
        sentence = _("The agreement is not entered here: nobody has checked that it states what it must.")
        yield from of_law(
            rule, Verdict.WARN, "agreement", sentence, on=facts.filed_on, county=facts.county,
            fact=facts.of_closing,
        )  # fmt: skip
    else:
        sentence = _("The agreement is a draft still. Make it final first.")
        yield from of_law(rule, Verdict.STOP, "agreement", sentence, on=facts.filed_on, county=facts.county)


def decides_who_owns(facts: GateFacts) -> Iterator[Found]:
    """jc.no: on land, house and forest it is asked whether the agreement decides who owns."""
    one = facts.agreement
    if facts.step == GateStep.FINAL and facts.is_of_the_people and one and one.form == WRITTEN:
        if facts.kind in OF_OWNERSHIP and not one.ownership:
            sentence = _(
                "Does it decide who owns the land, the house, the forest? Courts do not confirm that."
            )
            yield from of_law(
                "jc.no",
                Verdict.ASK,
                "ownership",
                sentence,
                on=one.effective_on or facts.today,
                county=facts.county,
            )


def a_court_confirms(facts: GateFacts) -> Iterator[Found]:
    """jc.no: what no court confirms is not applied for."""
    if facts.step == GateStep.CONFIRM and (reason := not_confirmed(facts)):
        on = facts.agreement.effective_on if facts.agreement else None
        yield from of_law(
            "jc.no", Verdict.STOP, "confirmation", reason, on=on or facts.today, county=facts.county
        )


def is_applied_in_time(facts: GateFacts) -> Iterator[Found]:
    """jc.30: the parties apply within the days of the row; courts refuse what comes later."""
    offer = confirmation(facts) if facts.step == GateStep.CONFIRM else None
    if offer is None or offer.until is None or facts.done_on is None or facts.done_on <= offer.until:
        return
    on = facts.agreement.effective_on if facts.agreement else None
    sentence = _("The period to apply ended on %(day)s.") % {"day": f"{offer.until:%Y-%m-%d}"}
    yield from of_law(
        "jc.30", Verdict.WARN, "applied_on", sentence, on=on or facts.today, county=facts.county,
        fact=f"{offer.until} {facts.done_on}",
    )  # fmt: skip


def not_confirmed(facts: GateFacts) -> str:
    """Why no court confirms the agreement; empty where one may."""
    one = facts.agreement
    if not facts.is_of_the_people:
        return _("Courts confirm agreements of mediation committees; of this one ask the court.")
    if facts.kind in OF_STATUS:
        return _("Courts do not confirm agreements on marriage, parentage or adoption.")
    if one is not None and one.ownership == Agreement.Ownership.YES:
        return _("Courts do not confirm who owns land, a house or a forest.")
    if facts.kind in OF_OWNERSHIP and (one is None or not one.ownership):
        return _("First answer whether the agreement decides who owns.")
    return ""


@dataclass(frozen=True)
class CourtOffer:
    """Whether the page offers that a court confirms the agreement: until when, at which courts, or why it does not."""

    why_not: str
    article: str
    courts: tuple[str, ...] = ()
    until: date | None = None
    is_provisional: bool = False

    @property
    def is_offered(self) -> bool:
        return not self.why_not


def confirmation(facts: GateFacts) -> CourtOffer | None:
    """None before there is a final written agreement, and where no law of the day knows the confirmation."""
    one = facts.agreement
    if one is None or not one.is_final or one.form != WRITTEN or one.effective_on is None:
        return None
    on, county = one.effective_on, facts.county
    period, courts, no = (version(rule, on=on, county=county) for rule in ("jc.30", "jc.court", "jc.no"))
    if period is None:
        return None
    if reason := not_confirmed(facts):
        return CourtOffer(reason, no.article if no else period.article)
    if unsigned(one, is_of_the_people=facts.is_of_the_people):
        return CourtOffer(_("It is signed first: before that it does not hold."), period.article)
    until = end_of_period(on, facts.table, days=period.number())
    return CourtOffer(
        "" if facts.today <= until else _("The period to apply has ended."),
        period.article,
        tuple(item.text for item in courts.items()) if courts else (),
        until,
        facts.table.is_provisional(on, until),
    )
