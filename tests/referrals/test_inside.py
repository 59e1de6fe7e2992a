"""Inside the police: a task of the county goes down and comes back; whoever it concerns learns of each step."""

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, IntegrityError, transaction

from access import scope
from notices.models import Notice
from policies.acting import acting
from posts.actions import moving
from referrals.actions import passing
from referrals.models import Referral
from tests import build

pytestmark = pytest.mark.usefixtures("in_march")
DONE = {"outcome": "solved", "answer": "已检查并整改", "answered_on": "2026-03-20"}
TASK = {"receiver": "post", "asked": "请检查校园消防", "urgency": "urgent", "due_on": "2026-03-30"}


def step(client, referral, name, given=None):
    return client.post(f"/referrals/{referral.pk}/{name}/", given or {})


def lines(user) -> set[str]:
    """The codes of the open notices that the person finds."""
    with acting(scope.acting_as(user)):
        found = Notice.objects.for_(user, scope.for_user(user)).open()
        return {one.code for one in found if one.text}


@pytest.fixture
def hand_down(village, bureau, sign_in):
    def go(**fields):
        answer = sign_in(bureau).post("/referrals/tasks/new/", TASK | {"village": village.pk} | fields)
        return answer, Referral.objects.order_by("pk").last()

    return go


def test_a_task_of_the_county_goes_to_the_post_and_comes_back(
    hand_down, village, officer, bureau, chief, leader, neighbour, sign_in
):
    assert "交办" in sign_in(bureau).get("/referrals/").content.decode()
    answer, task = hand_down()
    assert answer.url == task.get_absolute_url() and task.receipt.startswith("ZB")
    assert (task.subject_kind, task.to_post, task.village) == ("task", task.post, village)
    assert lines(officer) == {"referral_new"} and lines(bureau) == set() and lines(neighbour) == set()
    page = sign_in(officer).get(task.get_absolute_url()).content.decode()
    assert "请检查校园消防" in page and "县局" in page and f"/referrals/{task.pk}/withdraw/" not in page
    inbox = sign_in(officer).get("/referrals/?direction=in&waiting=on").content.decode()
    assert task.get_absolute_url() in inbox
    assert task.get_absolute_url() not in sign_in(officer).get("/referrals/?direction=out").content.decode()
    sent = sign_in(bureau).get("/referrals/?direction=out").content.decode()
    assert task.get_absolute_url() in sent and "请检查校园消防" in sent
    assert step(sign_in(officer), task, "withdraw").status_code == 403
    assert step(sign_in(bureau), task, "finish", DONE).status_code == 403
    assert step(sign_in(officer), task, "take-on").status_code == 302
    assert lines(officer) == set() and lines(bureau) == {"referral_taken"}
    assert step(sign_in(officer), task, "finish", DONE).status_code == 302
    task.refresh_from_db()
    assert (task.state, task.closed_on) == ("done", date(2026, 3, 20))  # nobody is to be told back
    assert lines(bureau) == {"referral_taken", "referral_answered"}
    assert "已检查并整改" in sign_in(bureau).get(task.get_absolute_url()).content.decode()
    assert sign_in(chief).get(task.get_absolute_url()).status_code == 200
    assert sign_in(neighbour).get(task.get_absolute_url()).status_code == 404
    assert sign_in(leader).get(task.get_absolute_url()).status_code == 403


def test_a_task_of_the_station_is_not_for_its_post_and_is_withdrawn_by_the_county(
    hand_down, officer, chief, clerk, bureau, sign_in
):
    _answer, task = hand_down(receiver="station")
    assert (task.to_post, task.to_station) == (None, task.station)
    assert lines(chief) == {"referral_new"} and lines(officer) == set()
    assert sign_in(officer).get(task.get_absolute_url()).status_code == 404
    assert sign_in(clerk).get(task.get_absolute_url()).status_code == 200
    assert step(sign_in(chief), task, "withdraw").status_code == 403
    assert step(sign_in(bureau), task, "withdraw").status_code == 302
    assert lines(chief) == {"referral_new", "referral_withdrawn"}
    assert step(sign_in(chief), task, "finish", DONE).status_code == 422


def test_what_the_county_may_not_hand_down(hand_down, village, officer, bureau, county, sign_in):
    far = build.make_village(build.make_post(build.make_station(build.make_county("他县", "990907"))), "他村")
    for fields in ({"receiver": "county"}, {"receiver": f"body:{county.outside_bodies.first().pk}"},
                   {"village": far.pk}, {"asked": ""}, {"due_on": "2026-03-19"}):  # fmt: skip
        assert hand_down(**fields)[0].status_code == 422, fields
    assert not Referral.objects.exists()
    given = TASK | {"village": village.pk}
    assert sign_in(officer).post("/referrals/tasks/new/", given).status_code == 403
    with pytest.raises(PermissionDenied):
        passing.hand_down(Referral(), village, "post", by=officer)
    task = hand_down()[1]
    with pytest.raises(IntegrityError), transaction.atomic():
        Referral.objects.filter(pk=task.pk).update(receiver="county", to_post=None, to_station=None)
    with acting(scope.acting_as(bureau)):  # the county writes its own tasks and nothing else
        other = Referral(
            subject_kind="problem", problem="policy", receiver="station", to_station=task.station, asked="x",
            due_on="2026-03-30", sent_on="2026-03-20", sent_by=bureau,
        )  # fmt: skip
        other.placed_like(task)
        with pytest.raises(DatabaseError), transaction.atomic():
            other.save(force_insert=True)


def test_the_overdue_task_is_named_to_the_county_at_once(hand_down, bureau, officer, sign_in, time_machine):
    _answer, task = hand_down(due_on="2026-03-21")
    time_machine.move_to("2026-03-22T09:00:00+08:00")
    assert "direction=out&amp;overdue=0" in sign_in(bureau).get("/").content.decode()
    listed = sign_in(bureau).get("/referrals/?direction=out&overdue=0").content.decode()
    assert task.get_absolute_url() in listed
    assert "转来待办" in sign_in(officer).get("/").content.decode()


def test_each_step_between_posts_is_told_to_the_other_side_once(
    send, other_post, neighbour, officer, county, sign_in
):
    helper = build.make_user("helper", "auxiliary", other_post)
    send(f"post:{other_post.pk}")
    referral = Referral.objects.get()
    assert lines(neighbour) == {"referral_new"} and lines(helper) == lines(officer) == set()
    home = sign_in(neighbour).get("/").content.decode()
    assert referral.receipt in home and "请派人查看院墙" not in home
    back = {"reason": "not_ours", "answer": "应由住建办理", "answered_on": "2026-03-20"}
    step(sign_in(helper), referral, "send-back", back)
    assert lines(officer) == {"referral_sent_back"}
    send(f"body:{county.outside_bodies.first().pk}")  # a body outside reads no first page
    outside = Referral.objects.get(receiver="body")
    step(sign_in(officer), outside, "finish", DONE)
    assert Notice.objects.filter(link=outside.get_absolute_url()).count() == 0


def test_a_task_stays_with_its_post_when_the_village_moves(
    hand_down, village, officer, other_post, neighbour, bureau, sign_in
):
    _answer, task = hand_down()
    with acting(scope.acting_as(bureau)):
        moving.move_village(village, other_post, "调整", by=bureau)
    assert step(sign_in(officer), task, "finish", DONE).status_code == 302
    assert sign_in(neighbour).get(task.get_absolute_url()).status_code == 404
