"""Something goes to somebody else and comes back: every step, by everybody who may do it, and by nobody else."""

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction

from audit import trail
from audit.models import Entry
from disputes.actions import protection
from referrals.models import OutsideBody, Referral
from residents.models import Request
from residents.requests import actions as requests
from tests import build

pytestmark = pytest.mark.usefixtures("in_march")
TODAY = date(2026, 3, 20)
DONE = {"outcome": "solved", "answer": "已派人修好", "answered_on": "2026-03-20"}
BACK = {"reason": "not_ours", "answer": "应由住建办理", "answered_on": "2026-03-20"}


def step(client, referral, name, given=None):
    return client.post(f"/referrals/{referral.pk}/{name}/", given or {})


def test_a_request_goes_to_a_body_and_comes_back(send, request_row, officer, sign_in, county):
    body = county.outside_bodies.get(name="供电所")
    assert send(f"body:{body.pk}").status_code == 302
    referral, client = Referral.objects.get(), sign_in(officer)
    assert (referral.body, referral.state, referral.village) == (body, "sent", request_row.village)
    assert step(client, referral, "take-on").status_code == 302
    assert step(client, referral, "finish", DONE).status_code == 302
    referral.refresh_from_db()
    assert (referral.state, referral.outcome, referral.is_back) == ("done", "solved", True)
    page = client.get(f"/residents/requests/{request_row.pk}/answer/").content.decode()
    assert "已派人修好" in page  # the form begins with what came back
    client.post(f"/residents/requests/{request_row.pk}/answer/", build.ANSWER)
    referral.refresh_from_db()
    assert (referral.told_how, referral.told_back_on, referral.closed_on) == ("face", TODAY, TODAY)
    assert [entry.action for entry in trail.entries_for(referral).exclude(action="read").order_by("pk")] == [
        "pass_on", "take_on", "finish_referral", "tell_back",
    ]  # fmt: skip
    assert trail.entries_for(request_row).filter(action="pass_on").get().detail["to"] == "供电所"


def test_a_request_is_not_answered_by_an_answer_of_the_body(send, request_row, officer, sign_in, county):
    send(f"body:{county.outside_bodies.first().pk}")
    step(sign_in(officer), Referral.objects.get(), "finish", DONE)
    request_row.refresh_from_db()
    assert request_row.waits
    home = sign_in(officer).get("/").content.decode()
    assert "转办已回，待答复群众" in home


@pytest.mark.parametrize("verb", ["finish", "send-back"])
def test_not_solved_and_sent_back_need_a_reason(send, officer, sign_in, county, verb):
    send(f"body:{county.outside_bodies.first().pk}")
    referral, client = Referral.objects.get(), sign_in(officer)
    given = {"outcome": "not_solved", "answer": "没有办法", "answered_on": "2026-03-20"}
    answer = step(client, referral, verb, given)
    assert answer.status_code == 422 and "reason" in answer.context["form"].errors
    wrong = "no_means" if verb == "send-back" else "not_ours"
    assert step(client, referral, verb, given | {"reason": wrong}).status_code == 422
    assert step(client, referral, verb, given | {"reason": "other"}).status_code == 302
    referral.refresh_from_db()
    assert referral.state == ("done" if verb == "finish" else "rejected") and referral.reason == "other"


def test_the_receiving_post_works_on_it_and_reads_nothing_behind_it(
    send, request_row, other_post, neighbour, sign_in
):
    assert send(f"post:{other_post.pk}").status_code == 302
    referral, client = Referral.objects.get(), sign_in(neighbour)
    listed = client.get("/referrals/?direction=in&waiting=on").content.decode()
    assert referral.get_absolute_url() in listed and "转来待办" in client.get("/").content.decode()
    page = client.get(referral.get_absolute_url()).content.decode()
    assert "请派人查看院墙" in page and "曾秘密名" not in page and "原话" not in page
    assert request_row.get_absolute_url() not in page
    assert client.get(request_row.get_absolute_url()).status_code == 404
    assert step(client, referral, "take-on").status_code == 302
    assert step(client, referral, "finish", DONE).status_code == 302
    assert step(client, referral, "withdraw").status_code == 403
    assert step(client, referral, "tell").status_code == 403


def test_the_name_goes_along_with_consent_alone(send, other_post, neighbour, sign_in):
    send(f"post:{other_post.pk}", name="曾秘密名")  # without the tick
    assert Referral.objects.get().name in (None, "")
    Referral.objects.all().delete()
    answer = send(f"post:{other_post.pk}", has_consent="on", name="")
    assert answer.status_code == 422 and "name" in answer.context["form"].errors
    send(f"post:{other_post.pk}", has_consent="on", name="曾秘密名")
    referral = Referral.objects.get()
    assert "曾秘密名" in sign_in(neighbour).get(referral.get_absolute_url()).content.decode()
    with pytest.raises(IntegrityError), transaction.atomic():
        Referral.objects.update(has_consent=False)


