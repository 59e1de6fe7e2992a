"""Every rule of disputes/legality at its edges, on both sides of the days on which the law changed."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest

from calendars.working_days import table_of
from disputes.legality import RULES, GateFacts, GateStep, Verdict, check
from disputes.legality.agreements import confirmation
from disputes.legality.facts import AgreementFacts, MediatorFacts, PartyFacts, SessionFacts
from disputes.legality.findings import bounded
from disputes.models import Dispute
from rules import law
from rules.holidays import WITH_THE_REGISTRY
from rules.law.shape import Confidence

pytestmark = pytest.mark.django_db

TABLE = table_of(WITH_THE_REGISTRY)
BEFORE, AFTER = date(2025, 12, 30), date(2026, 1, 2)  # filed under the old and the new 治安管理处罚法
STOP, WARN, ASK = Verdict.STOP, Verdict.WARN, Verdict.ASK
BOTH = (PartyFacts("A", agrees="yes"), PartyFacts("B", agrees="yes"))
CHILD = PartyFacts("B", agrees="yes", is_minor=True)
SIGNED = AgreementFacts(
    is_final=True, signed_by_all=True, signed_by_mediator=True, is_sealed=True, effective_on=AFTER
)


def facts(filed_on: date = AFTER, **changed) -> GateFacts:
    """A neighbours' dispute that no rule objects to."""
    given = {"step": GateStep.ACCEPT, "kind": "neighbour", "violence": "no", "parties": BOTH}
    return GateFacts(filed_on=filed_on, today=filed_on + timedelta(days=40), table=TABLE, **given | changed)


def police(**changed) -> dict:
    return {"procedure": "police", "act": "beating", "ground": "kin"} | changed


def held(day: date, **changed) -> SessionFacts:
    return SessionFacts(held_on=day, **{"officers_present": 2} | changed)


def session(**changed) -> dict:
    """A session three days after filing; ``one``: what is changed of it."""
    return {"step": GateStep.SESSION, "one": changed.pop("one", {})} | changed


def closing(stage: str, **changed) -> dict:
    return {"step": GateStep.CLOSE, "stage": stage, "told_routes_on": AFTER, "handled_on": AFTER} | changed


