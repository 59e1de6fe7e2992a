"""Households and residents move inside the county; members found a household; the old place says where they went."""

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import DatabaseError, connection, transaction
from django.urls import reverse

from access import scope
from audit.versions import Stale
from indicators.compute import fill_month
from indicators.models import VillageMonth
from ledgers.models import StationMonth
from notices.models import Notice
from policies.acting import acting
from residents.actions import register, visits
from residents.duplicates import merging
from residents.leaving.actions import deregister_household, register_again
from residents.models import Duplicate, Household, Identity, Pairing, PriorityVisit, Resident, Visit
from residents.requests import actions as requests
from tests import build
from tests.residents.moving.as_person import (
    DAY,
    MARCH,
    TODAY,
    going,
    move_household,
    move_person,
    set_second_home,
    split,
)

pytestmark = pytest.mark.usefixtures("in_march")


def test_a_move_inside_the_post_leaves_the_past_and_takes_open_work_along(
    household, busy, post, officer, sign_in
):
    other = build.make_village(post, "同室村委会")
    client = sign_in(officer)
    typed = {"village": other.pk, "number": "8号", "day": "2026-03-10", "version": household.version}
    assert client.post(reverse("residents:household-move", args=[household.pk]), typed).status_code == 302
    household.refresh_from_db()
    new = household.continued_in
    assert (household.closed_on, household.closed_for, household.went_to) == (
        DAY,
        "relocated",
        f"{other} 8号",
    )
    assert (new.village, new.number, new.phone, new.opened_on, new.closed_on) == (
        other,
        "8号",
        "13800001111",
        DAY,
        None,
    )
    assert (new.members, new.last_met_on) == (4, date(2026, 3, 3))
    for row in busy.values():
        row.refresh_from_db()
    assert [busy[name].household for name in ("visit", "answered")] == [household] * 2
    assert (busy["open"].household, busy["open"].village, busy["open"].received_in) == (
        new,
        other,
        household.village,
    )
    assert (busy["priority"].household, busy["priority"].village) == (new, other)
    assert busy["pairing"].ends_on == date(2026, 3, 9)
    assert (Pairing.objects.get(ends_on=None).household, Pairing.objects.get(ends_on=None).village) == (
        new,
        other,
    )
    assert set(new.residents.values_list("name", "village")) == {("王建国", other.pk), ("王小军", other.pk)}
    assert busy["identity"].village == other
    old = client.get(household.get_absolute_url()).content.decode()
    assert "8号" in old and new.get_absolute_url() in old
    assert busy["visit"].get_absolute_url() in client.get(new.get_absolute_url()).content.decode()


def test_another_post_sees_the_household_and_its_open_work_and_no_earlier_visit(
    household, busy, there, officer, neighbour, sign_in
):
    new = move_household(household, there, "8号", TODAY, by=officer)
    busy["open"].refresh_from_db()
    client = sign_in(neighbour)
    shown = client.get(new.get_absolute_url()).content.decode()
    assert "王建国" in shown and busy["open"].get_absolute_url() in shown
    assert busy["visit"].get_absolute_url() not in shown and "2026-03-03" not in shown
    assert client.get(busy["visit"].get_absolute_url()).status_code == 404
    assert client.get(busy["open"].get_absolute_url()).status_code == 200
    assert client.get(household.get_absolute_url()).status_code == 404
    requests.answer(build.told(busy["open"], TODAY), by=neighbour)
    assert (
        "邻村" in client.get("/").content.decode()
        and Notice.objects.filter(code="household_came").count() == 1
    )
    own = sign_in(officer)
    assert own.get(new.get_absolute_url()).status_code == 404
    assert own.get(busy["visit"].get_absolute_url()).status_code == 200
    listed = own.get(reverse("residents:visit-list")).content.decode()
    assert busy["visit"].get_absolute_url() in listed
    visits.record_visit(Visit(household=new, occurred_on=TODAY), by=neighbour)
    row = Household.objects.get(pk=new.pk)
    assert row.last_met_on == TODAY
    for model in (Household, Resident, Identity, Pairing, PriorityVisit):
        kept = model.objects.filter(village=there)
        assert {(one.post_id, one.station_id) for one in kept} == {(new.post_id, new.station_id)}, model


def test_figures_of_the_old_village_stay_and_each_counts_what_happened_there(
    household, busy, there, officer, neighbour
):
    new = move_household(household, there, "8号", TODAY, by=officer)
    visits.record_visit(Visit(household=new, occurred_on=TODAY), by=neighbour)
    asked = type(busy["open"]).objects.get(pk=busy["open"].pk)
    requests.answer(build.told(asked, TODAY), by=neighbour)
    fill_month(date(2026, 2, 1))
    fill_month(MARCH)

    def figures(village, month=MARCH):
        row = VillageMonth.objects.get(village=village, month=month)
        return (row.households, row.households_met, row.households_met_first, row.pairings, row.requests_received,
                row.requests_answered)  # fmt: skip

    assert figures(household.village) == (0, 1, 1, 0, 1, 1)
    assert figures(there) == (1, 1, 1, 1, 0, 1)
    assert figures(household.village, date(2026, 2, 1))[4] == 1
    assert figures(there, date(2026, 2, 1))[4] == 0


