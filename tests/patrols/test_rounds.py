"""A planned round is walked: by taps, of one or of two, with and without a signal; finished once, as one patrol."""

from datetime import date, time, timedelta
from uuid import uuid4

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.utils import timezone

from audit.models import Entry
from ledgers.models import StationMonth
from patrols.actions import patrols, planning, rounds
from patrols.actions.rounds import Tap
from patrols.models import Checkpoint, Patrol, PlannedRound, RoundPoint
from policies.acting import HOUSEKEEPING, acting
from tests import build

pytestmark = pytest.mark.usefixtures("in_march")  # nine in the morning of 20 March 2026
TODAY = date(2026, 3, 20)
# Half past eight in the morning, where half past seven in the evening was planned: asked about, and said to be right.
DONE = {"mode": "foot", "starts_at": "08:30", "minutes": "20", "people": "1", "note": "", "version": 2,
        "sure": "began=08:30"}  # fmt: skip


@pytest.fixture
def walk(village, officer) -> PlannedRound:
    return build.make_planned_round(village, TODAY, plan=build.make_plan(village, points=4))


def points(walk: PlannedRound) -> list[int]:
    return list(walk.stops.order_by("position").values_list("checkpoint", flat=True))


def url(walk: PlannedRound, page: str = "") -> str:
    return f"/patrols/rounds/{walk.pk}/{page}"


def state_of(walk: PlannedRound) -> str:
    return PlannedRound.objects.get(pk=walk.pk).state


def tap(client, walk, point, key=None, **headers):
    sent = {"point": point, "client_key": key or uuid4()}
    return client.post(url(walk, "pass/"), sent, headers=headers)


def finish(client, walk, **typed):
    held = PlannedRound.objects.get(pk=walk.pk)
    return client.post(url(walk, "finish/"), DONE | {"version": held.version, "client_key": uuid4()} | typed)


def test_it_stands_on_today_of_the_officer_and_in_the_list_of_the_day(walk, officer, sign_in):
    mine = sign_in(officer)
    address = "/patrols/rounds/?open=on"
    assert address in mine.get("/").content.decode()
    assert url(walk) in mine.get("/patrols/rounds/?today=on&open=on").content.decode()


def test_taps_start_it_pass_its_points_and_its_end_is_one_patrol(walk, officer, sign_in):
    mine = sign_in(officer)
    for point in points(walk):
        tap(mine, walk, point)
    assert state_of(walk) == "started"
    answer = finish(mine, walk)
    patrol = Patrol.objects.get()
    walk.refresh_from_db()
    assert (walk.state, walk.patrol, walk.points_passed) == ("done", patrol, 4)
    assert answer.url == f"{patrol.get_absolute_url()}?saved=1"
    assert (patrol.village_id, patrol.occurred_on, patrol.done_by) == (walk.village_id, TODAY, [officer.pk])


def test_missed_points_are_named_and_make_it_incomplete(walk, officer, sign_in):
    mine = sign_in(officer)
    tap(mine, walk, points(walk)[0])
    missed = Checkpoint.objects.filter(pk__in=points(walk)[1:])
    shown = mine.get(url(walk, "finish/"))
    assert {one.pk for one in shown.context["missed"]} == {one.pk for one in missed}
    finish(mine, walk)
    walk.refresh_from_db()
    assert (walk.state, walk.points_passed, walk.points_planned) == ("incomplete", 1, 4)
    assert mine.get(url(walk)).content.decode().count("mark-bad") == 3


def test_the_same_tap_twice_and_two_officers_on_one_point_are_one(walk, officer, auxiliary, sign_in):
    point, key = points(walk)[0], uuid4()
    mine, other = sign_in(officer), sign_in(auxiliary)
    for _time in range(2):
        assert tap(mine, walk, point, key).status_code == 302
    tap(mine, walk, point)
    tap(other, walk, point)
    stop = RoundPoint.objects.get(checkpoint=point)
    assert (stop.passed_by, stop.version) == (officer, 2)
    assert Entry.objects.filter(action="pass_point").count() == 1


