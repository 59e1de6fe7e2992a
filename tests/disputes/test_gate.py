"""The gate before each action: what stops is refused beside its field, a warning takes a reason and leaves a row."""

import random
from datetime import date, time

import pytest
from django.core.exceptions import ValidationError
from django.db import transaction

from audit.models import Entry
from disputes.actions import acceptance, agreeing, closing, mediating, parties, signing
from disputes.legality import GateStep, ReasonsWanted, Verdict, check
from disputes.legality.gate import _kept_before
from disputes.legality.reading import facts_of, of_agreement, of_mediator, of_party, of_session
from disputes.models import Agreement, Dispute, Duty, Finding, Mediator, Party, Session
from rules.declared import BY_CODE
from rules.law import VERSIONS
from tests import build

pytestmark = pytest.mark.usefixtures("in_march")
ON = date(2026, 3, 10)
WHY = dict.fromkeys([*VERSIONS, *BY_CODE], "已当面说明")  # a reason for whatever warns


@pytest.fixture
def dispute(village, officer):
    return build.make_dispute(village, ON, by=officer)


def test_a_warning_is_asked_about_beside_its_field_and_kept(village, officer, dispute, sign_in):
    client, url = sign_in(officer), f"/disputes/{dispute.pk}/close/"
    sent = {"stage": "agreed", "handled_on": "2026-03-12", "agreement": "written", "result": "各退一尺"}
    asked = client.post(url, sent)
    text = asked.content.decode()
    assert asked.status_code == 422 and "why-pm-must" in asked.context["form"].errors
    assert "若干规定 35" in text and text.index('name="agreement"') < text.index('name="why-pm-must"')
    assert not Finding.objects.exists()
    assert client.post(url, sent | {"why-pm-must": " "}).status_code == 422
    assert client.post(url, sent | {"why-pm-must": "纸质协议已签"}).status_code == 302
    kept = Finding.objects.get()
    assert (kept.rule, kept.step, kept.overridden_by, kept.reason) == (
        "pm.must",
        "close",
        officer,
        "纸质协议已签",
    )
    entry = Entry.objects.get(action="override_warning")
    assert entry.detail["warning"] == "pm.must" and "纸质协议" not in str(entry.detail)


def test_a_reason_stays_when_something_else_is_refused(dispute, officer, sign_in):
    sent = {
        "stage": "failed",
        "handled_on": "2026-03-01",
        "agreement": "",
        "result": "x",
        "why-pm-fail": "已电话告知",
    }
    answer = sign_in(officer).post(f"/disputes/{dispute.pk}/close/", sent)
    assert answer.status_code == 422 and "已电话告知" in answer.content.decode()


@pytest.mark.parametrize("reason", ["电话13912345678", "号" * 201])
def test_a_reason_holds_no_number_and_is_short(dispute, officer, sign_in, reason):
    sent = {
        "stage": "failed",
        "handled_on": "2026-03-12",
        "agreement": "",
        "result": "x",
        "why-pm-fail": reason,
    }
    answer = sign_in(officer).post(f"/disputes/{dispute.pk}/close/", sent)
    assert answer.status_code == 422 and "why-pm-fail" in answer.context["form"].errors
    dispute.stage, dispute.result, dispute.handled_on = "open", "x", date(2026, 3, 12)
    with pytest.raises(ReasonsWanted):
        closing.close(dispute, "failed", by=officer, reasons={"pm.fail": reason})


def test_what_stops_names_its_article_beside_the_field(village, officer):
    row = Dispute(
        village=village, occurred_on=ON, kind="neighbour", violence="no", summary="x", procedure="police"
    )
    row.done_by = [officer.pk]
    with pytest.raises(ValidationError) as fault:
        acceptance.accept_case(row, by=officer, reasons=WHY)
    assert "治安法 9" in fault.value.message_dict["act"][0]
    row.act = "insult"
    with pytest.raises(ValidationError) as fault:
        acceptance.accept_case(row, by=officer, reasons=WHY)
    assert "程序规定 178" in fault.value.message_dict["ground"][0]


def test_a_warning_of_the_acceptance_is_asked_about_once(village, officer):
    row = Dispute(village=village, occurred_on=ON, kind="contract", summary="x", amount=60_000)
    row.done_by = [officer.pk]
    with pytest.raises(ReasonsWanted):
        acceptance.accept_case(row, by=officer)
    saved = acceptance.accept_case(row, by=officer, reasons=WHY)
    saved.summary = "y"
    acceptance.amend_case(saved, by=officer)  # the same amount: it was answered
    saved.amount = 70_000
    with pytest.raises(ReasonsWanted):
        acceptance.amend_case(saved, by=officer)
    assert Finding.objects.count() == 1


