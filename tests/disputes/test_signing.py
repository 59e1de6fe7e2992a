"""After it is final an agreement is printed and signed; then it holds, and a court may confirm it."""

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction

from audit import trail
from disputes import story
from disputes.actions import agreeing, closing, confirming, copies, mediating, parties, signing
from disputes.clocks import reading
from disputes.legality import ReasonsWanted, agreements
from disputes.legality.facts import AgreementFacts
from disputes.legality.reading import sides_unsigned
from disputes.models import Agreement, Dispute, Finding, Party
from indicators import compute
from indicators.models import VillageMonth
from tests import build, dispute_parts

pytestmark = pytest.mark.usefixtures("in_march")  # 20 March 2026
SIGNED_ON = date(2026, 3, 12)
WHOLE = {"signed_on": SIGNED_ON, "sides_signed": ["A", "B"]}
OF_COMMITTEE = WHOLE | {"signed_by_mediator": True, "is_sealed_by_body": True}
POLICE = {"procedure": "police", "host": "police", "act": "insult", "ground": "kin"}


@pytest.fixture
def agreement(village, officer):
    return made(build.make_dispute(village, date(2026, 3, 10), officer))


def made(dispute) -> Agreement:
    for side in "AB":
        dispute_parts.make_party(dispute, side, f"{side}试", agrees="yes")
    final = dispute_parts.make_agreement(dispute, final=True, ownership="no", **dispute_parts.UNSIGNED)
    dispute_parts.make_duty(final)
    return final


def sign(agreement, by, **bears):
    agreement.refresh_from_db()
    for name, value in bears.items():
        setattr(agreement, name, value)
    return signing.sign(agreement, by=by)


def close(dispute, by):
    dispute.refresh_from_db()
    dispute.agreement, dispute.result, dispute.handled_on = "written", "和解", date(2026, 3, 12)
    return closing.close(dispute, "agreed", by=by)


def test_it_is_signed_closed_and_photographed_on_its_pages(agreement, officer, sign_in):
    client, dispute = sign_in(officer), agreement.dispute
    with pytest.raises(ValidationError, match="人民调解法 29"):
        close(dispute, officer)
    step = story.next_steps(dispute, officer)[0]
    assert "签" in step.what and "印章" in step.detail and step.source.startswith("人民调解法 29")
    url = f"/disputes/agreements/{agreement.pk}/sign/"
    assert [one.url for one in step.acts] == [f"/papers/disputes/{dispute.pk}/agreement/pdf/", url]
    assert client.get(url).context["form"].initial["sides_signed"] == []
    sent = {
        "signed_on": "2026-03-12",
        "sides_signed": ["A"],
        "signed_by_mediator": "on",
        "version": agreement.version,
    }
    assert client.post(url, sent).url == dispute.get_absolute_url()
    agreement.refresh_from_db()
    assert agreement.effective_on == date(2026, 3, 10), "it does not hold yet"
    assert not [one for one in story.next_steps(dispute, officer) if one.is_offer], "no period runs yet"
    page = client.get(dispute.get_absolute_url()).content.decode()
    assert "签字盖章前协议尚未生效" in page and "2026-04-09" not in page
    sent |= {"sides_signed": ["A", "B"], "is_sealed_by_body": "on", "signed_on": "2026-03-13"}
    client.post(url, sent | {"version": agreement.version})
    agreement.refresh_from_db()
    assert (agreement.signed_on, agreement.effective_on) == (date(2026, 3, 13), date(2026, 3, 13))
    assert f"/disputes/{dispute.pk}/agreement/" in client.get(dispute.get_absolute_url()).content.decode()
    copies.file_agreement(dispute, b"a page", by=officer)
    assert close(dispute, officer).stage == "agreed"
    assert client.get(url).status_code == 302, "everybody has signed"
    assert [one.action for one in trail.entries_for(dispute)].count("sign_agreement") == 2


def test_the_police_want_the_two_sides_and_no_seal(village, officer, sign_in):
    one = made(build.make_dispute(village, date(2026, 3, 10), officer, **POLICE))
    form = sign_in(officer).get(f"/disputes/agreements/{one.pk}/sign/").context["form"]
    assert "is_sealed_by_body" not in form.fields
    sign(one, officer, **WHOLE)
    one.refresh_from_db()
    assert one.effective_on == date(2026, 3, 10)
    close(one.dispute, officer)


