"""What the page of a dispute says when it turns: taken up again, called after, corrected, confirmed by a court."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError

from audit import history
from audit.models import Entry
from disputes import story
from disputes.actions import agreeing, closing, copies, following, mediating, signing
from disputes.legality import ReasonsWanted
from disputes.models import Agreement, Dispute, Duty, Finding, FollowUp, Session, Suspension
from disputes.parts_of import Parts
from tests import build, dispute_parts

pytestmark = pytest.mark.usefixtures("in_march")  # 20 March 2026

LATE = dict.fromkeys(("pm.follow", "follow_up"), "外出务工，已电话说明")


@pytest.fixture
def agreed(village, officer) -> Dispute:
    """Closed with a signed agreement of one duty, a photograph and a call that waits."""
    dispute = build.make_dispute(village, date(2026, 3, 10), officer)
    one = dispute_parts.make_party(dispute, "A", agrees="yes")
    dispute_parts.make_party(dispute, "B", "周试", agrees="yes")
    dispute_parts.make_session(dispute, date(2026, 3, 11), result="agreed")
    agreement = dispute_parts.make_agreement(dispute, final=True, signed_on=date(2026, 3, 12))
    dispute_parts.make_duty(agreement, one, due_on=date(2026, 3, 14))
    copies.file_agreement(dispute, b"a page", by=officer)
    dispute.agreement, dispute.result, dispute.handled_on = "written", "和解", date(2026, 3, 12)
    return closing.close(dispute, "agreed", by=officer)


def duty_of(dispute) -> Duty:
    return Duty.objects.get(dispute=dispute)


def test_a_broken_agreement_that_is_mediated_again_is_called_so(agreed, officer, sign_in):
    duty, client = duty_of(agreed), sign_in(officer)
    duty.settled_on = date(2026, 3, 15)
    agreeing.settle_duty(duty, "broken", by=officer)
    closing.reopen(agreed, "一方没有履行", by=officer)
    agreed.refresh_from_db()
    parts = Parts(agreed, officer)
    assert parts.session_now is None and story.next_steps(agreed, officer)[0].what == "召开下一次调解"
    again = dispute_parts.make_session(agreed, date(2026, 3, 20), result="agreed")
    new = dispute_parts.make_agreement(agreed, effective_on=date(2026, 3, 20))
    dispute_parts.make_duty(new, due_on=date(2026, 4, 1))
    page = client.get(agreed.get_absolute_url())
    text = page.content.decode()
    assert "原协议：未履行，2026-03-20 重新调解" in text and "被更正" not in text
    (former,) = page.context["former"]
    assert [one.state for one in former.duties] == ["broken"] and len(former.copies) == 1
    assert page.context["copies"] == [] and "协议尚未生效" in text and "项已履行" not in text
    assert Parts(agreed, officer).session_now == again


def test_a_correction_is_called_so_still(agreed, officer):
    agreeing.replace(Agreement.objects.get(), "金额写错", by=officer)
    (former,) = Parts(agreed, officer).former
    assert not former.is_taken_up and former.ended_at is not None


def test_a_call_that_says_not_performed_asks_for_what_comes_next(agreed, officer, auxiliary, sign_in):
    call, client = FollowUp.objects.order_by("planned_on").first(), sign_in(officer)
    sent = {"made_on": "2026-03-19", "performed": "no", "version": call.version}
    assert client.post(f"/disputes/calls/{call.pk}/", sent).status_code == 302
    step = next(one for one in story.next_steps(agreed, officer) if "回访：未履行" in one.what)
    assert [one.url for one in step.acts] == [
        f"/disputes/owed/{duty_of(agreed).pk}/broken/", f"/disputes/{agreed.pk}/reopen/",
    ]  # fmt: skip
    (step,) = [one for one in story.next_steps(agreed, auxiliary) if "回访：未履行" in one.what]
    assert step.acts == (), "an officer decides"
    client = sign_in(officer)
    call.refresh_from_db()
    sent |= {"performed": "yes", "version": call.version}
    assert client.post(f"/disputes/calls/{call.pk}/edit/", sent).status_code == 302
    assert not [one for one in story.next_steps(agreed, officer) if "回访：未履行" in one.what]
    assert history.changes_model(FollowUp).objects.filter(pgh_obj=call.pk, performed="no").exists()
    waiting = FollowUp.objects.filter(made_on=None).first()
    waiting.made_on = date(2026, 3, 19)
    with pytest.raises(ValidationError):
        following.amend(waiting, by=officer)


def test_calls_of_before_are_over_when_it_is_taken_up_again(agreed, officer):
    """And corrected still: on its day, though the new result is a later one."""
    call = FollowUp.objects.order_by("planned_on").first()
    call.made_on, call.performed = date(2026, 3, 19), "no"
    following.make(call, by=officer, reasons=LATE)
    closing.reopen(agreed, "一方没有履行", by=officer)
    dispute_parts.make_agreement(agreed, final=True, signed_on=date(2026, 3, 20))
    agreed.refresh_from_db()
    agreed.agreement, agreed.result, agreed.handled_on = "written", "再次和解", date(2026, 3, 20)
    closing.close(agreed, "agreed", by=officer)
    assert not [one for one in story.next_steps(agreed, officer) if "回访：未履行" in one.what]
    call.note = "写错了"
    following.amend(call, by=officer)
    call.made_on = date(2026, 3, 18)
    with pytest.raises(ValidationError):
        following.amend(call, by=officer)


def test_what_ended_without_an_agreement_gets_no_calls(village, officer):
    row = build.make_dispute(village, date(2026, 3, 10), officer)
    row.result, row.handled_on, row.told_routes_on = "各执一词", date(2026, 3, 12), date(2026, 3, 12)
    dispute_parts.make_session(row, date(2026, 3, 11), result="failed")
    closing.close(row, "failed", by=officer)
    assert not FollowUp.objects.exists()


def test_a_duty_noted_by_mistake_is_corrected_by_an_officer(agreed, officer, auxiliary, sign_in):
    duty = duty_of(agreed)
    duty.settled_on, duty.proof = date(2026, 3, 14), "收条"
    agreeing.settle_duty(duty, "performed", by=officer)
    url, sent = f"/disputes/owed/{duty.pk}/correct/", {"new_state": "pending", "version": duty.version}
    assert sign_in(auxiliary).post(url, sent).status_code in (403, 404)
    assert sign_in(officer).post(url, sent).status_code == 302
    duty.refresh_from_db()
    assert (duty.state, duty.settled_on, duty.proof) == ("pending", None, "")
    assert (
        history.changes_model(Duty).objects.filter(pgh_obj=duty.pk, state="performed", proof="收条").exists()
    )
    assert sign_in(officer).get(url).status_code == 302, "nothing is noted of it"


def test_a_correction_asks_what_the_step_asks(agreed, officer):
    """A day after the last one takes a reason, once; nothing is asked where the day stays."""
    duty, call = duty_of(agreed), FollowUp.objects.order_by("planned_on").first()
    duty.settled_on, duty.proof = date(2026, 3, 14), "收条"
    agreeing.settle_duty(duty, "performed", by=officer)
    call.made_on = call.planned_on
    following.make(call, by=officer)
    duty.settled_on, call.made_on = date(2026, 3, 15), date(2026, 3, 20)
    for amend, part in ((lambda one, **more: agreeing.correct_duty(one, "performed", **more), duty),
                        (following.amend, call)):  # fmt: skip
        part.refresh_from_db(fields=["version"])
        with pytest.raises(ReasonsWanted):
            amend(part, by=officer)
        amend(part, by=officer, reasons=LATE)
        part.refresh_from_db()
        setattr(part, "proof" if part is duty else "note", "另写")
        amend(part, by=officer)
    assert Finding.objects.count() == 2
    agreeing.correct_duty(Duty.objects.get(), "performed", by=officer)
    assert Entry.objects.filter(action="correct_duty").count() == 2, "the third one changed nothing"


def test_no_duty_is_settled_before_the_agreement_is_signed(agreed, officer):
    Agreement.objects.update(**dispute_parts.UNSIGNED)
    duty = duty_of(agreed)
    duty.settled_on, duty.proof = date(2026, 3, 14), "收条"
    with pytest.raises(ValidationError, match="还没签字"):
        agreeing.settle_duty(duty, "performed", by=officer)
    assert not any("/owed/" in act.url for step in story.next_steps(agreed, officer) for act in step.acts)


def test_what_a_court_has_confirmed_is_neither_corrected_nor_mediated_again(agreed, officer, sign_in):
    Agreement.objects.update(
        confirmation="confirmed", applied_on=date(2026, 3, 13), decided_on=date(2026, 3, 16), court="县法院"
    )
    text = sign_in(officer).get(agreed.get_absolute_url()).content.decode()
    assert "/reopen/" not in text and "/correct/" not in text
    with pytest.raises(ValidationError, match="司法确认"):
        closing.reopen(agreed, "一方没有履行", by=officer)
    with pytest.raises(ValidationError, match="司法确认"):
        agreeing.replace(Agreement.objects.get(), "金额写错", by=officer)


def test_no_session_lies_in_a_rest_whose_end_can_be_corrected(village, officer, sign_in):
    row, client = build.make_dispute(village, date(2026, 3, 1), officer), sign_in(officer)
    rest = dispute_parts.make_suspension(row, starts_on=date(2026, 3, 5))

    def session(day):
        return Session(dispute=row, held_on=date(2026, 3, day), result="goes_on", place="村委会")

    with pytest.raises(ValidationError, match="中止"):
        mediating.record_session(session(6), by=officer)
    for day in (4, 5):  # the parties asked for time in it
        mediating.record_session(session(day), by=officer)
    rest.ended_on = date(2026, 3, 10)
    mediating.resume(rest, by=officer)
    with pytest.raises(ValidationError, match="中止"):
        mediating.record_session(session(6), by=officer)
    url = f"/disputes/rests/{rest.pk}/edit/"
    sent = {"ended_on": "2026-03-06", "version": Suspension.objects.get().version}
    assert client.post(url, sent).status_code == 302
    mediating.record_session(session(6), by=officer)
    sent = {"ended_on": "2026-03-08", "version": Suspension.objects.get().version}
    assert client.post(url, sent).status_code == 422, "a session was held in between"
    for first in (3, 5):
        with pytest.raises(ValidationError):
            mediating.suspend(
                Suspension(dispute=row, why="asked", starts_on=date(2026, 3, first)), by=officer
            )
    assert (
        history.changes_model(Suspension).objects.filter(pgh_obj=rest.pk, ended_on=date(2026, 3, 10)).exists()
    )


def test_it_is_not_signed_before_its_session(village, officer):
    row = build.make_dispute(village, date(2026, 3, 10), officer)
    for side in "AB":
        dispute_parts.make_party(row, side, agrees="yes")
    session = dispute_parts.make_session(row, date(2026, 3, 15), result="agreed")
    one = dispute_parts.make_agreement(row, final=True, **dispute_parts.UNSIGNED)
    one.signed_on, one.sides_signed = date(2026, 3, 14), ["A"]
    with pytest.raises(ValidationError, match="签字"):
        signing.sign(one, by=officer)
    one.signed_on = date(2026, 3, 15)
    signing.sign(one, by=officer)
    session.held_on = date(2026, 3, 16)
    with pytest.raises(ValidationError, match="签字"):
        mediating.amend_session(session, by=officer)


def test_the_protected_story_goes_from_measure_to_measure(village, officer, sign_in):
    row = dispute_parts.make_protected(village, officer)

    def first():
        return story.next_steps(row, officer)[0].acts[0].url

    assert first() == f"/disputes/{row.pk}/measures/report/"
    dispute_parts.make_measure(row, "report", bans="")
    assert first() == f"/disputes/{row.pk}/measures/admonition/"
    dispute_parts.make_measure(row, "admonition")
    dispute_parts.make_measure(row, "order", until=date(2026, 6, 1), ordered=["contact"], bans="")
    assert first() == f"/disputes/{row.pk}/measures/visit/"
    step = next(one for one in story.next_steps(row, officer) if "保护令" in one.what)
    assert step.due_on == date(2026, 6, 1)
    page = sign_in(officer).get(row.get_absolute_url())
    text = page.content.decode()
    assert str(dict(type(row.measure_set.first()).Ordered.choices)["contact"]) in text
    assert "host" not in [fact["name"] for fact in page.context["facts"]]