def test_each_session_has_its_own_warning(village, officer):
    row = build.make_dispute(
        village, ON, by=officer, procedure="police", host="police", act="insult", ground="kin"
    )
    one = Session(dispute=row, held_on=ON, place="警务室", result="goes_on", officers_present=1)
    saved = mediating.record_session(one, by=officer, reasons=WHY)
    saved.claims = "改了一个字"
    mediating.amend_session(saved, by=officer)
    other = Session(
        dispute=row, held_on=ON, place="警务室", result="goes_on", officers_present=1, asked_by="party"
    )
    with pytest.raises(ReasonsWanted):
        mediating.record_session(other, by=officer)
    assert list(Finding.objects.values_list("rule", "session")) == [("po.one", saved.pk)]


def test_sent_twice_a_warning_is_kept_once(village, officer):
    row = Dispute(village=village, occurred_on=ON, kind="contract", summary="x", may_escalate=True)
    row.done_by = [officer.pk]
    acceptance.accept_case(row, by=officer, reasons=WHY)
    again = Dispute(
        village=village,
        occurred_on=ON,
        kind="contract",
        summary="x",
        may_escalate=True,
        client_key=row.client_key,
    )
    again.done_by = [officer.pk]
    acceptance.accept_case(again, by=officer, reasons=WHY)
    assert Dispute.objects.count() == Finding.objects.count() == 1


# Random facts: whatever an action lets through has left a row for each warning, and nothing that stops.


def _dispute(dice: random.Random, village, officer) -> Dispute:
    row = Dispute(
        village=village,
        occurred_on=ON,
        summary="x",
        kind=dice.choice(["neighbour", "marriage", "land", "migrant_wages", "contract"]),
        violence=dice.choice(["", "no", "no"]),
        procedure=dice.choice(["people", "people", "police", "spot", "told"]),
        act=dice.choice(["", "insult"]),
        ground=dice.choice(["", "kin"]),
        excluded=dice.choice([[], [], ["fled"]]),
        amount=dice.choice([None, 10, 60_000]),
        people_concerned=dice.choice([None, 3, 6, 12]),
        may_escalate=dice.random() < 0.3,
        filed_on=dice.choice([None, date(2025, 12, 30), ON]),
    )
    row.done_by = [officer.pk]
    return row


def _party(dice: random.Random, side: str) -> Party:
    is_minor = dice.random() < 0.3
    notified = is_minor and dice.random() < 0.6
    return Party(
        side=side,
        name="某甲",
        agrees=dice.choice(["", "yes", "yes", "no"]),
        part=dice.choice(["", "injured", "actor"]),
        representative=dice.choice(["", "", "某乙"]),
        mandate=dice.choice(["", "全权"]),
        is_minor=is_minor,
        notified_on=ON if notified else None,
        notified_how="phone" if notified else "",
        came=dice.choice(["", "guardian", "nobody"]) if is_minor else "",
        is_16=is_minor,
        lives_on_own_labour=dice.random() < 0.5,
        agrees_alone=dice.random() < 0.5,
    )


def _session(dice: random.Random) -> Session:
    return Session(
        held_on=date(2026, 3, dice.randint(10, 20)),
        began_at=time(9, 0),
        place="警务室",
        result=dice.choice(Session.Result.values),
        asked_by=dice.choice(["", "party"]),
        officers_present=dice.choice([None, 0, 1, 2]),
        recording=dice.choice(["", "yes", "no"]),
    )


def _agreement(dice: random.Random) -> Agreement:
    return Agreement(
        form=dice.choice(["oral", "written"]),
        facts="x",
        terms="各退一步",
        manner=dice.choice(["", "当面"]),
        place="村委会",
        effective_on=dice.choice([None, ON]),
        ownership=dice.choice(["", "no", "yes"]),
    )


def _try(step: GateStep, dispute: Dispute, officer, act, **more) -> bool:
    """Take the step; True when it was let through, and then the rows are what the rules had said before."""
    expected = list(check(facts_of(step, dispute, officer, **more)))
    session = more.get("session")
    before = _kept_before(step, dispute, session)
    kept = set(Finding.objects.values_list("pk", flat=True))
    try:
        with transaction.atomic():
            act()
    except ValidationError:
        return False
    assert all(one.effect == Verdict.WARN for one in expected), expected
    new = list(Finding.objects.exclude(pk__in=kept).values_list("rule", "fact"))
    wanted = [(one.rule, one.fact) for one in expected if (one.rule, one.fact) not in before]
    assert [pair for pair in new if pair[0] != "po.rep"] == wanted
    return True