@pytest.mark.parametrize(
    ("bears", "field"),
    [
        ({"signed_on": None}, "signed_on"), ({"signed_on": date(2026, 3, 9)}, "signed_on"),
        ({"signed_on": date(2026, 3, 21)}, "signed_on"), ({"sides_signed": ["A", "C"]}, "sides_signed"),
        ({"sides_signed": [], "signed_by_mediator": False, "is_sealed_by_body": False}, "sides_signed"),
    ],
)  # fmt: skip
def test_only_a_side_signs_between_acceptance_and_today(agreement, officer, bears, field):
    with pytest.raises(ValidationError) as fault:
        sign(agreement, officer, **OF_COMMITTEE | bears)
    assert field in fault.value.message_dict


def test_a_signature_does_not_go_away_but_with_a_new_version_that_is_signed_again(agreement, officer):
    sign(agreement, officer, **OF_COMMITTEE | {"sides_signed": ["A"]})
    with pytest.raises(ValidationError, match="原因"):
        sign(agreement, officer, **OF_COMMITTEE | {"sides_signed": ["B"]})
    sign(agreement, officer, sides_signed=["A", "B"])
    new = agreeing.replace(Agreement.objects.get(pk=agreement.pk), "数额写错", by=officer)
    assert (new.signed_on, new.sides_signed, new.is_sealed_by_body) == (None, [], False)
    with pytest.raises(ValidationError):
        sign(new, officer, **OF_COMMITTEE)  # a draft
    with pytest.raises(ValidationError):
        sign(agreement, officer, **OF_COMMITTEE)  # a former version
    agreeing.make_final(Agreement.objects.get(pk=new.pk), by=officer)
    assert "签" in story.next_steps(agreement.dispute, officer)[0].what
    dispute_parts.make_party(agreement.dispute, "C", "丙试", agrees="yes")
    sign(new, officer, **OF_COMMITTEE)
    assert "签" in story.next_steps(agreement.dispute, officer)[0].what, "a side that was named since"


def test_nobody_signs_against_the_will_of_a_party_and_no_auxiliary_notes_it(agreement, officer, auxiliary):
    with pytest.raises(PermissionDenied):
        sign(agreement, auxiliary, **OF_COMMITTEE)
    agreement.dispute.party_set.filter(side="B").update(agrees="no")
    with pytest.raises(ValidationError, match="人民调解法 17"):
        sign(agreement, officer, **OF_COMMITTEE)


def test_the_database_holds_it_as_well(agreement):
    for wrong in (
        {"is_final": False, **WHOLE}, {"sides_signed": ["A"], "signed_on": None},
        {"confirmation": "applied"}, {"confirmation": "confirmed", "applied_on": SIGNED_ON},
        {"confirmation": "confirmed", "applied_on": SIGNED_ON, "decided_on": date(2026, 3, 11)},
    ):  # fmt: skip
        with pytest.raises(IntegrityError), transaction.atomic():
            Agreement.objects.filter(pk=agreement.pk).update(**wrong)


# Confirmation by a court


def apply(agreement, by, reasons=None, **fields):
    agreement.refresh_from_db()
    given = {"applied_on": date(2026, 3, 16), "court": "试验县人民法院", "together": True} | fields
    together = given.pop("together")
    for name, value in given.items():
        setattr(agreement, name, value)
    return confirming.note(agreement, together=together, by=by, reasons=reasons)


def test_a_court_is_applied_to_together_and_decides(agreement, officer, sign_in):
    with pytest.raises(ValidationError):
        apply(agreement, officer)  # not signed
    sign(agreement, officer, **OF_COMMITTEE)
    dispute, client = agreement.dispute, sign_in(officer)
    url = f"/disputes/agreements/{agreement.pk}/court/"
    assert url in client.get(dispute.get_absolute_url()).content.decode()
    offer = next(one for one in story.next_steps(dispute, officer) if one.is_offer)
    assert offer.acts[0].url == url and offer.due_on == date(2026, 4, 13)
    agreement.refresh_from_db()
    sent = {"applied_on": "2026-03-16", "court": "试验县人民法院", "version": agreement.version}
    assert "together" in client.post(url, sent).context["form"].errors
    sent |= {"together": "on", "confirmation": "applied"}
    assert client.post(url, sent).status_code == 302
    agreement.refresh_from_db()
    sent |= {"confirmation": "confirmed", "version": agreement.version}
    assert "decided_on" in client.post(url, sent).context["form"].errors
    assert client.post(url, sent | {"decided_on": "2026-03-20"}).status_code == 302
    page = client.get(dispute.get_absolute_url()).content.decode()
    assert "试验县人民法院" in page and "2026-03-20" in page
    assert not [one for one in story.next_steps(dispute, officer) if one.is_offer]


