"""What happens between the opening of a form of patrols and its sending: nothing breaks, nothing is lost."""

from datetime import date, timedelta
from uuid import uuid4

import pytest

from patrols.actions import planning
from patrols.models import Patrol, PatrolPlan, PlannedRound, RoundPoint
from teams.models import Member
from tests import build
from tests.patrols.test_members import ready
from tests.patrols.test_rounds import finish, points, state_of, tap, url

pytestmark = pytest.mark.usefixtures("in_march")  # nine in the morning of 20 March 2026
TODAY = date(2026, 3, 20)


@pytest.fixture
def walk(village, officer) -> PlannedRound:
    return build.make_planned_round(village, TODAY, plan=build.make_plan(village, points=4))


def merged(village):
    type(village).objects.filter(pk=village.pk).update(closed_on=TODAY)


def test_a_round_of_a_village_that_was_merged_meanwhile_says_why_it_is_not_finished(
    walk, village, officer, sign_in
):
    mine = sign_in(officer)
    tap(mine, walk, points(walk)[0])
    mine.get(url(walk, "finish/"))
    merged(village)
    tap(mine, walk, points(walk)[1])
    assert RoundPoint.objects.filter(round=walk, passed_at__isnull=False).count() == 2
    answer = finish(mine, walk)
    assert answer.status_code == 422 and "撤销" in answer.content.decode()
    assert not Patrol.objects.exists()


def test_a_plan_that_ended_meanwhile_leaves_its_round_of_today(walk, officer, sign_in):
    mine = sign_in(officer)
    page = mine.get(f"/patrols/plans/{walk.plan_id}/edit/")
    PatrolPlan.objects.update(ends_on=TODAY, end_reason="已停")
    for point in points(walk):
        tap(mine, walk, point)
    finish(mine, walk)
    assert state_of(walk) == "done"
    form = page.context["form"]
    typed = {name: form.initial.get(name) or "" for name in form.fields if name != "case_hours"}
    answer = mine.post(f"/patrols/plans/{walk.plan_id}/edit/", typed | {"version": 1, "client_key": uuid4()})
    assert (
        answer.status_code in (302, 409, 422) and not PatrolPlan.objects.exclude(end_reason="已停").exists()
    )


@pytest.mark.parametrize(
    "gone",
    [
        {"consent_ended_on": TODAY, "ends_on": TODAY, "left_for": "consent"},
        {"ends_on": TODAY - timedelta(days=1), "left_for": "left"},
    ],
    ids=["consent", "left"],
)
def test_a_member_who_has_gone_meanwhile_is_refused_by_name(walk, village, officer, sign_in, gone):
    member, mine = ready(village), sign_in(officer)
    tap(mine, walk, points(walk)[0])
    assert str(member) in mine.get(url(walk, "finish/")).content.decode()
    Member.objects.filter(pk=member.pk).update(**gone)
    answer = finish(mine, walk, members=[member.pk], people="3")
    assert answer.status_code == 422 and "members" in answer.context["form"].errors
    assert str(member) in answer.content.decode() and not Patrol.objects.exists()
    finish(mine, walk)
    assert Patrol.objects.get().members == []


def test_the_clock_closes_it_between_the_form_and_its_sending(walk, officer, sign_in):
    mine = sign_in(officer)
    tap(mine, walk, points(walk)[0])
    version = PlannedRound.objects.get(pk=walk.pk).version
    PlannedRound.objects.filter(pk=walk.pk).update(occurred_on=TODAY - timedelta(days=1))
    planning.close_left_open()
    assert state_of(walk) == "incomplete"
    answer = finish(mine, walk, version=version)
    assert answer.status_code == 302 and Patrol.objects.count() == 1


def test_a_plan_of_a_merged_village_goes_on_in_its_successor_past_the_points_there(
    walk, village, post, officer, sign_in
):
    other = build.make_village(post, name="并入村委会")
    point, plan, mine = build.make_point(other), walk.plan, sign_in(officer)
    merged(village)
    form = mine.get(f"/patrols/plans/{plan.pk}/edit/").context["form"]
    assert point.pk in dict(form.fields["points"].choices)
    sent = {
        "village": other.pk, "name": plan.name, "weekdays": ["5"], "starts_at": "19:00", "ends_at": "21:00",
        "mode": "foot", "points": [point.pk], "team": "", "starts_on": f"{plan.starts_on}", "version": plan.version,
    }  # fmt: skip
    answer = mine.post(f"/patrols/plans/{plan.pk}/edit/", sent | {"client_key": uuid4()})
    plan.refresh_from_db()
    assert answer.status_code == 302 and (plan.village, plan.points) == (other, [point.pk])