def test_a_station_and_the_county_receive_as_well(
    send, far_post, far_chief, far_officer, bureau, county, sign_in
):
    send(f"station:{far_post.station_id}")
    send(f"county:{county.pk}")
    to_station, to_county = (Referral.objects.get(receiver=one) for one in ("station", "county"))
    assert sign_in(far_officer).get(to_station.get_absolute_url()).status_code == 404
    assert step(sign_in(far_chief), to_station, "finish", DONE).status_code == 302
    assert step(sign_in(bureau), to_county, "send-back", BACK).status_code == 302
    assert step(sign_in(bureau), to_station, "take-on").status_code == 403


def test_the_county_reads_of_others_the_state_alone(send, other_post, bureau, leader, sign_in):
    send(f"post:{other_post.pk}", has_consent="on", name="曾秘密名")
    referral = Referral.objects.get()
    page = sign_in(bureau).get(referral.get_absolute_url()).content.decode()
    assert "请派人查看院墙" not in page and "曾秘密名" not in page and "已转办" in page
    assert "请派人查看院墙" not in sign_in(bureau).get("/referrals/").content.decode()
    assert sign_in(leader).get(referral.get_absolute_url()).status_code == 403


def test_others_see_nothing(send, other_post, stranger, far_officer, sign_in):
    send(f"post:{other_post.pk}")
    referral = Referral.objects.get()
    for person in (stranger, far_officer):
        client = sign_in(person)
        assert client.get(referral.get_absolute_url()).status_code == 404
        assert step(client, referral, "finish", DONE).status_code == 404
        assert referral.get_absolute_url() not in client.get("/referrals/").content.decode()


def test_the_same_receiver_has_it_once(send, county):
    body = county.outside_bodies.first()
    send(f"body:{body.pk}")
    answer = send(f"body:{body.pk}")
    assert answer.status_code == 422 and "已转给该单位" in answer.content.decode()
    assert Referral.objects.count() == 1
    send(f"body:{county.outside_bodies.last().pk}")
    assert Referral.objects.count() == 2  # another one may have it too


def test_a_double_submit_passes_it_on_once(send, county):
    key = "11111111-1111-4111-8111-111111111111"
    body = county.outside_bodies.first()
    answers = [send(f"body:{body.pk}", client_key=key) for _time in range(2)]
    assert [one.status_code for one in answers] == [302, 302] and Referral.objects.count() == 1


@pytest.mark.parametrize("chosen", ["", "body:999999", "post:0", "nobody:1", "station"])
def test_an_unknown_receiver_is_refused(send, chosen):
    assert send(chosen).status_code == 422 and not Referral.objects.exists()


def test_the_own_place_and_closed_ones_are_not_offered(send, post, other_post, county):
    assert send(f"post:{post.pk}").status_code == 422
    other_post.closed_on = date(2026, 3, 1)
    other_post.save()
    assert send(f"post:{other_post.pk}").status_code == 422
    body = county.outside_bodies.first()
    OutsideBody.objects.filter(pk=body.pk).update(closed_on=date(2026, 3, 1))
    assert send(f"body:{body.pk}").status_code == 422
    foreign = build.make_body(build.make_county("他县", "990907"))
    assert send(f"body:{foreign.pk}").status_code == 422 and not Referral.objects.exists()


def test_of_a_post_that_closed_meanwhile_its_station_answers(send, other_post, neighbour, chief, sign_in):
    send(f"post:{other_post.pk}")
    referral = Referral.objects.get()
    neighbour.assignments.update(ends_on=date(2026, 3, 19))
    other_post.closed_on = TODAY
    other_post.save()
    assert step(sign_in(chief), referral, "finish", DONE).status_code == 302


def test_a_successor_goes_on_with_what_an_officer_left(send, county, officer, post, request_row, sign_in):
    send(f"body:{county.outside_bodies.first().pk}")
    officer.assignments.update(ends_on=date(2026, 3, 19))
    newcomer, referral = build.make_user("newcomer", "officer", post), Referral.objects.get()
    assert step(sign_in(newcomer), referral, "finish", DONE).status_code == 302
    assert sign_in(officer).get(referral.get_absolute_url()).status_code in (302, 403)


def test_an_answered_request_is_passed_on_no_more(send, request_row, county, officer):
    requests.answer(build.told(request_row, TODAY), by=officer)
    answer = send(f"body:{county.outside_bodies.first().pk}")
    assert answer.status_code == 422 and not Referral.objects.exists()


def test_the_answer_to_the_request_withdraws_what_is_still_open(send, request_row, county, officer):
    send(f"body:{county.outside_bodies.first().pk}")
    requests.answer(build.told(Request.objects.get(), TODAY), by=officer)
    referral = Referral.objects.get()
    assert (referral.state, referral.closed_on) == ("withdrawn", TODAY)


