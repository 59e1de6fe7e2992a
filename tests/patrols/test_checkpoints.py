"""Checkpoints: a code of their own, what they lack, and which are missed again and again."""

from datetime import date

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from hazards.models import Hazard
from patrols.actions import checkpoints
from patrols.models import Checkpoint
from patrols.models.checkpoints import CODE_LENGTH, LETTERS
from tests import build

pytestmark = pytest.mark.usefixtures("in_march")  # nine in the morning of 20 March 2026, a Friday
NEW = {
    "name": "村口路灯",
    "kind": "lamp",
    "place": "小卖部旁",
    "lacks_light": "on",
    "starts_on": "2026-03-20",
}


@pytest.mark.parametrize("role", ["officer", "auxiliary", "chief"])
def test_a_checkpoint_gets_a_code_of_letters_that_are_not_taken_for_one_another(
    village, person_of, sign_in, role
):
    answer = sign_in(person_of(role)).post(
        "/patrols/checkpoints/new/", NEW | {"village": village.pk}, follow=True
    )
    point = Checkpoint.objects.get()
    assert len(point.code) == CODE_LENGTH and set(point.code) <= set(LETTERS)
    assert point.code in answer.content.decode()
    assert not set(LETTERS) & set("0O1IL2Z5S8BUV")


def test_a_code_that_the_county_has_is_not_given_again(village, post, officer, sign_in, monkeypatch):
    """The one who enters it does not see those of other posts: the index decides, and another code is tried."""
    other = build.make_village(build.make_post(post.station, "第二警务室"))
    taken = build.make_point(other)
    codes = iter([taken.code, taken.code, "QQQQQ"])
    monkeypatch.setattr(checkpoints, "new_code", lambda: next(codes))
    sign_in(officer).post("/patrols/checkpoints/new/", NEW | {"village": village.pk})
    assert Checkpoint.objects.get(village=village).code == "QQQQQ"
    with pytest.raises(IntegrityError), transaction.atomic():
        build.make_point(village, name="另一处", code=taken.code)


def test_one_click_leads_from_what_it_lacks_to_the_form_of_the_hazard(village, officer, sign_in):
    point = build.make_point(village, name="村口路灯", place="小卖部旁", lacks_camera=True)
    mine = sign_in(officer)
    buttons = mine.get(point.get_absolute_url()).context["buttons"]
    light, camera = (one["url"] for one in buttons if "gap=" in one["url"])
    assert "小" not in light and "%E5" not in light  # no words in an address
    initial = mine.get(light).context["form"].initial
    assert (initial["village"], initial["kind"], initial["place"]) == (
        village.pk,
        "light",
        "村口路灯 小卖部旁",
    )
    assert mine.get(camera).context["form"].initial["kind"] == "other"
    form = {"village": village.pk, "occurred_on": "2026-03-20", "kind": "light", "place": initial["place"],
            "urgency": "normal", "source": "by_officer", "people_harmed": "0"}  # fmt: skip
    mine.post(light, form)
    assert Hazard.objects.get().place == "村口路灯 小卖部旁"


def test_a_checkpoint_of_another_post_fills_no_form(village, post, officer, sign_in):
    other = build.make_point(build.make_village(build.make_post(post.station, "第二警务室")))
    form = sign_in(officer).get(f"/hazards/new/?checkpoint={other.pk}&gap=light").context["form"]
    assert "place" not in form.initial and "kind" not in form.initial


def test_an_ended_checkpoint_is_changed_no_more_and_offers_nothing(village, officer, sign_in):
    point = build.make_point(village)
    mine = sign_in(officer)
    mine.post(f"/patrols/checkpoints/{point.pk}/end/", {"reason": "路灯拆除", "version": 1})
    point.refresh_from_db()
    assert point.ends_on == timezone.localdate() and point.end_reason == "路灯拆除"
    assert mine.get(f"/patrols/checkpoints/{point.pk}/edit/").status_code == 302
    assert mine.get(point.get_absolute_url()).context["buttons"] == []


def test_a_point_missed_three_times_in_a_row_is_seen_by_the_chief_and_on_the_plan(
    village, officer, chief, sign_in
):
    plan = build.make_plan(village)
    for day in (16, 17, 18):
        rounds = build.make_planned_round(
            village, plan=plan, on=date(2026, 3, day), passed=1, started_at=timezone.now()
        )
        rounds.patrol = build.make_patrol(village, date(2026, 3, day))
        rounds.state, rounds.ended_at, rounds.points_passed = "incomplete", timezone.now(), 1
        if day < 18:
            rounds.save()
    url = "/patrols/checkpoints/?missed=on"
    boss = sign_in(chief)
    first, second = (f"/patrols/checkpoints/{point}/" for point in plan.points)
    assert second not in boss.get(url).content.decode()  # two of three
    rounds.save()
    shown = boss.get(url).content.decode()
    assert second in shown and first not in shown
    assert url in boss.get("/").content.decode()
    stops = sign_in(officer).get(plan.get_absolute_url()).context["stops"]
    assert [one.is_missed for one in stops] == [False, True]


def test_one_passed_again_is_missed_no_more(village, officer, sign_in):
    plan = build.make_plan(village, points=1)
    for day, passed in ((13, 0), (14, 0), (15, 0), (16, 1)):
        build.make_planned_round(
            village,
            plan=plan,
            on=date(2026, 3, day),
            passed=passed,
            state="incomplete",
            ended_at=timezone.now(),
        )
    assert not Checkpoint.objects.with_missed("990902").filter(is_missed=True).exists()