def test_two_who_finish_record_one_patrol(walk, officer, auxiliary, sign_in):
    tap(sign_in(officer), walk, points(walk)[0])
    version = PlannedRound.objects.get(pk=walk.pk).version
    finish(sign_in(auxiliary), walk)
    answer = finish(sign_in(officer), walk, version=version)
    assert answer.status_code in (409, 422, 302) and Patrol.objects.count() == 1


def test_the_form_sent_twice_is_one_patrol(walk, officer, sign_in):
    mine = sign_in(officer)
    tap(mine, walk, points(walk)[0])
    typed = DONE | {"version": PlannedRound.objects.get(pk=walk.pk).version, "client_key": uuid4()}
    addresses = {mine.post(url(walk, "finish/"), typed).url for _time in range(2)}
    assert len(addresses) == 1 and Patrol.objects.count() == 1


def test_a_tap_that_waited_for_a_signal_has_its_own_time_and_says_so(walk, officer, sign_in):
    mine = sign_in(officer)
    first, second = points(walk)[:2]
    tap(mine, walk, second)
    answer = tap(mine, walk, first, **{"Waited-For": "3600", "Sent-By-Script": "yes"})
    assert (answer.status_code, answer.headers["Leads-To"]) == (204, url(walk))
    stop = RoundPoint.objects.get(checkpoint=first)
    waited = timezone.now() - stop.passed_at
    assert stop.is_device_time and timedelta(hours=1) <= waited < timedelta(hours=1, minutes=1)
    assert not RoundPoint.objects.get(checkpoint=second).is_device_time
    walk.refresh_from_db()
    assert walk.started_at == stop.passed_at  # pressed first, though it came second


def test_a_kept_tap_sent_again_after_a_lost_answer_is_one(walk, officer, sign_in):
    mine, key = sign_in(officer), uuid4()
    tap(mine, walk, points(walk)[0], key)
    tap(mine, walk, points(walk)[0], key, **{"Waited-For": "600"})
    stop = RoundPoint.objects.get(checkpoint=points(walk)[0])
    assert not stop.is_device_time and stop.version == 2


def test_a_time_outside_the_day_and_its_night_is_refused(walk, officer):
    with pytest.raises(ValidationError):
        rounds.pass_point(walk, Tap(point=points(walk)[0], ago=timedelta(hours=10)), by=officer)
    with time_machine.travel("2026-03-21T06:00:00+08:00", tick=False), pytest.raises(ValidationError):
        rounds.start(walk, by=officer)
    with time_machine.travel("2026-03-21T05:59:00+08:00", tick=False):
        rounds.start(walk, by=officer)


@pytest.mark.parametrize(("typed", "how"), [("code", "code"), ("scan", "scan")])
def test_the_code_of_the_label_passes_the_point(walk, officer, sign_in, typed, how):
    point = Checkpoint.objects.get(pk=points(walk)[2])
    sent = {
        "code": f" {point.code[:2].lower()} {point.code[2:].lower()}",
        "how": typed,
        "client_key": uuid4(),
    }
    sign_in(officer).post(url(walk, "pass/"), sent)
    assert RoundPoint.objects.get(checkpoint=point).how == how


def test_a_code_of_no_point_of_the_round_says_so(walk, village, officer, sign_in):
    other = build.make_point(village)
    sent = {"code": other.code, "how": "code", "client_key": uuid4()}
    answer = sign_in(officer).post(url(walk, "pass/"), sent, follow=True)
    assert other.code in answer.content.decode() and state_of(walk) == "planned"


def test_a_tap_is_taken_back_until_the_round_is_finished(walk, officer, sign_in):
    mine, (first, *_rest) = sign_in(officer), points(walk)
    tap(mine, walk, first)
    mine.post(url(walk, "take-back/"), {"point": first, "client_key": uuid4()})
    assert RoundPoint.objects.get(checkpoint=first).passed_at is None
    tap(mine, walk, first)
    finish(mine, walk)
    mine.post(url(walk, "take-back/"), {"point": first, "client_key": uuid4()})
    assert RoundPoint.objects.get(checkpoint=first).passed_at is not None


