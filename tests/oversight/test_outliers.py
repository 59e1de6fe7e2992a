"""Unusual look-ups are found once a week, and ticked off by the chief; the auditor watches."""

from datetime import date, datetime

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone

from access.roles import Role
from audit import trail
from audit.models import Entry
from oversight.actions import outliers
from oversight.models import Outlier
from policies.acting import HOUSEKEEPING, acting
from posts.models import Assignment
from tests import build

pytestmark = pytest.mark.usefixtures("in_march")
WEEK = date(2026, 3, 9)  # a Monday


def record_reads(user, number: int, *, hour: int = 10, action: str = "read", day: int = 11, **keys) -> None:
    """So many look-ups of a person on a day of the week."""
    at = timezone.make_aware(datetime(2026, 3, day, hour))
    made = [Entry(actor_id=user.pk, actor_name=str(user), action=action, **keys) for _one in range(number)]
    for entry in made:
        entry.at = at
    with_time = Entry._meta.get_field("at")
    with_time.auto_now_add = False
    try:
        Entry.objects.bulk_create(made)
    finally:
        with_time.auto_now_add = True


def found() -> dict[tuple[str, str], tuple[int, int]]:
    with acting(HOUSEKEEPING):  # as the job does
        outliers.find(WEEK)
    return {(one.user.username, one.reason): (one.count, one.limit) for one in Outlier.objects.all()}


def test_a_week_is_the_iso_week_before():
    assert outliers.week_before(date(2026, 3, 16)) == WEEK == outliers.week_before(date(2026, 3, 22))


def test_few_look_ups_are_usual(officer):
    record_reads(officer, 50)
    assert found() == {}


def test_many_look_ups_stand_out(officer):
    record_reads(officer, 51)
    assert found() == {("officer", "lookups"): (51, 50)}


def test_far_more_than_peers_stands_out(officer, post):
    peers = [build.make_user(f"peer{number}", Role.AUXILIARY, post) for number in range(4)]
    for peer in peers[:3]:
        record_reads(peer, 30)
    record_reads(peers[3], 91)
    assert found() == {("peer3", "lookups"): (91, 90)}


def test_what_all_peers_do_stands_out_in_nobody(post):
    for number in range(4):
        record_reads(build.make_user(f"peer{number}", Role.AUXILIARY, post), 200)
    assert found() == {}


def test_other_weeks_are_not_counted(post):
    for number in range(3):
        record_reads(build.make_user(f"peer{number}", Role.AUXILIARY, post), 1)
    person = build.make_user("person", Role.AUXILIARY, post)
    record_reads(person, 90, day=8)
    record_reads(person, 90, day=16)
    assert found() == {}


def test_one_look_elsewhere_stands_out(officer, elsewhere):
    other = build.keys(elsewhere)
    record_reads(officer, 1, post_id=other["post"].pk, station_id=other["station"].pk)
    assert found() == {("officer", "elsewhere"): (1, 0)}


def test_night_runs_from_22_to_6(post):
    for number in range(3):
        record_reads(build.make_user(f"peer{number}", Role.AUXILIARY, post), 1, hour=23)
    person = build.make_user("person", Role.AUXILIARY, post)
    record_reads(person, 6, hour=22)
    record_reads(person, 5, hour=5)
    record_reads(person, 30, hour=21)
    record_reads(person, 30, hour=6)
    assert found()["person", "night"] == (11, 10)


def test_refusals_and_reveals_are_counted_apart(post):
    for number in range(3):
        record_reads(build.make_user(f"peer{number}", Role.AUXILIARY, post), 1, action="denied")
    person = build.make_user("person", Role.AUXILIARY, post)
    record_reads(person, 11, action="denied")
    assert found() == {("person", "denials"): (11, 10)}


@pytest.mark.parametrize("last", [date(2026, 3, 9), date(2026, 3, 13)])
def test_who_left_in_the_week_is_counted(officer, last):
    officer.assignments.update(ends_on=last)
    record_reads(officer, 51, day=9)
    assert found() == {("officer", "lookups"): (51, 50)}


def test_who_left_before_the_week_is_not(officer):
    officer.assignments.update(ends_on=date(2026, 3, 8))
    record_reads(officer, 51)
    assert found() == {}


