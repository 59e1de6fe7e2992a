"""Norms by the class of a post and of a single post: what is expected, the pace, and who would have met another one."""

from datetime import date
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from access import scope
from administration.county_rules import actions
from audit.models import Entry
from indicators import compute
from indicators.models import TouchedMonth, VillageMonth
from ledgers.models import StationMonth
from policies.acting import acting
from posts.actions import describing
from posts.models import VillageProfile
from reports import norm_preview
from rules import norms
from rules.models import DatedValue
from tests import build

pytestmark = pytest.mark.usefixtures("in_march")  # it is 20 March 2026, a Friday
TODAY = date(2026, 3, 20)
HOUSEHOLDS, DAYS = "visit.households_a_month", "duty.days_a_week"


def put(code, value, county="990901", since=date(2026, 1, 1)):
    DatedValue.objects.create(code=code, county=county, value=value, unit="households", valid_from=since)


def profile(village, terrain, households=None, since=date(2026, 1, 1)):
    return VillageProfile.objects.create(village=village, since=since, terrain=terrain, households=households)


def targets(month):
    compute.fill_month(month)
    return {
        row.village_id: (row.visit_target, row.duty_norm) for row in VillageMonth.objects.filter(month=month)
    }


def test_a_harder_class_has_the_norm_of_the_plain_until_the_county_sets_one(county):
    put(HOUSEHOLDS, 40)
    at = {"on": TODAY, "county": "990901"}
    assert [norms.of_post(HOUSEHOLDS, **at, terrain=one) for one in norms.CLASSES] == [40, 40, 40]
    put(f"{HOUSEHOLDS}.mountain", 20)
    put(norms.own_code(HOUSEHOLDS, 7), 12)
    assert [norms.of_post(HOUSEHOLDS, **at, terrain=one) for one in norms.CLASSES] == [40, 40, 20]
    assert norms.of_post(HOUSEHOLDS, **at, terrain="mountain", post=7) == 12
    assert norms.of_post(HOUSEHOLDS, **at, terrain="mountain", post=70) == 20
    assert norms.split(f"{HOUSEHOLDS}.hill") == (norms.NORMS[HOUSEHOLDS], "hill")
    assert norms.split("post.area_least") is None


def test_the_hardest_class_of_its_villages_decides_and_they_share_it_by_their_households(
    village, post, officer, march
):
    second = build.make_village(post=post)
    put(f"{HOUSEHOLDS}.mountain", 20)
    put(f"{DAYS}.mountain", 2)
    assert [round(found[0], 3) for found in targets(march).values()] == [15, 15]
    profile(village, "plain", 300)
    profile(second, "mountain")
    assert [round(found[0], 3) for found in targets(march).values()] == [
        10,
        10,
    ]  # of one nobody knows how many
    VillageProfile.objects.filter(village=second).update(households=100)
    found = targets(march)
    assert (round(found[village.pk][0], 3), round(found[second.pk][0], 3)) == (15, 5)
    assert round(sum(days for _visits, days in found.values()), 3) == round(Decimal(2 * 31) / 7, 3)


def test_a_profile_that_changes_touches_all_villages_of_the_post(village, post, officer, march):
    second = build.make_village(post=post)
    targets(march)
    TouchedMonth.objects.all().delete()
    profile(second, "hill", since=march)
    assert set(TouchedMonth.objects.values_list("village", flat=True)) == {village.pk, second.pk}


def test_a_post_has_a_norm_of_its_own_from_a_day_on(village, post, officer, bureau, march):
    targets(march)
    norm = norms.NORMS[HOUSEHOLDS]
    with acting(scope.acting_as(bureau)):
        actions.set_post_norm(norm, post, 10, TODAY, "路远，三个村都在山上", by=bureau)
    assert round(targets(march)[village.pk][0], 3) == round(Decimal(19 * 30 + 12 * 10) / 31, 3)
    with acting(scope.acting_as(bureau)):
        actions.set_post_norm(norm, post, None, TODAY, "通了公路", by=bureau)
    assert targets(march)[village.pk][0] == 30
    entry = Entry.objects.filter(action="set_post_norm").latest("pk")
    assert (entry.detail["was"], entry.detail["value"], entry.detail["reason"]) == (10, None, "通了公路")