def test_what_a_court_does_not_confirm_is_not_offered(village, officer, agreement, sign_in):
    sign(agreement, officer, **OF_COMMITTEE)
    by_police = made(build.make_dispute(village, date(2026, 3, 10), officer, **POLICE))
    sign(by_police, officer, **WHOLE)
    client = sign_in(officer)
    page = client.get(by_police.dispute.get_absolute_url()).content.decode()
    assert "/court/" not in page and "本件请咨询法院" in page
    for change in ({"kind": "marriage"}, {"kind": "land"}):
        type(by_police.dispute).objects.filter(pk=agreement.dispute_id).update(**change)
        Agreement.objects.filter(pk=agreement.pk).update(
            ownership="yes" if change["kind"] == "land" else "no"
        )
        with pytest.raises(ValidationError, match="355"):
            apply(agreement, officer)
        assert "/court/" not in client.get(agreement.dispute.get_absolute_url()).content.decode()


def test_an_application_after_its_last_day_takes_a_reason(agreement, officer):
    sign(agreement, officer, **OF_COMMITTEE)
    Agreement.objects.filter(pk=agreement.pk).update(effective_on=date(2026, 2, 10))
    with pytest.raises(ReasonsWanted) as fault:
        apply(agreement, officer)
    assert [one.rule for one in fault.value.warnings] == ["jc.30"]
    apply(agreement, officer, reasons={"jc.30": "法院同意受理"})
    agreement.refresh_from_db()
    apply(agreement, officer, confirmation="confirmed", decided_on=date(2026, 3, 19))  # asked once
    assert Finding.objects.get(rule="jc.30").step == "confirm"
    for wrong in ({"applied_on": date(2026, 2, 9)}, {"court": " "}, {"together": False}):
        with pytest.raises(ValidationError):
            apply(agreement, officer, **wrong)


def test_what_is_wanted_names_the_side_that_has_not_signed():
    nobody, one = AgreementFacts(), AgreementFacts(sides_unsigned=("B",))
    assert agreements.unsigned(one, is_of_the_people=False) == ["B方签名"]
    assert "B" not in agreements.unsigned(nobody, is_of_the_people=False)[0]
    agreement = Agreement(sides_signed=["A"])
    assert sides_unsigned(agreement, {"A", "B"}) == ("B",) and sides_unsigned(Agreement(), {"A", "B"}) == ()


# What stands when it is final stays


def test_no_side_of_a_final_agreement_changes_before_it_is_corrected(agreement, officer, auxiliary, sign_in):
    """Else the sides that have signed would be all there are, and it would hold."""
    dispute, b = agreement.dispute, agreement.dispute.party_set.get(side="B")
    sign(agreement, officer, **OF_COMMITTEE | {"sides_signed": ["A"]})
    b.side, new = "A", Party(dispute=dispute, side="C", name="丙试")
    for act in (
        lambda: parties.amend(b, by=officer), lambda: parties.remove(b, by=officer),
        lambda: parties.add(new, by=auxiliary),
    ):  # fmt: skip
        with pytest.raises(ValidationError, match="协议"):
            act()
    client = sign_in(auxiliary)
    for url in (f"{dispute.pk}/parties/new", f"parties/{b.pk}/remove"):
        assert client.get(f"/disputes/{url}/").status_code == 302
    assert client.get(f"/disputes/parties/{b.pk}/edit/").status_code == 200, "a telephone number may be noted"
    with pytest.raises(ValidationError):
        close(dispute, officer)
    agreeing.replace(Agreement.objects.get(pk=agreement.pk), "漏了一方", by=officer)
    parties.add(new, by=auxiliary)