# What is changed of ``facts()``, and all that the rules say to it.
CASES = {
    "applied to a court in time": (
        {"step": GateStep.CONFIRM, "agreement": SIGNED, "done_on": date(2026, 2, 2)}, {},  # 1 February is a Sunday
    ),
    "applied too late": (
        {"step": GateStep.CONFIRM, "agreement": SIGNED, "done_on": date(2026, 2, 9)}, {"jc.30": WARN},
    ),
    "signed against the will of a side": (
        {"step": GateStep.SIGN, "agreement": SIGNED, "parties": (replace(BOTH[0], agrees="no"),)}, {"pm.refuse": STOP},
    ),
    "an auxiliary notes who signed": (
        {"step": GateStep.SIGN, "agreement": SIGNED, "by_auxiliary": True}, {"aux": STOP},
    ),
    "nobody asked a side whether it wants mediation": (
        closing("agreed", form="oral", parties=(BOTH[0], replace(BOTH[1], agrees=""))), {"pm.refuse": ASK},
    ),
    "nothing": ({}, {}),
    "violence is asked of neighbours": ({"violence": ""}, {"dv.def": ASK}),
    "and of marriages": ({"kind": "marriage", "violence": ""}, {"dv.def": ASK}),
    "words suggest it elsewhere": ({"kind": "contract", "hints": ("殴打",)}, {}),
    "and nobody has asked": ({"kind": "contract", "violence": "", "hints": ("殴打",)}, {"dv.def": ASK}),
    "of nothing else": ({"kind": "contract", "violence": ""}, {}),
    "violence is not mediated by a committee": ({"violence": "yes"}, {"dv.stop": STOP}),
    "nor by the police": (police(violence="yes"), {"dv.stop": STOP}),
    "it is protected": ({"violence": "yes", "procedure": "protected"}, {}),
    "protected, and agreed all the same": (
        closing("agreed", violence="yes", procedure="protected"), {"dv.stop": STOP},
    ),
    "a party refuses": (session(parties=(BOTH[0], replace(BOTH[1], agrees="no"))), {"pm.refuse": STOP}),
    "the session of the refusal": (
        session(parties=(BOTH[0], replace(BOTH[1], agrees="no")), one={"result": "refused"}), {},
    ),
    "nobody came": (session(parties=(replace(BOTH[1], agrees="no"),), one={"result": "not_held"}), {}),
    "not asked is no refusal": (session(parties=(replace(BOTH[0], agrees=""),)), {}),
    "refused at the last session": (
        session(sessions=(held(AFTER, result="refused"),), parties=(replace(BOTH[0], agrees=""),)),
        {"pm.refuse": STOP},
    ),
    "refused, and agreed since": (session(sessions=(held(AFTER, result="refused"),)), {}),
    "refused before the police": (
        police() | session(parties=(replace(BOTH[0], agrees="no"),)), {"po.excl": STOP},
    ),
    "refused, and closed as agreed": (
        closing("agreed", form="oral", parties=(replace(BOTH[0], agrees="no"),)), {"pm.refuse": STOP},
    ),
    "refused, and closed as refused": (closing("refused", parties=(replace(BOTH[0], agrees="no"),)), {}),
    "failed, and not told": (closing("failed", told_routes_on=None), {"pm.fail": WARN}),
    "refused, and not told": (closing("refused", told_routes_on=None), {"pm.fail": WARN}),
    "failed before the police": (police() | closing("failed", told_routes_on=None), {}),
    "invited without consent": (
        {"step": GateStep.MEDIATOR, "mediator": MediatorFacts("invited")}, {"pm.invite": WARN},
    ),
    "an expert without consent": (
        {"step": GateStep.MEDIATOR, "mediator": MediatorFacts("expert")}, {"pm.invite": WARN},
    ),
    "invited with consent": ({"step": GateStep.MEDIATOR, "mediator": MediatorFacts("invited", is_agreed_to=True)}, {}),
    "an officer": ({"step": GateStep.MEDIATOR, "mediator": MediatorFacts("officer")}, {}),
    "an auxiliary hosts": (
        {"step": GateStep.MEDIATOR, "mediator": MediatorFacts("officer", is_host=True, is_auxiliary=True)},
        {"aux": STOP},
    ),
    "an auxiliary assists": ({"step": GateStep.MEDIATOR, "mediator": MediatorFacts("officer", is_auxiliary=True)}, {}),
    "may lead to a case": ({"may_escalate": True}, {"pm.escalate": WARN}),
    "is one already": (police(may_escalate=True), {}),
    "police without an act": (police(act=""), {"po.scope.law": STOP}),
    "police without a ground": (police(ground=""), {"po.list": STOP}),
    "police with both": (police(), {}),
    "on the spot without a ground": (police(procedure="spot", ground=""), {"po.list": STOP}),
    "a session without an act": (police(act="") | session(), {"po.scope.law": STOP}),
    "an auxiliary accepts for the police": (police(by_auxiliary=True), {"aux": STOP}),
    "an auxiliary accepts": ({"by_auxiliary": True}, {}),
    "an auxiliary closes": (closing("refused", by_auxiliary=True), {"aux": STOP}),
    "told, and not told": (closing("told", procedure="told", told_routes_on=None), {"po.notviolation": WARN}),
    "told": (closing("told", procedure="told"), {}),
    "nobody counted the officers": (police() | session(one={"officers_present": None}), {"po.one": ASK}),
    "no officer": (police() | session(one={"officers_present": 0}), {"aux": STOP}),
    "one officer, not recorded": (police() | session(one={"officers_present": 1, "recording": "no"}), {"po.one": WARN}),
    "one officer, nothing said": (police() | session(one={"officers_present": 1}), {"po.one": WARN}),
    "one officer, recorded": (police() | session(one={"officers_present": 1, "recording": "yes"}), {}),
    "two officers": (police() | session(), {}),
    "one officer helps a committee": (session(one={"officers_present": 1}), {}),
    "a minor, not notified": (police() | session(parties=(CHILD,)), {"po.minor": STOP}),
    "a minor before a committee": (session(parties=(CHILD,)), {}),
    "a minor, excepted": (police() | session(parties=(replace(CHILD, is_excepted=True),)), {}),
    "notified, came": (police() | session(parties=(replace(CHILD, is_notified=True, came="guardian"),)), {}),
    "notified, another came": (police() | session(parties=(replace(CHILD, is_notified=True, came="other"),)), {}),
    "notified after the session": (
        police() | session(parties=(replace(CHILD, is_notified=True, came="guardian", notified_on=date(2026, 1, 6)),)),
        {"po.minor": STOP},
    ),
    "notified by the day": (
        police()
        | session(parties=(replace(CHILD, is_notified=True, came="guardian", notified_on=date(2025, 12, 31)),)),
        {},
    ),
    "the agreement is signed, the guardian was notified after its session": (
        police() | {
            "step": GateStep.SIGN, "agreement": SIGNED, "sessions": (SessionFacts(AFTER, key=1),),
            "parties": (BOTH[0], replace(CHILD, is_notified=True, came="guardian", notified_on=date(2026, 1, 6))),
        },
        {"po.minor": STOP},
    ),
    "notified, nobody came": (
        police() | session(parties=(replace(CHILD, is_notified=True, came="nobody"),)), {"po.minor": WARN},
    ),
    "notified, nothing said": (
        police() | session(parties=(replace(CHILD, is_notified=True),)), {"po.minor": WARN},
    ),
    "the actor is represented": (
        police(parties=(replace(BOTH[0], part="actor", is_represented=True, has_mandate=True),)), {"po.rep": STOP},
    ),
    "both, and represented": (
        police(parties=(replace(BOTH[0], part="both", is_represented=True, has_mandate=True),)), {"po.rep": STOP},
    ),
    "the injured without mandate": (
        police(parties=(replace(BOTH[0], part="injured", is_represented=True),)), {"po.rep": STOP},
    ),
    "the injured with mandate": (
        police(parties=(replace(BOTH[0], part="injured", is_represented=True, has_mandate=True),)), {},
    ),
    "represented, nobody knows who": (police(parties=(replace(BOTH[0], is_represented=True),)), {"po.rep": ASK}),
    "represented before a committee": ({"parties": (replace(BOTH[0], is_represented=True),)}, {}),
    "agreement with everything missing": (
        {"step": GateStep.FINAL, "agreement": AgreementFacts(missing=("x",))}, {"pm.must": STOP},
    ),
    "the same of the police": (
        police(step=GateStep.FINAL, agreement=AgreementFacts(missing=("x",))), {"po.paper": STOP},
    ),
    "the same, oral": (
        {"step": GateStep.FINAL, "agreement": AgreementFacts(form="oral", missing=("x",))}, {"pm.oral": ASK},
    ),
    "a whole agreement": ({"step": GateStep.FINAL, "agreement": AgreementFacts()}, {}),
    "closed on a draft": (
        closing("agreed", form="written", agreement=AgreementFacts()), {"pm.must": STOP},
    ),
    "closed on nothing": (closing("agreed", form="written"), {"pm.must": WARN}),
    "closed orally on nothing": (closing("agreed", form="oral"), {}),
    "closed, signed": (closing("agreed", form="written", agreement=SIGNED), {}),
    "closed, a signature wants": (
        closing("agreed", form="written", agreement=replace(SIGNED, signed_by_all=False)), {"pm.effect": STOP},
    ),
    "closed, the seal wants": (
        closing("agreed", form="written", agreement=replace(SIGNED, is_sealed=False)), {"pm.effect": STOP},
    ),
    "the police have no seal of a committee": (
        police() | closing("agreed", form="written", agreement=replace(SIGNED, is_sealed=False)), {},
    ),
    "the police want both signatures": (
        police() | closing("agreed", form="written", agreement=replace(SIGNED, signed_by_all=False)),
        {"po.paper": STOP},
    ),
    "who owns the land": (
        {"step": GateStep.FINAL, "kind": "land", "agreement": AgreementFacts()}, {"jc.no": ASK},
    ),
    "who owns it, answered": (
        {"step": GateStep.FINAL, "kind": "house_site", "agreement": AgreementFacts(ownership="yes")}, {},
    ),
    "a court, and a marriage": (
        {"step": GateStep.CONFIRM, "kind": "marriage", "agreement": SIGNED}, {"jc.no": STOP},
    ),
    "a court, and ownership": (
        {"step": GateStep.CONFIRM, "agreement": replace(SIGNED, ownership="yes")}, {"jc.no": STOP},
    ),
    "a court, and the police": (police(step=GateStep.CONFIRM, agreement=SIGNED), {"jc.no": STOP}),
    "a court": ({"step": GateStep.CONFIRM, "agreement": SIGNED}, {}),
    "settled": (police() | closing("settled", applied_on=AFTER, approved_on=AFTER), {}),
    "settled, not applied for": (police() | closing("settled", approved_on=AFTER), {"po.settled": ASK}),
    "settled, not approved": (police() | closing("settled", applied_on=AFTER), {"po.settled": ASK}),
    "approved before it was applied for": (
        police() | closing("settled", applied_on=AFTER, approved_on=BEFORE), {"po.settled": ASK},
    ),
    "settled, not performed": (
        police() | closing("settled", applied_on=AFTER, approved_on=AFTER, agreement=replace(SIGNED, duties=2)),
        {"po.settled": ASK},
    ),
    "on the spot": (
        police(procedure="spot") | closing("agreed", form="written", agreement=replace(SIGNED, duties=1, performed=1)),
        {},
    ),
    "on the spot, performed later": (
        police(procedure="spot") | closing("agreed", form="written", agreement=replace(SIGNED, duties=1)),
        {"po.spot": WARN},
    ),
    "on the spot, neither paper nor recording": (
        police(procedure="spot") | closing("agreed", form="oral"), {"po.spot": WARN},
    ),
    "on the spot, recorded": (
        police(procedure="spot") | closing("agreed", form="oral", sessions=(held(AFTER, recording="yes"),)), {},
    ),
    "50 000 yuan": ({"amount": Decimal("50000.00")}, {}),
    "one fen more": ({"amount": Decimal("50000.01")}, {"dispute.chief_amount": WARN}),
    "ten people": ({"people_concerned": 10}, {}),
    "eleven": ({"people_concerned": 11}, {"dispute.chief_people": WARN}),
    "wages of four": ({"kind": "migrant_wages", "people_concerned": 4}, {}),
    "wages of five": ({"kind": "migrant_wages", "people_concerned": 5}, {"dispute.chief_group": WARN}),
    "land of twenty": ({"kind": "land", "people_concerned": 20}, {"dispute.chief_people": WARN}),
}  # fmt: skip
CASES |= {
    f"excluded: {one.value}": (police(excluded=(one.value,)), {"po.excl": STOP}) for one in Dispute.Excluded
}
OF_2026 = {"po.one"}  # rules that the revised law brought