def test_a_house_number_that_is_taken_refuses_the_move_beside_it(household, there, officer, sign_in):
    build.make_household(there, number="8号")
    page = sign_in(officer).post(
        reverse("residents:household-move", args=[household.pk]),
        {"village": there.pk, "number": "８号", "day": "2026-03-20", "version": household.version},
    )
    assert page.status_code == 422 and "8号" not in Household.objects.get(pk=household.pk).went_to
    assert Household.objects.filter(continued_in__isnull=False).count() == 0


@pytest.mark.parametrize("day", [date(2026, 3, 21), date(2019, 1, 1)])
def test_the_day_lies_neither_ahead_nor_before_the_household(day, household, there, officer):
    Household.objects.filter(pk=household.pk).update(opened_on=date(2020, 1, 1))
    household.refresh_from_db()
    with pytest.raises(ValidationError):
        move_household(household, there, "8号", day, by=officer)


@pytest.mark.parametrize("state", ["submitted", "approved", "published"])
def test_a_closed_month_takes_no_move(state, household, post, station, officer, chief):
    when = "2026-03-02T00:00Z"
    StationMonth.objects.create(
        station=station, month=date(2026, 2, 1), state=state, submitted_by=officer, submitted_at=when,
        approved_by=chief, approved_at=when, published_at=when,
    )  # fmt: skip
    other = build.make_village(post, "同室村委会")
    for act in (
        lambda: move_household(household, other, "8号", date(2026, 2, 10), by=officer),
        lambda: split(household, *going(household), other, "8号", date(2026, 2, 10), by=officer),
    ):
        with pytest.raises(ValidationError):
            act()
    move_household(household, other, "8号", DAY, by=officer)


@pytest.mark.parametrize("role", ["chief", "bureau", "leader", "stranger"])
def test_nobody_moves_without_the_right(role, household, village, officer, request, sign_in):
    user, son = request.getfixturevalue(role), household.residents.get(name="王小军")
    for act in (
        lambda: move_household(household, village, "8号", TODAY, by=user),
        lambda: split(household, [son], son, village, "8号", TODAY, by=user),
        lambda: move_person(son, household, TODAY, by=user),
        lambda: set_second_home(son, None, by=user),
    ):
        with pytest.raises(PermissionDenied):
            act()


def test_no_other_county_and_no_village_without_a_post(household, county, officer):
    far = build.make_village(
        build.make_post(build.make_station(build.make_county("邻县", "990902"), "邻县所"))
    )
    alone = build.Village.objects.create(code="990901100299", name="无室村委会", town=household.village.town)
    for village in (far, alone):
        with pytest.raises(ValidationError):
            move_household(household, village, "8号", TODAY, by=officer)


def test_a_move_to_another_station_is_noted_in_the_running_month_and_ends_priority_visits(
    household, busy, elsewhere, stranger, officer, sign_in
):
    with pytest.raises(ValidationError):
        move_household(household, elsewhere, "8号", date(2026, 2, 20), by=officer)
    new = move_household(household, elsewhere, "8号", DAY, by=officer)
    busy["priority"].refresh_from_db()
    assert (busy["priority"].household, busy["priority"].ended_on) == (household, TODAY)
    assert "王建国" in sign_in(stranger).get(new.get_absolute_url()).content.decode()


def test_the_database_takes_only_an_own_entry_that_has_not_opened_yet(
    household, there, stranger, officer, sign_in
):

    with (
        acting(scope.acting_as(officer)),
        pytest.raises(DatabaseError),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute("SELECT residents_relocate(%s, %s)", [household.pk, there.pk])


def test_what_has_moved_is_changed_moved_and_merged_no_more(household, village, officer):
    shown = Household.objects.get(pk=household.pk)
    new = move_household(household, village, "8号", TODAY, by=officer)
    with pytest.raises(Stale):
        move_household(shown, village, "9号", TODAY, by=officer)
    old = Household.objects.get(pk=household.pk)
    for act in (
        lambda: move_household(old, village, "9号", TODAY, by=officer),
        lambda: register_again(old, by=officer),
        lambda: deregister_household(old, "moved", by=officer),
        lambda: register.change_household(old, by=officer),
        lambda: merging.suspect(old, new, by=officer),
    ):
        with pytest.raises(ValidationError):
            act()
    assert Duplicate.objects.count() == 0


def test_who_moved_in_a_merged_household_is_undone_no_more(household, village, officer):
    other = build.make_household(village, number="5号")
    pair = merging.suspect(household, other, by=officer)
    merging.merge(pair, other.pk, by=officer)
    other.refresh_from_db()
    move_household(other, village, "6号", TODAY, by=officer)
    pair.refresh_from_db()
    with pytest.raises(ValidationError):
        merging.undo(pair, by=officer)


def test_a_move_back_stands_under_a_new_entry(household, village, officer):
    new = move_household(household, village, "8号", TODAY, by=officer)
    back = move_household(Household.objects.get(pk=new.pk), village, "1号", TODAY, by=officer)
    assert back.number == "1号" and Household.objects.filter(closed_on=None).count() == 1
