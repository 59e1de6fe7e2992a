"""A village changes its post, and its rows with it."""

from datetime import date

import pytest
from django.apps import apps
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import DatabaseError, transaction

from access import scope
from audit.models import Entry
from indicators.actions import attest, prepare
from indicators.compute import fill_month
from indicators.models import IncidentCount, LateAttestation, PreparedCount
from ledgers.models import LateChange
from policies.acting import acting
from posts.actions import moving
from posts.models import Membership, Placed
from residents.models import Visit
from tests import build, objects

pytestmark = pytest.mark.usefixtures("in_march")


@pytest.fixture
def new_post(station):
    return build.make_post(build.make_station(station.county, "新派出所"), "新警务室")


@pytest.fixture
def everything(village, officer, bureau):
    return objects.one_of_each(village, officer, bureau)


def move(village, post, bureau, reason="行政区划调整"):
    with acting(scope.acting_as(bureau)):
        return moving.move_village(village, post, reason, by=bureau)


def test_every_row_of_the_village_gets_the_new_keys(everything, village, new_post, bureau, march):
    fill_month(march)
    move(village, new_post, bureau)
    for model in (one for one in apps.get_models() if issubclass(one, Placed) and not one.is_figure):
        keys = set(model._base_manager.filter(village=village).values_list("post", "station", "county"))
        assert keys <= {(new_post.pk, new_post.station_id, new_post.station.county_id)}, model
    assert Visit.objects.filter(village=village, post=new_post).exists()


def test_who_did_the_work_stays(everything, village, officer, new_post, bureau):
    move(village, new_post, bureau)
    assert everything["visit"].recorded_by == officer


FEBRUARY = date(2026, 2, 1)
FIGURES = [one for one in apps.get_models() if issubclass(one, Placed) and one.is_figure]


def test_a_figure_is_what_has_a_month():
    """posts_move_rows knows it by the column."""
    placed = [one for one in apps.get_models() if issubclass(one, Placed)]
    assert [one for one in placed if "month" in {field.name for field in one._meta.fields}] == FIGURES


@pytest.fixture
def figures(village, officer, march):
    for month in (FEBRUARY, march):
        build.attest(village, month, criminal=1)
        LateAttestation.objects.create(month=month, reason="补报", attested_by=officer, **build.keys(village))
        prepared = {"category": "mass", "count": 0, "prepared_by": officer}
        PreparedCount.objects.create(month=month, **prepared, **build.keys(village))
        build.make_case_hours(village, month, by=officer, from_0=1)
        LateChange.objects.create(month=month, cause="duty.leave", reason="补假条", **build.keys(village))
        fill_month(month)


@pytest.mark.turns(3)
@pytest.mark.parametrize("model", FIGURES)
def test_past_figures_stay_and_the_running_month_goes_along(
    model, figures, village, post, new_post, bureau, march
):
    move(village, new_post, bureau)
    memberships = {
        month: set(model.objects.filter(month=month).values_list("post", "station"))
        for month in (FEBRUARY, march)
    }
    assert memberships == {
        FEBRUARY: {(post.pk, post.station_id)}, march: {(new_post.pk, new_post.station_id)}
    }  # fmt: skip


@pytest.mark.parametrize("month", [FEBRUARY, date(2026, 3, 1)])
def test_the_station_that_answers_for_a_month_goes_on_attesting_it(
    month, figures, village, station, new_post, bureau
):
    move(village, new_post, bureau)
    answers = station if month == FEBRUARY else new_post.station
    clerk = build.make_user("attester", "clerk", answers)
    write, model = (attest, IncidentCount) if month == FEBRUARY else (prepare, PreparedCount)
    with acting(scope.acting_as(clerk)):
        assert write(answers, month, {(village.pk, "criminal"): 2}, by=clerk) == 1
        assert model.objects.get(month=month, category="criminal").count == 2


def test_the_new_post_sees_the_village_and_the_former_no_longer(
    everything, village, officer, new_post, bureau, sign_in
):
    newcomer = build.make_user("newcomer", "officer", new_post)
    address = f"/residents/households/{everything['household'].pk}/"
    assert (sign_in(officer).get(address).status_code, sign_in(newcomer).get(address).status_code) == (
        200,
        404,
    )
    client, page = sign_in(bureau), f"/organisation/villages/{village.pk}/move/"
    given = {"post": new_post.pk, "since": "2026-03-20", "reason": "调整"}
    asked = client.post(page, given)
    assert asked.status_code == 422
    assert (
        client.post(page, given | {"sure": asked.context["form"].fields["sure"].choices[0][0]}).status_code
        == 302
    )
    assert (sign_in(officer).get(address).status_code, sign_in(newcomer).get(address).status_code) == (
        404,
        200,
    )


def test_both_posts_find_it_in_the_trail_with_the_reason(everything, village, post, new_post, bureau):
    move(village, new_post, bureau)
    entries = Entry.objects.filter(action="move_village")
    assert {one.subject_id for one in entries} == {post.pk, new_post.pk}
    assert all(one.detail["reason"] == "行政区划调整" and one.detail["moved"] >= 9 for one in entries)


def test_the_history_of_a_moved_row_keeps_the_former_post(everything, village, post, new_post, bureau):
    move(village, new_post, bureau)
    before = Visit.pgh_event_model.objects.get(pgh_obj_id=everything["visit"].pk)
    assert (before.post_id, before.by_id) == (post.pk, bureau.pk)


def test_a_month_has_one_membership_on_any_day(everything, village, post, new_post, bureau):
    move(village, new_post, bureau)
    memberships = (
        Membership.objects.filter(village=village).order_by("starts_on").values_list("post", "ends_on")
    )
    assert [(key, str(last)) for key, last in memberships] == [(post.pk, "2026-03-19"), (new_post.pk, "None")]


@pytest.mark.parametrize("who", ["officer", "chief", "leader", "administrator"])
def test_others_do_not_move_villages(who, village, new_post, request):
    with pytest.raises(PermissionDenied):
        moving.move_village(village, new_post, "调整", by=request.getfixturevalue(who))


def test_a_village_does_not_leave_its_county(village, bureau):
    foreign = build.make_post(build.make_station(build.make_county("邻县", "990902"), "邻县派出所"))
    with pytest.raises(PermissionDenied):
        moving.move_village(village, foreign, "调整", by=bureau)


def test_the_database_itself_refuses_another_county_and_another_role(
    everything, village, post, bureau, chief
):
    other = build.make_user("far", "county", build.make_county("邻县", "990902"))
    for person in (other, chief):
        with pytest.raises(DatabaseError), transaction.atomic(), acting(scope.acting_as(person)):
            moving.move_rows(village, post)


@pytest.mark.parametrize("reason", ["", "   "])
def test_it_says_why(reason, village, new_post, bureau):
    with pytest.raises(ValidationError):
        move(village, new_post, bureau, reason)


def test_the_same_post_is_refused(village, post, bureau):
    with pytest.raises(ValidationError):
        move(village, post, bureau)
