"""Stations, posts and villages are arranged on pages."""

from datetime import date

import pytest

from duty.models import Leave
from indicators import compute
from indicators.models import VillageMonth
from posts.models import Membership, Post, Station, Town, Village
from tests import build

pytestmark = pytest.mark.usefixtures("in_march")


@pytest.fixture
def free_village(village):
    return Village.objects.create(code="990901100999", name="新村委会", town=village.town)


def test_the_county_opens_a_station_and_a_post_and_gives_it_a_village(county, free_village, bureau, sign_in):
    client, town = sign_in(bureau), Town.objects.get()
    client.post("/organisation/stations/new/", {"name": "新派出所", "towns": [town.pk]})
    station = Station.objects.get(name="新派出所")
    assert station.county == county and list(station.towns.all()) == [town]
    given = {"name": "新警务室", "kind": "standard", "opened_on": "2026-03-01"}
    client.post(f"/organisation/stations/{station.pk}/posts/new/", given)
    post = Post.objects.get(name="新警务室")
    client.post(
        f"/organisation/posts/{post.pk}/village/", {"village": free_village.pk, "since": "2026-03-01"}
    )
    assert Membership.objects.get(village=free_village).post == post


def test_a_post_is_of_one_of_five_kinds(station, bureau, sign_in):
    client, url = sign_in(bureau), f"/organisation/stations/{station.pk}/posts/new/"
    given = {"opened_on": "2026-03-01"}
    for kind in ("center", "standard", "integrated", "work", "contact"):
        client.post(url, given | {"name": f"警务室{kind}", "kind": kind})
        assert Post.objects.get(name=f"警务室{kind}").kind == kind
    answer = client.post(url, given | {"name": "别的", "kind": "other"})
    assert answer.status_code == 422 and "kind" in answer.context["form"].errors


def test_a_village_that_has_a_post_is_not_offered(village, station, bureau, sign_in):
    post = build.make_post(station, "另一警务室")
    answer = sign_in(bureau).post(
        f"/organisation/posts/{post.pk}/village/", {"village": village.pk, "since": "2026-03-01"}
    )
    assert answer.status_code == 422 and "village" in answer.context["form"].errors


def test_two_posts_of_a_station_do_not_share_a_name(post, bureau, sign_in):
    given = {"name": post.name, "kind": "standard", "opened_on": "2026-03-01"}
    answer = sign_in(bureau).post(f"/organisation/stations/{post.station.pk}/posts/new/", given)
    assert answer.status_code == 422 and Post.objects.count() == 1


def test_a_station_of_another_county_does_not_exist(bureau, sign_in):
    foreign = build.make_station(build.make_county("别县", "990902"))
    assert sign_in(bureau).get(f"/organisation/stations/{foreign.pk}/edit/").status_code == 404


def test_leave_lowers_the_target(village, officer, chief, sign_in, march):
    compute.fill_month(march)
    before = VillageMonth.objects.get().visit_target
    given = {"user": officer.pk, "kind": "leave", "starts_on": "2026-03-01", "ends_on": "2026-03-31"}
    sign_in(chief).post("/organisation/leave/", given)
    compute.fill_month(march)
    assert (round(before), VillageMonth.objects.get().visit_target) == (30, 0)


@pytest.mark.parametrize(
    "changed",
    [{"ends_on": "2026-02-27"}, {"ends_on": "2036-03-02"}, {"starts_on": "2026-03-04"}, {"kind": "party"}],
)
def test_impossible_leave_is_refused(officer, chief, sign_in, changed):
    build.make_leave(officer, date(2026, 3, 4), date(2026, 3, 5))
    given = {
        "user": officer.pk,
        "kind": "leave",
        "starts_on": "2026-03-01",
        "ends_on": "2026-03-04",
    } | changed
    assert (
        sign_in(chief).post("/organisation/leave/", given).status_code == 422 and Leave.objects.count() == 1
    )


def test_a_chief_grants_no_leave_to_people_of_others(stranger, chief, sign_in):
    given = {"user": stranger.pk, "kind": "leave", "starts_on": "2026-03-01", "ends_on": "2026-03-04"}
    leave = build.make_leave(stranger)
    client = sign_in(chief)
    assert client.post("/organisation/leave/", given).status_code == 422
    assert client.post(f"/organisation/leave/{leave.pk}/delete/").status_code == 404


def test_towns_that_somebody_else_has_added_are_not_taken_away(village, station, bureau, sign_in):
    client, url, town = sign_in(bureau), f"/organisation/stations/{station.pk}/edit/", Town.objects.get()
    client.post(url, {"name": station.name, "towns": [town.pk], "version": "1"})
    page = client.post(url, {"name": "城关派出所", "version": "1"})
    [conflict] = page.context["merge"].conflicts
    assert (page.status_code, conflict.name, conflict.theirs) == (409, "towns", str(town))
    chosen = {"conflict": "towns", "keep-towns": "theirs", "first_version": "1"}
    client.post(url, {"name": "城关派出所", "version": "2"} | chosen)
    station.refresh_from_db()
    assert station.name == "城关派出所" and list(station.towns.all()) == [town]