def test_the_parties_of_a_closed_dispute_are_corrected_by_an_officer(village, officer, auxiliary, sign_in):
    row = build.make_dispute(
        village, date(2026, 3, 10), officer, stage="failed", handled_on=date(2026, 3, 12)
    )
    party = dispute_parts.make_party(row, "A", "甲试")
    for act in (parties.amend, parties.remove):
        with pytest.raises(PermissionDenied):
            act(party, by=auxiliary)
    with pytest.raises(PermissionDenied):
        parties.add(Party(dispute=row, side="B", name="乙试"), by=auxiliary)
    for url in (f"{row.pk}/parties/new", f"parties/{party.pk}/edit", f"parties/{party.pk}/remove"):
        assert sign_in(auxiliary).get(f"/disputes/{url}/").status_code == 403, url
    party.side = "B"
    parties.amend(party, by=officer)
    parties.remove(Party.objects.get(pk=party.pk), by=officer)
    assert {one.action for one in trail.entries_for(row)} >= {"amend_party", "remove_party"}


def test_an_agreement_ends_with_a_dispute_that_ends_otherwise(agreement, officer, sign_in):
    duty = agreement.duties.get()  # due on 30 March
    dispute_parts.make_duty(agreement, due_on=date(2026, 3, 15), what="道歉")
    sign(agreement, officer, **OF_COMMITTEE)
    dispute = Dispute.objects.get(pk=agreement.dispute_id)
    before = duties_counted()
    dispute.result, dispute.handled_on, dispute.told_routes_on = "反悔", date(2026, 3, 18), date(2026, 3, 18)
    closing.close(dispute, "failed", by=officer)
    agreement.refresh_from_db()
    assert agreement.replaced_on == date(2026, 3, 20) and "未达成" in agreement.replaced_why
    assert not [one for one in reading.of(dispute) if one.is_open and one.rule in ("pm.follow", "jc.30")]
    assert [one for one in story.next_steps(dispute, officer) if duty.what in one.what] == []
    assert "未达成" in sign_in(officer).get(dispute.get_absolute_url()).content.decode()
    assert before == 2 and duties_counted() == 1, "what was due until today counts as it did"


@pytest.mark.parametrize("stage", ["settled", "agreed"])
def test_it_stays_where_it_is_what_was_agreed(village, officer, stage):
    one = made(build.make_dispute(village, date(2026, 3, 10), officer, **POLICE))
    one.duties.update(state="performed", settled_on=date(2026, 3, 11))
    sign(one, officer, **WHOLE)
    dispute, day = Dispute.objects.get(pk=one.dispute_id), date(2026, 3, 12)
    dispute.agreement = "written" if stage == "agreed" else ""
    dispute.result, dispute.handled_on, dispute.applied_on, dispute.approved_on = "已履行", day, day, day
    closing.close(dispute, stage, by=officer)
    one.refresh_from_db()
    assert one.replaced_on is None


def duties_counted() -> int:
    compute.fill_month(date(2026, 3, 1))
    return sum(VillageMonth.objects.filter(month=date(2026, 3, 1)).values_list("duties_due", flat=True))


def test_an_officer_says_that_a_duty_is_broken(agreement, officer, auxiliary, sign_in):
    duty, page = agreement.duties.get(), agreement.dispute.get_absolute_url()
    sign(agreement, officer, **OF_COMMITTEE)
    type(agreement.dispute).objects.filter(pk=agreement.dispute_id).update(
        stage="agreed", agreement="written", handled_on=SIGNED_ON
    )
    mediator = dispute_parts.make_mediator(agreement.dispute)
    for who, is_offered in ((auxiliary, False), (officer, True)):
        text = sign_in(who).get(page).content.decode()
        assert (f"/owed/{duty.pk}/broken/" in text) is is_offered and f"/owed/{duty.pk}/performed/" in text
        assert f"/mediators/{mediator.pk}/remove/" not in text
    duty.settled_on = date(2026, 3, 18)
    with pytest.raises(PermissionDenied):
        agreeing.settle_duty(duty, "broken", by=auxiliary)
    agreeing.settle_duty(duty, "broken", by=officer)
    with pytest.raises(ValidationError):
        mediating.remove_mediator(mediator, by=officer)
