"""A village moves on a day: ahead it is planned, changed, taken back, and happens once; back only where nothing is."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone

from access import scope
from audit.models import Entry
from audit.versions import Stale
from imports.divisions.files import DivisionFile
from imports.divisions.importing import import_divisions
from ledgers.models import StationMonth
from notices.models import Notice
from policies.acting import HOUSEKEEPING, acting
from posts import arriving
from posts.actions import arranging, moving
from posts.models import Membership, Post, Village
from posts.models.placed import keys_of
from residents.models import Visit
from tests import build, objects

TODAY, AHEAD = date(2026, 3, 20), date(2026, 4, 2)
pytestmark = pytest.mark.usefixtures("in_march")


@pytest.fixture
def new_post(station):
    return build.make_post(build.make_station(station.county, "新派出所"), "新警务室")


@pytest.fixture
def visit(village, officer):
    return build.make_visit(village, by=officer, occurred_on=date(2026, 3, 10))


def move(village, post, bureau, since=AHEAD, **more):
    with acting(scope.acting_as(bureau)):
        return moving.move_village(village, post, "调整", by=bureau, since=since, **more)


def take_back(plan, bureau):
    with acting(scope.acting_as(bureau)):
        return moving.take_back(plan, by=bureau)


def arrive() -> int:
    with acting(HOUSEKEEPING):
        return arriving.arrive_all()


def spans(village) -> list[tuple[int, str, str]]:
    rows = village.memberships.order_by("starts_on")
    return [(one.post_id, str(one.starts_on), str(one.ends_on)) for one in rows]


def test_until_its_day_everything_stays_and_then_the_rows_follow_once(
    visit, village, post, new_post, officer, bureau, time_machine, sign_in
):
    assert move(village, new_post, bureau) == {}
    assert arrive() == 0 and Visit.objects.get().post == post
    assert set(Village.objects.served_by(officer)) == {village}
    with acting(scope.acting_as(officer)):  # the post goes on working
        build.make_household(village, **keys_of(post))
    time_machine.move_to("2026-04-02T00:01:00+08:00")
    assert (arrive(), arrive()) == (1, 0)
    assert Visit.objects.get().post == new_post and Visit.objects.get().recorded_by == officer
    entries = Entry.objects.filter(action="move_village", actor_id=None)
    assert {one.subject_id for one in entries} == {post.pk, new_post.pk}
    assert entries[0].detail["moved"] >= 2 and entries[0].detail["reason"] == "调整"


def test_the_next_run_catches_up_after_a_time_in_which_nothing_ran(
    visit, village, post, new_post, bureau, time_machine
):
    move(village, new_post, bureau)
    time_machine.move_to("2026-04-20T10:00:00+08:00")
    newcomer = build.make_user("newcomer", "officer", new_post)
    with acting(scope.acting_as(newcomer)):  # the new post writes before the rows have followed
        build.make_household(village, **keys_of(new_post))
    assert arrive() == 1 and Visit.objects.get().post == new_post


def test_both_posts_are_told_and_see_it_announced(village, post, new_post, officer, bureau, sign_in):
    move(village, new_post, bureau)
    told = {one.post_id: one.code for one in Notice.objects.all()}
    assert told == {post.pk: "village_went", new_post.pk: "village_came"}
    newcomer = build.make_user("newcomer", "officer", new_post)
    for person in (officer, newcomer):
        assert "04-02" in sign_in(person).get("/organisation/").content.decode()
    take_back(moving.planned_of(village), bureau)
    assert Notice.objects.filter(code="village_stays").count() == 2


def test_a_plan_is_taken_back_or_changed_until_its_day(village, post, new_post, bureau, time_machine):
    move(village, new_post, bureau)
    take_back(moving.planned_of(village), bureau)
    assert spans(village) == [(post.pk, "2020-01-01", "None")]
    move(village, new_post, bureau)
    plan, third = moving.planned_of(village), build.make_post(post.station, "第三警务室")
    move(village, third, bureau, since=AHEAD + timedelta(days=1), shown=plan)
    assert spans(village) == [(post.pk, "2020-01-01", "2026-04-02"), (third.pk, "2026-04-03", "None")]
    with pytest.raises(ValidationError):  # the tab that still shows the first plan
        take_back(plan, bureau)
    plan = moving.planned_of(village)
    time_machine.move_to("2026-04-03T09:00:00+08:00")
    with pytest.raises(ValidationError, match="已经迁移"):
        take_back(plan, bureau)


def test_a_day_back_reaches_to_the_last_entry_and_no_further(visit, village, post, new_post, bureau):
    with pytest.raises(ValidationError, match="2026-03-20"):  # typed today
        move(village, new_post, bureau, since=date(2026, 3, 11))
    Visit.objects.filter(pk=visit.pk).update(recorded_at="2026-03-10T09:00:00+08:00")
    with pytest.raises(ValidationError, match="2026-03-10"):
        move(village, new_post, bureau, since=date(2026, 3, 10))
    assert move(village, new_post, bureau, since=date(2026, 3, 11))["residents_visit"] == 1
    assert spans(village)[-1] == (new_post.pk, "2026-03-11", "None")


def test_a_day_back_into_a_closed_month_is_refused(village, station, post, new_post, bureau):
    StationMonth.objects.create(
        station=station,
        month=date(2026, 2, 1),
        state="submitted",
        submitted_by=bureau,
        submitted_at=timezone.now(),
    )
    with pytest.raises(ValidationError, match="2026-02"):
        move(village, new_post, bureau, since=date(2026, 2, 20))
    assert spans(village) == [(post.pk, "2020-01-01", "None")]


@pytest.mark.parametrize("day", [date(2027, 3, 28), date(2019, 12, 31), date(2020, 1, 1)])
def test_impossible_days_are_refused(day, village, new_post, bureau):
    with pytest.raises(ValidationError):
        move(village, new_post, bureau, since=day)


def test_no_other_door_passes_a_plan(village, post, new_post, bureau, county):
    move(village, new_post, bureau)
    third = build.make_post(post.station, "第三警务室")
    with pytest.raises(ValidationError):  # another move, and what the sheet of villages tries
        move(village, third, bureau, since=TODAY)
    with acting(scope.acting_as(bureau)), pytest.raises(ValidationError):
        moving.change_post(village, third, by=bureau)
    with acting(scope.acting_as(bureau)), pytest.raises(ValidationError):
        arranging.give_village(village, third, AHEAD + timedelta(days=9), by=bureau)
    town, other = village.town, Village.objects.create(code="990901100298", name="留村", town=village.town)
    files = [
        DivisionFile("counties.csv", f"code,name\n{county.code},{county.name}\n".encode()),
        DivisionFile("towns.csv", f"code,name,areaCode\n{town.code},{town.name},{county.code}\n".encode()),
        DivisionFile(
            "villages.csv", f"code,name,streetCode\n{other.code},{other.name},{town.code}\n".encode()
        ),
    ]
    with pytest.raises(ValidationError, match="2026-04-02"):
        import_divisions(*files, since=AHEAD)
    Post.objects.filter(pk=third.pk).update(closed_on=date(2026, 5, 1))
    take_back(moving.planned_of(village), bureau)
    with pytest.raises(ValidationError, match="2026-05-01"):
        move(village, third, bureau)


def test_two_pages_of_one_village_do_not_both_move_it(village, post, new_post, bureau):
    shown = Membership.objects.get(village=village)
    move(village, new_post, bureau, shown=shown)
    plan = moving.planned_of(village)
    Membership.objects.filter(pk=plan.pk).update(reason="改过")
    with pytest.raises(Stale):
        take_back(plan, bureau)


@pytest.mark.parametrize("who", ["officer", "chief", "clerk", "leader", "grantor"])
def test_nobody_else_takes_a_plan_back(who, village, new_post, bureau, request, sign_in):
    move(village, new_post, bureau)
    plan, person = moving.planned_of(village), request.getfixturevalue(who)
    with pytest.raises(PermissionDenied):
        moving.take_back(plan, by=person)
    assert sign_in(person).post(f"/organisation/moves/{plan.pk}/take-back/").status_code == 403


def test_the_pages_show_ask_once_and_take_back(village, officer, post, new_post, bureau, sign_in):
    objects.one_of_each(village, officer, bureau)
    client, page = sign_in(bureau), f"/organisation/villages/{village.pk}/move/"
    shown = client.get(page)
    counts = {one.kind: one.n for one in shown.context["counts"]}
    assert counts["households"] >= 1 and counts["requests"] >= 1 and counts["pairings"] == 1
    given = {"post": new_post.pk, "since": str(AHEAD), "reason": "调整", "version": "1"}
    asked = client.post(page, given)
    sides = [(side.villages, side.share[1]) for side in asked.context["form"].sides]
    assert sides == [((2, 1), 30), ((0, 1), 30)]  # another village is planned to come by that day
    sure = {"sure": asked.context["form"].fields["sure"].choices[0][0]}
    assert (
        client.post(page, given | sure | {"since": "2026-04-03"}).status_code == 422
    )  # another day asks anew
    assert client.post(page, given | sure).status_code == 302
    plan = moving.planned_of(village)
    assert "04-02" in client.get(page).content.decode()
    undo = f"/organisation/moves/{plan.pk}/take-back/"
    assert client.get(undo).status_code == 200 and client.post(undo, {"version": "1"}).status_code == 302
    assert moving.planned_of(village) is None
    foreign = build.make_user("far", "county", build.make_county("邻县", "990902"))
    move(village, new_post, bureau)
    plan = moving.planned_of(village)
    for address in (page, f"/organisation/moves/{plan.pk}/take-back/"):
        assert sign_in(foreign).get(address).status_code == 404
