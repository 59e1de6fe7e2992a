"""Who takes part in police mediation, and how often: officers, auxiliaries, minors, representatives, sessions."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from calendars.working_days import add_working_days
from disputes.legality.facts import GateFacts, GateStep, PartyFacts, SessionFacts
from disputes.legality.findings import Found, Verdict, of_law, version
from disputes.models import Dispute, Party, Session


def officers_are_enough(facts: GateFacts) -> Iterator[Found]:
    """po.one: one officer alone records all of it. The number is asked for."""
    one = facts.session
    if facts.step != GateStep.SESSION or one is None or not facts.is_police:
        return
    if one.officers_present is None:
        sentence = _("How many officers were there?")
        yield from _one("po.one", Verdict.ASK, "officers_present", sentence, one, facts)
    elif one.officers_present == 1 and not one.is_recorded:
        sentence = _("One officer alone records all of it with sound and picture.")
        yield from _one("po.one", Verdict.WARN, "recording", sentence, one, facts)


def _one(
    rule: str, effect: Verdict, field: str, sentence: str, session: SessionFacts, facts: GateFacts
) -> Iterator[Found]:
    yield from of_law(
        rule, effect, field, sentence, on=session.held_on, county=facts.county, fact=str(session.held_on)
    )


def auxiliaries_assist(facts: GateFacts) -> Iterator[Found]:
    """aux: an auxiliary never hosts, decides, or acts alone."""
    for sentence, field in _alone(facts):
        on = facts.session.held_on if facts.session else facts.filed_on
        yield from of_law("aux", Verdict.STOP, field, sentence, on=on, county=facts.county)


def _alone(facts: GateFacts) -> Iterator[tuple[str, str]]:
    if facts.by_auxiliary and facts.is_police and facts.step == GateStep.ACCEPT:
        yield _("Only an officer hosts police mediation."), "host"
    if facts.by_auxiliary and facts.step in (GateStep.FINAL, GateStep.SIGN, GateStep.CONFIRM, GateStep.CLOSE):
        yield _("An officer decides; an auxiliary assists."), ""
    if facts.mediator is not None and facts.mediator.is_host and facts.mediator.is_auxiliary:
        yield _("An auxiliary assists; an officer or a committee hosts."), "user"
    if facts.session is not None and facts.is_police and facts.session.officers_present == 0:
        yield _("An auxiliary never holds a session alone."), "officers_present"


def minors_have_somebody(facts: GateFacts) -> Iterator[Found]:
    """po.minor: the guardian of a party under 18 was notified by the day of the session, unless excepted.

    Who is absent is warned of. An agreement comes from the last session that was held; minutes that are corrected take
    a reason where the notice came later.
    """
    if not facts.is_police:
        return
    yield from _notified_late(facts)
    if not facts.mediates:
        return
    on = facts.session.held_on if facts.session else facts.filed_on
    for party in facts.parties:
        if not party.is_minor or party.is_excepted:
            continue
        if not party.is_notified:
            sentence = _(
                "Side %(side)s is under 18: notify the guardian first, or note the three grounds of the exception."
            ) % {"side": party.side}
            yield from of_law("po.minor", Verdict.STOP, "", sentence, on=on, county=facts.county)
        elif party.came not in (Party.Came.GUARDIAN, Party.Came.OTHER):
            sentence = _("Side %(side)s is under 18, and nobody came for them.") % {"side": party.side}
            yield from of_law(
                "po.minor", Verdict.WARN, "", sentence, on=on, county=facts.county, fact=f"{party.side} {on}"
            )


def _notified_late(facts: GateFacts) -> Iterator[Found]:
    """The notice is on the day of the session, or before it."""
    one, held_on = facts.session, None
    if facts.step == GateStep.SESSION and one is not None:
        held_on = one.held_on if one.is_held else None
    elif facts.mediates:
        held_on = max((each.held_on for each in facts.sessions if each.is_held), default=None)
    if held_on is None:
        return
    effect = Verdict.STOP if one is None or one.key is None else Verdict.WARN
    for party in facts.parties:
        if (
            not party.is_minor
            or party.is_excepted
            or party.notified_on is None
            or party.notified_on <= held_on
        ):
            continue
        sentence = _(
            "Side %(side)s is under 18: the guardian was notified on %(notified)s, after the session of %(held)s."
        ) % {"side": party.side, "notified": party.notified_on, "held": held_on}
        yield from of_law(
            "po.minor", effect, "", sentence, on=held_on, county=facts.county,
            fact=f"{party.side} {party.notified_on} {held_on}" if effect == Verdict.WARN else "",
        )  # fmt: skip


def representatives_may(facts: GateFacts) -> Iterator[Found]:
    """po.rep: the injured by a written mandate; who violated the order by nobody."""
    if not facts.is_police or not (facts.step in (GateStep.ACCEPT, GateStep.PARTY) or facts.mediates):
        return
    for party in (facts.party,) if facts.party is not None else facts.parties:
        if party.is_represented:
            yield from _represented(party, facts)


def _represented(party: PartyFacts, facts: GateFacts) -> Iterator[Found]:
    on, county = facts.filed_on, facts.county
    if party.is_actor:
        sentence = _("Side %(side)s: who violated the order comes himself, nobody represents him.")
        yield from of_law(
            "po.rep", Verdict.STOP, "representative", sentence % {"side": party.side}, on=on, county=county
        )
    elif not party.part:
        sentence = _("Side %(side)s: say whether it is the injured who is represented.")
        yield from of_law(
            "po.rep", Verdict.ASK, "part", sentence % {"side": party.side}, on=on, county=county
        )
    elif not party.has_mandate:
        sentence = _("Side %(side)s: the injured is represented by a written mandate that names its extent.")
        yield from of_law(
            "po.rep", Verdict.STOP, "mandate", sentence % {"side": party.side}, on=on, county=county
        )


def sessions_are_few(facts: GateFacts) -> Iterator[Found]:
    """po.count: once; once more within the working days of the row, when asked for; a third one stops."""
    one = facts.session
    if facts.step != GateStep.SESSION or one is None or not facts.is_police or not one.is_held:
        return
    row = version("po.count", on=one.held_on, county=facts.county)
    before = [each for each in facts.sessions if each.is_held and _comes_before(each, one)]
    if row is None:
        return
    held = sum(each.is_held for each in facts.sessions) + 1
    if held > row.number("most"):
        sentence = _("The police mediate once, and once more: not a third time.")
        yield from _one("po.count", Verdict.STOP, "held_on", sentence, one, facts)
    elif before:
        yield from _second(before[0], one, row.number(), facts)


def _second(first: SessionFacts, one: SessionFacts, days: int, facts: GateFacts) -> Iterator[Found]:
    clock = next(
        (one for one in facts.clocks if one.rule == "po.count"), None
    )  # which stands still over rests
    last = clock.due_on if clock else add_working_days(first.held_on, days, facts.table)
    if not one.asked_by:
        sentence = _("Say who asked for the second session.")
        yield from _one("po.count", Verdict.ASK, "asked_by", sentence, one, facts)
    if last and one.held_on > last:
        sentence = _("The second session was due by %(last)s.") % {"last": f"{last:%Y-%m-%d}"}
        yield from _one("po.count", Verdict.WARN, "held_on", sentence, one, facts)


def _comes_before(other: SessionFacts, one: SessionFacts) -> bool:
    if other.held_on != one.held_on or other.key is None or one.key is None:
        return other.held_on <= one.held_on
    return other.key < one.key


def turned_to_the_police(facts: GateFacts) -> Iterator[Found]:
    """po.count: a dispute with more sessions than the police hold goes to them only with a reason."""
    row = version("po.count", on=facts.filed_on, county=facts.county)
    held = sum(one.result != Session.Result.NOT_HELD for one in facts.sessions)
    if facts.step == GateStep.ACCEPT and facts.procedure == Dispute.Procedure.POLICE and row is not None:
        if held > row.number("most"):
            sentence = _("%(n)s sessions were held already; the police mediate once, and once more.")
            yield from of_law(
                "po.count", Verdict.WARN, "procedure", sentence % {"n": held}, on=facts.filed_on,
                county=facts.county, fact=str(held),
            )  # fmt: skip