@pytest.mark.parametrize("filed_on", [BEFORE, AFTER])
@pytest.mark.parametrize("name", CASES)
def test_a_rule_at_its_edge(name, filed_on):
    changed, wanted = CASES[name]
    changed = dict(changed)
    if changed.get("step") == GateStep.SESSION:  # a session of the old law lies in its last days
        day = filed_on + timedelta(days=1 if filed_on == BEFORE else 3)
        changed["session"] = held(day, **changed.pop("one"))
    shifted = {
        key: filed_on if value == AFTER else value - (AFTER - filed_on)
        for key, value in changed.items()
        if isinstance(value, date)
    }
    found = check(facts(filed_on, **changed | shifted))
    expected = {rule: effect for rule, effect in wanted.items() if filed_on == AFTER or rule not in OF_2026}
    assert {one.rule: one.effect for one in found} == expected
    for one in found:
        if one.rule in law.VERSIONS:
            days = {filed_on, AFTER} if one.rule.startswith(("jc", "dv")) else {filed_on}
            assert one.article in {law.row(one.rule, on=day).article for day in days}
        assert (one.article or "县局设定") in str(one)


def test_every_rule_is_tried():
    """Each function finds something in some case: none is without a test."""
    tried = {name for name, (_changed, wanted) in CASES.items() if wanted}
    silent = []
    for rule in RULES:
        found = []
        for name in tried:
            changed = dict(CASES[name][0])
            if changed.get("step") == GateStep.SESSION:
                changed["session"] = held(AFTER + timedelta(days=3), **changed.pop("one"))
            found += rule(facts(**changed))
        if not found:
            silent.append(rule.__name__)
    assert silent == ["sessions_are_few", "turned_to_the_police", "is_in_time"], (
        "these have tests of their own"
    )