def test_who_changed_the_post_is_at_home_at_both_and_counted_at_the_new_one(officer, post, elsewhere):
    officer.assignments.update(ends_on=date(2026, 3, 11))
    new = build.keys(elsewhere)
    Assignment.objects.create(user=officer, role="officer", post=new["post"], starts_on=date(2026, 3, 12))
    record_reads(officer, 1, day=10, post_id=post.pk, station_id=post.station_id)
    record_reads(officer, 50, day=13, post_id=new["post"].pk, station_id=new["station"].pk)
    assert found() == {("officer", "lookups"): (51, 50)}
    assert Outlier.objects.get().station == new["station"]


@pytest.mark.parametrize("action", ["export", "download", "read_extract"])
def test_files_and_copies_are_look_ups_too(officer, action):
    record_reads(officer, 51, action=action)
    assert found() == {("officer", "lookups"): (51, 50)}


def test_exports_are_counted_by_their_rows(officer, chief, station):
    record_reads(
        officer,
        2,
        action="export",
        station_id=station.pk,
        detail={"book": "residents.household", "rows": 1_001},
    )
    record_reads(officer, 1, station_id=station.pk)
    assert found() == {("officer", "exports"): (2_002, 2_000)}
    outlier = Outlier.objects.get()
    assert outlier.looked_at == [["export", "residents.household", 2_002]]
    assert {one.action for one in outliers.entries_of(outlier, chief)} == {"export"}


def test_finding_again_adds_nothing(officer, elsewhere, chief):
    record_reads(officer, 1, post_id=build.keys(elsewhere)["post"].pk)
    assert (outliers.find(WEEK), outliers.find(WEEK)) == (1, 0)


@pytest.fixture
def outlier(officer, elsewhere):
    other = build.keys(elsewhere)
    record_reads(
        officer,
        2,
        post_id=other["post"].pk,
        station_id=other["station"].pk,
        subject_type="residents.household",
    )
    outliers.find(WEEK)
    return Outlier.objects.get()


def test_it_says_what_was_looked_at(outlier):
    assert outlier.looked_at == [["read", "residents.household", 2]]


def test_the_chief_ticks_it_off_with_a_note(outlier, chief, auditor, sign_in):
    client = sign_in(chief)
    page = f"/organisation/outliers/{outlier.pk}/"
    assert [one["count"] for one in client.get("/").context["todo"] if "outliers" in one["url"]] == [1]
    assert client.post(page, {"verdict": "talked", "note": ""}).status_code == 422
    assert client.post(page, {"verdict": "talked", "note": "谈过，找错了村"}).status_code == 302
    outlier.refresh_from_db()
    assert (outlier.verdict, outlier.ticked_by) == ("talked", chief)
    assert trail.entries_for(outlier).get(action="tick_outlier").detail["reason"] == "谈过，找错了村"
    assert "谈过，找错了村" in sign_in(auditor).get("/organisation/outliers/").content.decode()
    with pytest.raises(ValidationError):
        outliers.tick(outlier, "justified", "再来", by=chief)


def test_another_chief_does_not_find_it(outlier, elsewhere, sign_in):
    other = build.make_user("other", Role.CHIEF, build.keys(elsewhere)["station"])
    assert sign_in(other).get(f"/organisation/outliers/{outlier.pk}/").status_code == 404
    with pytest.raises(PermissionDenied):
        outliers.tick(outlier, "justified", "不归我管", by=other)


def test_the_auditor_watches_and_does_not_tick_for_the_chief(outlier, auditor, sign_in):
    assert sign_in(auditor).get(f"/organisation/outliers/{outlier.pk}/").context["form"] is None
    with pytest.raises(PermissionDenied):
        outliers.tick(outlier, "justified", "看过", by=auditor)


def test_the_chiefs_own_is_for_the_auditor(chief, auditor, elsewhere):
    record_reads(chief, 1, station_id=build.keys(elsewhere)["station"].pk)
    outliers.find(WEEK)
    outlier = Outlier.objects.get()
    assert not outliers.visible_to(chief).exists()
    assert outliers.tick(outlier, "justified", "检查邻所", by=auditor).ticked_by == auditor


def test_an_officer_has_no_such_page(outlier, officer, sign_in):
    assert sign_in(officer).get("/organisation/outliers/").status_code == 403


def test_the_chief_sees_the_entries_of_the_own_station_alone(outlier, chief, officer, station):
    record_reads(officer, 3, station_id=station.pk)
    assert outliers.entries_of(outlier, chief).count() == 3