def test_a_round_left_open_is_incomplete_at_six_and_may_still_be_finished(walk, officer, sign_in):
    """Nothing of what the browser kept is lost: it comes later, with the time of the tap."""
    rounds.start(walk, by=officer)
    with acting(HOUSEKEEPING), time_machine.travel("2026-03-21T05:50:00+08:00", tick=False):
        planning.keep_up()
    assert state_of(walk) == "started"
    with time_machine.travel("2026-03-21T06:00:00+08:00", tick=False):
        with acting(HOUSEKEEPING):
            planning.keep_up()
        assert state_of(walk) == "incomplete"
        mine = sign_in(officer)
        for point in points(walk):
            tap(mine, walk, point, **{"Waited-For": "32400"})
        finish(mine, walk, starts_at="21:00", minutes="30")
    walk.refresh_from_db()
    assert (walk.state, walk.points_passed) == ("done", 4)


def test_a_round_that_the_clock_has_closed_stands_on_today_until_its_patrol_is_recorded(
    village, officer, sign_in
):
    begun = {"state": "incomplete", "started_at": timezone.now() - timedelta(hours=13), "started_by": officer,
             "ended_at": timezone.now() - timedelta(hours=3)}  # fmt: skip
    plan = build.make_plan(village, points=2)
    walk = build.make_planned_round(village, TODAY - timedelta(days=1), plan=plan, **begun)
    build.make_planned_round(village, TODAY - timedelta(days=9), plan=plan, **begun)
    mine, address = sign_in(officer), "/patrols/rounds/?unfinished=on"
    assert address in mine.get("/").content.decode()
    listed = mine.get(address)
    assert listed.context["count"] == 1 and url(walk) in listed.content.decode()
    assert (
        mine.get(url(walk, "finish/")).context["form"].initial["minutes"] == 120
    )  # as planned, not until now
    finish(mine, walk, starts_at="20:00", minutes="60")
    assert address not in mine.get("/").content.decode()


def test_nobody_walked_it_needs_a_reason(walk, officer, chief, sign_in):
    boss = sign_in(chief)
    assert boss.post(url(walk, "skip/"), {"reason": " ", "version": 1}).status_code == 422
    boss.post(url(walk, "skip/"), {"reason": "暴雨", "version": 1})
    walk.refresh_from_db()
    assert (walk.state, walk.reason) == ("not_walked", "暴雨")


def test_a_started_round_is_not_said_to_be_not_walked(walk, officer):
    rounds.start(walk, by=officer)
    with pytest.raises(ValidationError):
        rounds.not_walked(PlannedRound.objects.get(pk=walk.pk), "暴雨", by=officer)


def test_a_tap_that_comes_after_the_reason_is_not_lost(walk, officer, chief):
    rounds.not_walked(walk, "无人", by=chief)
    rounds.pass_point(walk, Tap(point=points(walk)[0], ago=timedelta(minutes=30)), by=officer)
    walk.refresh_from_db()
    assert (walk.state, walk.reason) == ("started", "")


def test_nobody_finishes_what_nobody_started(walk, officer, sign_in):
    assert sign_in(officer).get(url(walk, "finish/")).status_code == 302
    assert not Patrol.objects.exists()


def test_a_withdrawn_patrol_opens_the_round_again(walk, officer, sign_in):
    mine = sign_in(officer)
    tap(mine, walk, points(walk)[0])
    finish(mine, walk)
    patrols.withdraw_patrol(Patrol.objects.get(), by=officer)
    walk.refresh_from_db()
    assert (walk.state, walk.patrol, walk.points_passed) == ("incomplete", None, 0)
    finish(mine, walk, minutes="25")
    assert PlannedRound.objects.get(pk=walk.pk).patrol.minutes == 25


def test_the_patrol_of_a_round_stays_in_its_village_and_on_its_day(walk, officer):
    rounds.start(walk, by=officer)
    held = PlannedRound.objects.get(pk=walk.pk)
    patrol = build.make_patrol(walk.village, TODAY, by=officer)
    held.patrol, held.state, held.ended_at = patrol, "incomplete", timezone.now()
    held.save()
    patrol.occurred_on = date(2026, 3, 19)
    with pytest.raises(ValidationError):
        patrols.amend_patrol(patrol, by=officer)