FIRST = date(2026, 1, 5)  # a Monday; the seventh working day after it is 14 January
SEVENTH = date(2026, 1, 14)


def of_police(*before: SessionFacts, on: date, **changed) -> list:
    given = facts(step=GateStep.SESSION, sessions=before, session=held(on, **changed), **police())
    return [(one.rule, one.effect) for one in check(given)]


def test_a_second_session_is_asked_for_and_held_in_seven_working_days():
    assert of_police(held(FIRST), on=SEVENTH, asked_by="party") == []
    assert of_police(held(FIRST), on=SEVENTH) == [("po.count", ASK)]
    late = of_police(held(FIRST), on=SEVENTH + timedelta(days=1), asked_by="party")
    assert late == [("po.count", WARN)]


def test_a_third_session_is_not_held():
    assert of_police(held(FIRST), held(SEVENTH), on=SEVENTH, asked_by="party") == [("po.count", STOP)]
    missed = held(FIRST, result="not_held")
    assert of_police(missed, held(FIRST), on=SEVENTH, asked_by="police") == []
    assert of_police(held(FIRST), held(SEVENTH), on=SEVENTH, result="not_held") == []


def test_working_days_leave_out_the_holidays():
    """From Friday 13 February 2026 the seventh is 2 March: nine days of holidays, two Saturdays that are worked."""
    first, seventh = held(date(2026, 2, 13)), date(2026, 3, 2)
    assert of_police(first, on=seventh, asked_by="party") == []
    assert of_police(first, on=seventh + timedelta(days=1), asked_by="party") == [("po.count", WARN)]