def _sign(dice: random.Random, agreement: Agreement, officer, reasons) -> None:
    """A final written one is signed, whole or in part."""
    agreement.refresh_from_db()
    if not agreement.is_final or agreement.form != "written":
        return
    agreement.signed_on, agreement.sides_signed = ON, ["A", "B"] if dice.random() < 0.7 else ["A"]
    agreement.signed_by_mediator = agreement.is_sealed_by_body = dice.random() < 0.7
    facts = {"agreement": of_agreement(agreement, agreement.dispute), "done_on": ON}
    _try(
        GateStep.SIGN, agreement.dispute, officer,
        lambda: signing.sign(agreement, by=officer, reasons=reasons), **facts,
    )  # fmt: skip


# Whoever hosts and however it is handled: what is of the police is asked what the police are asked.


@pytest.mark.turns(4)
@pytest.mark.parametrize("host", Dispute.Host.values)
@pytest.mark.parametrize("procedure", ["people", "police", "spot", "told"])
@pytest.mark.parametrize("door", ["accept", "amend"])
def test_no_pair_of_host_and_procedure_goes_past_the_rules_of_the_police(
    village, officer, host, procedure, door
):
    given = {"kind": "contract", "host": host, "procedure": procedure}
    is_police = procedure in ("police", "spot") or (host, procedure) == ("police", "people")

    def take(**more) -> Dispute:
        if door == "accept":
            row = Dispute(village=village, occurred_on=ON, summary="x", **given | more)
            row.done_by = [officer.pk]
            return acceptance.accept_case(row, by=officer)
        row = build.make_dispute(village, ON, by=officer)
        for name, value in (given | more).items():
            setattr(row, name, value)
        return acceptance.amend_case(row, by=officer)

    if is_police:
        with pytest.raises(ValidationError, match=r"程序规定|治安法"), transaction.atomic():
            take()
    saved = take(**({"act": "insult", "ground": "kin"} if is_police else {}))
    assert (saved.procedure in ("police", "spot")) == is_police
    if procedure != "told":
        assert (saved.host == "police") == is_police


@pytest.mark.turns(4)
@pytest.mark.parametrize("seed", range(24))
def test_no_action_lets_a_finding_through(village, officer, seed):
    dice = random.Random(seed)
    reasons = WHY if dice.random() < 0.8 else {}
    dispute, two = _dispute(dice, village, officer), [_party(dice, "A"), _party(dice, "B")]

    def accept() -> None:
        acceptance.accept_case(dispute, by=officer, reasons=reasons)

    if not _try(GateStep.ACCEPT, dispute, officer, accept, parties=()):
        dispute = build.make_dispute(
            village, ON, by=officer, kind=dispute.kind, procedure=dispute.procedure, act=dispute.act,
            host=dispute.host,
        )  # fmt: skip
    for party in two:
        party.dispute = dispute
        _try(
            GateStep.PARTY, dispute, officer,
            lambda party=party: parties.add(party, by=officer, reasons=reasons), party=of_party(party),
        )  # fmt: skip
    for _ in range(3):
        one = _session(dice)
        one.dispute = dispute
        _try(
            GateStep.SESSION, dispute, officer,
            lambda one=one: mediating.record_session(one, by=officer, reasons=reasons), session=of_session(one),
        )  # fmt: skip
    helper = Mediator(dispute=dispute, kind=dice.choice(["invited", "committee"]), name="某丙")
    _try(
        GateStep.MEDIATOR, dispute, officer,
        lambda: mediating.name_mediator(helper, by=officer, reasons=reasons), mediator=of_mediator(helper),
    )  # fmt: skip
    if dispute.procedure != "told":
        agreement = _agreement(dice)
        agreement.dispute = dispute
        duties = [Duty(what="让路", due_on=date(2026, 4, 1))] if dice.random() < 0.8 else []
        agreement = agreeing.draft(agreement, by=officer, duties=duties)
        _try(
            GateStep.FINAL, dispute, officer,
            lambda: agreeing.make_final(agreement, by=officer, reasons=reasons),
            agreement=of_agreement(agreement, dispute),
        )  # fmt: skip
        _sign(dice, agreement, officer, reasons)
    dispute.refresh_from_db()
    stage = dice.choice(["agreed", "failed", "refused", "told", "settled"])
    dispute.handled_on, dispute.result = date(2026, 3, 20), "x"
    dispute.agreement = dice.choice(["oral", "written"]) if stage == "agreed" else ""
    dispute.applied_on = dispute.approved_on = dice.choice([None, date(2026, 3, 19)])
    _try(
        GateStep.CLOSE, dispute, officer,
        lambda: closing.close(dispute, stage, by=officer, reasons=reasons), stage=stage,
    )  # fmt: skip