def test_a_round_of_a_published_month_is_finished_with_a_reason(village, station, officer):
    day = date(2026, 2, 27)
    walk = build.make_planned_round(village, day, state="incomplete", ended_at=timezone.now(),
                            started_at=timezone.now() - timedelta(days=21))  # fmt: skip
    StationMonth.objects.create(
        station=station,
        month=date(2026, 2, 1),
        state=StationMonth.State.PUBLISHED,
        published_at=timezone.now(),
    )

    def patrol() -> Patrol:
        return Patrol(village=village, occurred_on=day, starts_at=time(20), minutes=30, people=1)

    with pytest.raises(ValidationError):
        rounds.finish(walk, patrol(), by=officer)
    rounds.finish(walk, patrol(), by=officer, late_reason="补录夜巡")
    assert PlannedRound.objects.get(pk=walk.pk).patrol.is_late


def test_the_camera_is_opened_for_the_page_of_a_round_alone(walk, officer, sign_in):
    mine = sign_in(officer)
    assert "camera=(self)" in mine.get(url(walk)).headers["Permissions-Policy"]
    for other in ("/", "/patrols/rounds/", url(walk, "finish/"), "/patrols/plans/"):
        assert "camera=()" in mine.get(other).headers["Permissions-Policy"], other


def test_no_position_is_recorded_of_anybody():
    fields = {field.name for model in (PlannedRound, RoundPoint, Checkpoint) for field in model._meta.fields}
    assert not {
        name for name in fields if any(word in name for word in ("lat", "lon", "position_of", "gps"))
    } - {"erased_on"}


def test_a_patrol_without_a_plan_is_recorded_as_before(village, officer, sign_in):
    typed = {"village": village.pk, "occurred_on": "2026-03-19", "starts_at": "20:30", "minutes": "90",
             "mode": "foot", "people": "3"}  # fmt: skip
    sign_in(officer).post("/patrols/new/", typed)
    assert Patrol.objects.count() == 1 and not PlannedRound.objects.exists()


def test_what_was_found_on_a_finished_round_leads_to_the_form_of_a_hazard(walk, officer, sign_in):
    mine = sign_in(officer)
    tap(mine, walk, points(walk)[0])
    finish(mine, walk)
    leads = [one["url"] for one in mine.get(url(walk)).context["buttons"]]
    assert any(f"patrol={Patrol.objects.get().pk}" in one for one in leads)


def test_a_round_of_less_than_a_minute_is_finished_as_it_is_offered(walk, officer, sign_in):
    mine = sign_in(officer)
    tap(mine, walk, points(walk)[0])
    initial = mine.get(url(walk, "finish/")).context["form"].initial
    offered = {"starts_at": f"{initial['starts_at']:%H:%M}", "minutes": initial["minutes"]}
    asked = finish(mine, walk, **offered).context["form"]
    assert [key for key, _question in asked.fields["sure"].choices] == ["began=09:00", "short=1"]
    finish(mine, walk, **offered, sure=["began=09:00", "short=1"])
    assert Patrol.objects.get().minutes == 1


def test_a_round_at_another_time_than_planned_is_asked_about_once(walk, officer, sign_in, time_machine):
    time_machine.move_to("2026-03-20T21:30+08:00")
    mine = sign_in(officer)
    tap(mine, walk, points(walk)[0])
    for began, sure, asks in (("16:59", "", True), ("17:00", "", False)):
        answer = finish(mine, walk, starts_at=began, minutes="30", sure=sure)
        assert (answer.status_code == 422) == asks, began
    assert f"{Patrol.objects.get().starts_at:%H:%M}" == "17:00"


def test_the_patrol_leads_back_to_its_round(walk, officer, chief, sign_in):
    mine = sign_in(officer)
    tap(mine, walk, points(walk)[0])
    finish(mine, walk)
    patrol = PlannedRound.objects.get(pk=walk.pk).patrol
    for person in (officer, chief):
        page = sign_in(person).get(patrol.get_absolute_url()).content.decode()
        assert f'href="{url(walk)}"' in page and "打卡 1 / " in page