def test_minutes_are_corrected_whatever_was_answered_since():
    """Correcting a saved session is no mediation; what the minutes themselves say is checked again."""
    refused = (replace(BOTH[0], agrees="no"),)
    saved = held(FIRST, key=7)
    assert check(facts(step=GateStep.SESSION, session=saved, parties=refused)) == ()
    alone = replace(saved, officers_present=1)
    assert [one.rule for one in check(facts(step=GateStep.SESSION, session=alone, **police()))] == ["po.one"]


def test_what_went_through_a_committee_goes_to_the_police_with_a_reason():
    three = tuple(held(FIRST + timedelta(days=step), key=step) for step in range(3))
    assert [one.rule for one in check(facts(sessions=three, **police()))] == ["po.count"]
    assert check(facts(sessions=three[:2], **police())) == ()


@pytest.mark.parametrize(
    ("filed_on", "changed", "rule"),
    [
        (date(2018, 12, 31), police(ground=""), "po.list"),
        (date(2010, 12, 31), session(parties=(replace(BOTH[0], agrees="no"),)), "pm.refuse"),
    ],
)
def test_a_rule_begins_on_its_day(filed_on, changed, rule):
    def rules_on(day: date) -> set[str]:
        given = {key: value for key, value in changed.items() if key != "one"}
        if given.get("step") == GateStep.SESSION:
            given["session"] = held(day)
        return {one.rule for one in check(facts(day, **given))}

    assert rule not in rules_on(filed_on) and rule in rules_on(filed_on + timedelta(days=1))


@pytest.mark.parametrize("confidence", [Confidence.SECONDARY, Confidence.UNREAD])
def test_what_was_not_read_surely_warns_at_most(confidence):
    row = law.row("po.excl", on=AFTER)
    assert bounded(row, STOP) == STOP and bounded(replace(row, confidence=confidence), STOP) == WARN


def test_only_what_its_row_lets_stop_stops():
    """No rule of the table stops by a row that warns, informs, or names a duty."""
    for changed, _wanted in CASES.values():
        given = dict(changed)
        if given.get("step") == GateStep.SESSION:
            given["session"] = held(AFTER + timedelta(days=3), **given.pop("one"))
        for one in check(facts(**given)):
            if one.effect == STOP:
                row = law.row(one.rule, on=AFTER)
                assert row.stops or "permission" in row.effects


def test_a_court_is_offered_for_thirty_days():
    given = facts(step=GateStep.CLOSE, agreement=replace(SIGNED, effective_on=date(2026, 1, 12)))
    found = confirmation(replace(given, today=date(2026, 2, 11)))
    assert found.is_offered and found.until == date(2026, 2, 11) and "民诉法 205" in found.article
    assert len(found.courts) >= 3
    late = confirmation(replace(given, today=date(2026, 2, 12)))
    assert not late.is_offered


@pytest.mark.parametrize(
    "changed",
    [
        {"kind": "marriage"},
        {"kind": "house_site"},
        {"kind": "land", "agreement": replace(SIGNED, ownership="yes")},
        police(),
    ],
)
def test_a_court_is_not_offered(changed):
    found = confirmation(replace(facts(**{"agreement": SIGNED} | changed), today=AFTER))
    assert not found.is_offered and found.why_not


def test_a_court_is_offered_when_the_land_stays_whose_it_is():
    given = facts(kind="land", agreement=replace(SIGNED, ownership="no"))
    assert confirmation(replace(given, today=AFTER)).is_offered
    assert confirmation(replace(given, agreement=replace(SIGNED, is_final=False))) is None


def test_the_codes_of_the_rows_are_those_of_the_models():
    """What a row of the law lists is what the dispute stores."""
    lists = {
        "act": Dispute.Act, "ground": Dispute.Ground,
    }  # fmt: skip
    for kind, choices in lists.items():
        assert [code for code, _text in law.row("po.list", on=AFTER).choices(kind)] == choices.values
    assert [code for code, _text in law.row("po.excl", on=AFTER).choices()] == Dispute.Excluded.values