def test_a_withdrawn_request_takes_its_referrals_along(send, request_row, county, officer, sign_in):
    send(f"body:{county.outside_bodies.first().pk}")
    sign_in(officer).post(f"/residents/requests/{request_row.pk}/withdraw/", {})
    assert Referral.objects.get().state == "withdrawn"


def test_what_came_back_is_changed_no_more(send, county, officer, sign_in):
    send(f"body:{county.outside_bodies.first().pk}")
    referral, client = Referral.objects.get(), sign_in(officer)
    step(client, referral, "finish", DONE)
    for name, given in (("finish", DONE), ("send-back", BACK), ("take-on", {}), ("withdraw", {})):
        answer = step(client, referral, name, given)
        assert answer.status_code == 422, name
    referral.refresh_from_db()
    assert (referral.state, referral.outcome) == ("done", "solved")


def test_two_at_one_referral_the_second_reads_what_the_first_did(
    send, other_post, neighbour, officer, sign_in
):
    send(f"post:{other_post.pk}")
    referral, shown = Referral.objects.get(), {"version": "1"}
    step(sign_in(officer), referral, "withdraw", shown)
    answer = step(sign_in(neighbour), referral, "finish", DONE | shown)
    assert answer.status_code in (409, 422)
    referral.refresh_from_db()
    assert referral.state == "withdrawn"


def test_a_day_of_the_answer_lies_between(send, county, officer, sign_in):
    send(f"body:{county.outside_bodies.first().pk}")
    for day in ("2026-03-19", "2026-03-21"):
        assert (
            step(sign_in(officer), Referral.objects.get(), "finish", DONE | {"answered_on": day}).status_code
            == 422
        )


def test_only_who_may_pass_on_does(send, leader, auditor, bureau, county):
    for person in (leader, auditor, bureau):
        assert send(f"body:{county.outside_bodies.first().pk}", by=person).status_code in (403, 404)


def test_a_dispute_is_told_back_on_the_referral(village, officer, sign_in, county):
    dispute = build.make_dispute(village, by=officer)
    body, client = county.outside_bodies.first(), sign_in(officer)
    given = {"kind": "dispute", "key": dispute.pk, "receiver": f"body:{body.pk}", "asked": "请调解",
             "urgency": "normal", "due_on": "2026-03-30"}  # fmt: skip
    assert client.post("/referrals/new/", given).status_code == 302
    referral = Referral.objects.get()
    told = {"told_how": "phone", "told_back_on": "2026-03-20"}
    assert step(client, referral, "tell", told).status_code == 422
    step(client, referral, "finish", DONE)
    assert step(client, referral, "tell", told).status_code == 302
    referral.refresh_from_db()
    assert (referral.told_how, referral.closed_on) == ("phone", TODAY)
    assert referral.get_absolute_url() in client.get(dispute.get_absolute_url()).content.decode()


def test_a_protected_dispute_is_not_passed_on(village, officer, sign_in, county):
    dispute = build.make_dispute(
        village, by=officer, violence="yes", is_protected=True, procedure="protected"
    )
    page = sign_in(officer).get(f"/referrals/new/?kind=dispute&key={dispute.pk}")
    assert page.status_code == 302 and not Referral.objects.exists()


def test_of_a_dispute_that_turns_out_to_be_violent_no_word_stays_with_what_was_passed_on(
    village, officer, clerk, sign_in
):
    dispute = build.make_dispute(village, by=officer, kind="marriage", violence="no")
    about = {"subject_kind": "dispute", "subject_key": dispute.pk}
    referral = build.make_referral(village, officer, asked="请调解王某家事", **about)
    protection.answer_yes(dispute, by=officer)
    for person in (clerk, officer):
        assert "王某家事" not in sign_in(person).get(referral.get_absolute_url()).content.decode()
    referral.refresh_from_db()
    assert (referral.asked, referral.state) == ("—", "withdrawn")


def test_no_words_of_a_referral_stand_in_the_trail(send, county):
    send(f"body:{county.outside_bodies.first().pk}", has_consent="on", name="曾秘密名")
    said = str(list(Entry.objects.values_list("detail", flat=True)))
    assert "曾秘密名" not in said and "请派人查看院墙" not in said


def test_the_database_lets_a_receiver_write_no_foreign_row(send, other_post, stranger):
    from access import scope
    from policies.acting import acting

    send(f"post:{other_post.pk}")
    with acting(scope.acting_as(stranger)):
        assert Referral.objects.count() == 0
        assert Referral.objects.update(asked="改") == 0


def test_take_on_asks_for_the_receiver(send, other_post, officer):
    from referrals.actions import passing

    send(f"post:{other_post.pk}")
    with pytest.raises(PermissionDenied):
        passing.take_on(Referral.objects.get(), by=officer)
