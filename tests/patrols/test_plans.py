"""Patrol plans, and the rounds of their days: made once, whoever asks, and on no day that was not planned."""

from datetime import date, timedelta

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.utils import timezone

from ledgers.models import StationMonth
from patrols.actions import planning, plans
from patrols.models import Checkpoint, PatrolPlan, PlannedRound, RoundPoint
from policies.acting import HOUSEKEEPING, acting
from posts.models import Membership
from tests import build

pytestmark = pytest.mark.usefixtures("in_march")  # nine in the morning of 20 March 2026, a Friday
TODAY = date(2026, 3, 20)
NEW = {"name": "夜巡", "weekdays": ["5", "6"], "starts_at": "20:00", "ends_at": "01:00", "mode": "foot",
       "why": "夜间盗窃多发", "starts_on": "2026-03-20"}  # fmt: skip


def days() -> list[date]:
    return sorted(PlannedRound.objects.values_list("occurred_on", flat=True))


def keep_up() -> None:
    """As the clock does."""
    with acting(HOUSEKEEPING):
        planning.keep_up()


@pytest.mark.parametrize("role", ["officer", "auxiliary", "chief"])
def test_a_plan_is_written_with_its_points_in_order_and_the_round_of_today(village, person_of, sign_in, role):
    first, _second, third = (build.make_point(village).pk for _number in range(3))
    typed = NEW | {"village": village.pk, "points": [third, first]}
    sign_in(person_of(role)).post("/patrols/plans/new/", typed)
    plan = PatrolPlan.objects.get()
    assert (plan.points, plan.weekdays) == ([third, first], [5, 6])
    assert days() == [TODAY]
    assert list(RoundPoint.objects.values_list("checkpoint", flat=True)) == [third, first]


@pytest.mark.parametrize("wrong", ["elsewhere", "ended", "twice"])
def test_points_are_of_the_village_and_have_not_ended(village, post, officer, sign_in, wrong):
    point = build.make_point(village)
    if wrong == "elsewhere":
        point = build.make_point(build.make_village(post, name="第二村委会"))
    if wrong == "ended":
        point.ends_on, point.end_reason = TODAY, "拆除"
        point.save()
    points = [point.pk] * (2 if wrong == "twice" else 1)
    answer = sign_in(officer).post("/patrols/plans/new/", NEW | {"village": village.pk, "points": points})
    if wrong == "twice":
        assert PatrolPlan.objects.get().points == [point.pk]
    else:
        assert answer.status_code == 422 and not PatrolPlan.objects.exists()


def test_a_team_serves_the_village(village, post, officer, sign_in):
    other = build.make_team(build.make_village(post, name="第二村委会"), name="别村队")
    typed = NEW | {"village": village.pk, "team": other.pk}
    assert sign_in(officer).post("/patrols/plans/new/", typed).status_code == 422
    other.further_villages = [village.pk]
    other.save()
    sign_in(officer).post("/patrols/plans/new/", typed)
    assert PatrolPlan.objects.get().team == other


def test_a_plan_does_not_begin_in_the_past(village, officer, sign_in):
    typed = NEW | {"village": village.pk, "starts_on": "2026-03-19"}
    assert sign_in(officer).post("/patrols/plans/new/", typed).status_code == 422


def test_rounds_are_made_for_days_on_which_nobody_opened_a_page(village):
    build.make_plan(village, weekdays=[5, 1], starts_on=date(2026, 3, 1))
    keep_up()
    keep_up()
    assert days() == [date(2026, 3, 13), date(2026, 3, 16), TODAY]  # seven days back are made up for
    with time_machine.travel("2026-03-23T00:10:00+08:00", tick=False):
        keep_up()
    assert days()[-1] == date(2026, 3, 23)


def test_rounds_respect_since_and_until_and_the_closing_of_the_village(village):
    build.make_plan(village, starts_on=date(2026, 3, 18))
    ended = build.make_plan(village, starts_on=date(2026, 3, 1), ends_on=date(2026, 3, 15), end_reason="停")
    keep_up()
    of_plan = PlannedRound.objects.filter(plan=ended).values_list("occurred_on", flat=True)
    assert sorted(of_plan) == [date(2026, 3, 13), date(2026, 3, 14), date(2026, 3, 15)]
    assert PlannedRound.objects.exclude(plan=ended).count() == 3
    village.closed_on = date(2026, 3, 21)
    village.save()
    with time_machine.travel("2026-03-22T10:00:00+08:00", tick=False):
        keep_up()
    assert max(days()) == TODAY


def test_no_round_is_made_while_the_village_has_no_post(village):
    build.make_plan(village, starts_on=date(2026, 3, 1))
    Membership.objects.update(ends_on=date(2026, 3, 18))
    keep_up()
    assert max(days()) == date(2026, 3, 18)


def test_a_change_holds_from_tomorrow_on(village, officer):
    plan = build.make_plan(village, starts_on=date(2026, 3, 18))
    changed = PatrolPlan.objects.get()
    changed.weekdays, changed.points = [6], plan.points[:1]
    plans.change_plan(changed, by=officer)
    assert days() == [date(2026, 3, 18), date(2026, 3, 19), TODAY]
    assert set(PlannedRound.objects.values_list("points_planned", flat=True)) == {2}
    with time_machine.travel("2026-03-22T10:00:00+08:00", tick=False):
        keep_up()
    newest = PlannedRound.objects.latest("occurred_on")
    assert (newest.occurred_on, newest.points_planned) == (date(2026, 3, 21), 1)


def test_an_ended_point_is_on_no_later_round(village):
    plan = build.make_plan(village, starts_on=TODAY)
    keep_up()
    point = plan.points[0]
    Checkpoint.objects.filter(pk=point).update(ends_on=TODAY, end_reason="拆除")
    with time_machine.travel("2026-03-21T10:00:00+08:00", tick=False):
        keep_up()
    assert list(PlannedRound.objects.order_by("occurred_on").values_list("points_planned", flat=True)) == [
        2,
        1,
    ]


def test_a_plan_ends_with_the_round_of_today(village, officer, sign_in):
    plan = build.make_plan(village, starts_on=TODAY)
    sign_in(officer).post(f"/patrols/plans/{plan.pk}/end/", {"reason": "换季", "version": 1})
    with time_machine.travel("2026-03-22T10:00:00+08:00", tick=False):
        keep_up()
    assert days() == [TODAY]
    with pytest.raises(ValidationError):
        plans.end_plan(PatrolPlan.objects.get(), "再", by=officer)


def test_missing_days_of_a_closed_month_stay_missing(village, station):
    build.make_plan(village, starts_on=date(2026, 2, 1))
    StationMonth.objects.create(
        station=station,
        month=date(2026, 2, 1),
        state=StationMonth.State.PUBLISHED,
        published_at=timezone.now(),
    )
    with time_machine.travel("2026-03-03T10:00:00+08:00", tick=False):
        keep_up()
    assert days() == [date(2026, 3, 1) + timedelta(days=number) for number in range(3)]