@pytest.mark.parametrize(
    ("value", "since", "reason", "field"),
    [
        (10, date(2026, 3, 19), "远", "since"),
        (501, TODAY, "远", "value"),
        (10, TODAY, " ", "reason"),
        (None, TODAY, "远", "value"),
    ],
)
def test_what_no_post_gets_is_refused(post, bureau, value, since, reason, field):
    with pytest.raises(ValidationError) as fault, acting(scope.acting_as(bureau)):
        actions.set_post_norm(norms.NORMS[HOUSEHOLDS], post, value, since, reason, by=bureau)
    assert list(fault.value.message_dict) == [field]


def test_a_chief_and_another_county_set_none(post, chief):
    other = build.make_county("另一县", "990902")
    for who in (chief, build.make_user("other", "county", other)):
        with pytest.raises(PermissionDenied):
            actions.set_post_norm(norms.NORMS[HOUSEHOLDS], post, 10, TODAY, "远", by=who)


def test_the_class_does_not_change_in_a_closed_month(village, post, officer, bureau, february):
    targets(february)
    StationMonth.objects.create(station=post.station, month=february, state="submitted")
    with pytest.raises(ValidationError) as fault, acting(scope.acting_as(bureau)):
        describing.set_profile(
            VillageProfile(village=village, since=date(2026, 2, 10), terrain="mountain"), by=bureau
        )
    assert list(fault.value.message_dict) == ["since"]
    with acting(scope.acting_as(bureau)):
        describing.set_profile(
            VillageProfile(village=village, since=date(2026, 2, 10), people=900), by=bureau
        )


def test_today_says_what_should_be_done_by_now_and_the_weeks_with_enough_days(
    village, officer, sign_in, march
):
    build.make_leave(officer, date(2026, 3, 9), date(2026, 3, 15))
    for day in (date(2026, 2, 23), date(2026, 2, 24), date(2026, 2, 25), date(2026, 3, 3)):
        build.make_duty_day(village, day, officer)
    pace = sign_in(officer).get("/").context["pace"]
    # 13 of the 20 days were no leave; weeks end on 1, 8, 15 (all leave: not judged), 22 and 29 March.
    assert (pace.households, pace.households_norm) == (13 * 30 // 31, 23)
    assert (pace.weeks_met, pace.weeks_over, pace.weeks) == (1, 2, 4)


def test_the_chief_sees_the_pace_of_each_post_and_of_the_station(
    village, post, officer, chief, sign_in, march
):
    compute.fill_month(march)
    answer = sign_in(chief).get("/")
    assert answer.context["paces"][post.pk].households == 20 * 30 // 31
    assert answer.context["pace"].weeks >= 4
    assert "data-pace" in answer.content.decode()


def test_who_would_have_met_another_norm_is_shown_before_it_is_set(
    village, post, officer, bureau, sign_in, february
):
    for _number in range(3):
        build.make_visit(village, date(2026, 2, 10), officer)
    compute.fill_month(february)
    found = norm_preview.preview(bureau, norms.NORMS[HOUSEHOLDS], 3, terrain="plain")
    line = next(one for one in found.lines if one.post == post)
    assert (line.then.done, line.then.norm, line.then.is_met, line.tried.norm, line.tried.is_met) == (
        3, 30, False, 3, True,
    )  # fmt: skip
    assert (found.month, found.met_tried - found.met_then) == (february, 1)
    page = sign_in(bureau).get(f"/reports/norms/{HOUSEHOLDS}/?value=3&class=plain").content.decode()
    assert f"/rules/{HOUSEHOLDS}/?value=3" in page


def test_the_county_sets_the_norm_of_a_post_on_its_page(village, post, officer, bureau, sign_in, march):
    compute.fill_month(march)
    client = sign_in(bureau)
    url = f"/reports/norms/service.bulletins_a_month/posts/{post.pk}/"
    shown = client.get(url + "?value=0")
    assert shown.context["preview"] is not None
    key = shown.context["client_key"]
    sent = {
        "value": "0",
        "since": "2026-03-20",
        "reason": "试点期间不发通报",
        "version": shown.context["version"],
    }
    assert client.post(url, sent | {"client_key": key}).status_code == 302
    assert norms.own_norm("service.bulletins_a_month", post.pk, on=TODAY, county="990901") == 0
    assert "试点期间不发通报" not in client.get("/reports/norms/").content.decode()
    assert "bulletin" not in {one.code for one in sign_in(officer).get("/").context["four_tasks"]}
