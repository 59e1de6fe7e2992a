"""Ten drawn households: once, by the seed, seen by the chief alone, gone with the result; about the officer alone."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import DatabaseError, transaction

from access.roles import Role
from access.scope import acting_as
from audit.models import Entry
from officers import actions
from officers.models import DrawnHouseholds, FamiliarityTest
from policies.acting import acting
from residents.models import Household
from retention import disposal
from tests import build

pytestmark = pytest.mark.usefixtures("in_march")  # 20 March 2026
TODAY = date(2026, 3, 20)


@pytest.fixture
def households(village):
    return [build.make_household(village) for _number in range(14)]


@pytest.fixture
def drawn(households, officer, chief, sign_in):
    client = sign_in(chief)
    assert client.post(f"/officers/{officer.pk}/familiarity/", {}).status_code == 302
    return FamiliarityTest.objects.get()


def test_ten_are_drawn_once_by_the_seed(drawn, households, officer, chief, sign_in):
    keys = [one.pk for one in households]
    assert (drawn.drawn, drawn.user, drawn.drawn_by, drawn.drawn_on) == (10, officer, chief, TODAY)
    assert drawn.households.keys == actions.drawn_by(drawn.seed, keys, 10)
    assert len(set(drawn.households.keys)) == 10 and set(drawn.households.keys) <= set(keys)
    client = sign_in(chief)
    again = client.post(f"/officers/{officer.pk}/familiarity/", {})
    assert again.status_code == 422 and "已经抽过" in again.content.decode()
    page = client.get(drawn.get_absolute_url()).content.decode()
    shown = Household.objects.filter(pk__in=drawn.households.keys)
    assert all(one.householder in page for one in shown)
    assert page.count("/residents/households/") >= 10


def test_the_result_stays_with_the_officer_and_the_list_goes(
    drawn, officer, auxiliary, chief, bureau, sign_in
):
    client, url = sign_in(chief), f"/officers/familiarity/{drawn.pk}/result/"
    for known, day in (("11", "2026-03-20"), ("8", "2026-03-21"), ("8", "2026-03-19"), ("", "")):
        sent = {"known": known, "asked_on": day, "version": drawn.version}
        assert client.post(url, sent).status_code == 422, (known, day)
    sent = {"known": "8", "asked_on": "2026-03-20", "version": drawn.version}
    assert client.post(url, sent)["Location"] == f"/officers/{officer.pk}/"
    assert not DrawnHouseholds.objects.exists()
    for reader in (chief, bureau, officer):
        assert "8/10户" in sign_in(reader).get(f"/officers/{officer.pk}/").content.decode()
    assert list(FamiliarityTest.objects.visible_to(auxiliary)) == []
    assert client.get(url)["Location"] == drawn.get_absolute_url()  # entered once
    last = Entry.objects.get(action="enter_familiarity")
    assert (last.detail["known"], last.subject_label) == (8, str(drawn))
    assert client.post(f"/officers/{officer.pk}/familiarity/", {}).status_code == 302  # the next one


def test_a_list_that_has_run_out_is_deleted_and_takes_no_result(drawn, officer, chief, sign_in, time_machine):
    time_machine.move_to("2026-03-28T09:00:00+08:00")
    assert (
        "重新抽"
        in sign_in(chief).get(f"/officers/familiarity/{drawn.pk}/result/", follow=True).content.decode()
    )
    with pytest.raises(ValidationError):
        drawn.known, drawn.asked_on = 3, TODAY
        actions.enter(drawn, by=chief)
    disposal.dispose()
    assert not DrawnHouseholds.objects.exists()
    assert sign_in(chief).post(f"/officers/{officer.pk}/familiarity/", {}).status_code == 302


def test_both_layers_hold_the_list_to_the_chief_and_the_test_to_the_person(
    drawn, officer, auxiliary, stranger, clerk, chief, bureau, leader, sign_in
):
    for person in (officer, auxiliary, stranger, clerk, bureau, leader):
        assert sign_in(person).get(drawn.get_absolute_url()).status_code == 403
        with pytest.raises(PermissionDenied):
            actions.draw(officer, by=person)
    for person, sees_test in ((officer, True), (auxiliary, False), (stranger, False), (bureau, True)):
        with acting(acting_as(person)):
            assert FamiliarityTest.objects.exists() is sees_test
        assert FamiliarityTest.objects.visible_to(person).exists() is sees_test
        for statement in (
            DrawnHouseholds.objects.exists,
            lambda: FamiliarityTest.objects.update(known=10, asked_on=TODAY),
        ):
            with pytest.raises(DatabaseError), transaction.atomic(), acting(acting_as(person)):
                statement()
    other = build.make_user("otherchief", Role.CHIEF, stranger.assignments.get().post.station)
    assert sign_in(other).get(drawn.get_absolute_url()).status_code == 404
    assert sign_in(other).get(f"/officers/{officer.pk}/familiarity/").status_code == 404
    assert sign_in(chief).get(f"/officers/{auxiliary.pk}/familiarity/").status_code == 404


def test_a_post_without_a_household_draws_nothing(officer, chief, sign_in):
    answer = sign_in(chief).post(f"/officers/{officer.pk}/familiarity/", {})
    assert answer.status_code == 422 and not FamiliarityTest.objects.exists()


def test_nothing_of_it_stands_at_a_household(drawn):
    names = {field.related_model for field in FamiliarityTest._meta.fields if field.is_relation}
    assert Household not in names
    assert (drawn.drawn_on + timedelta(days=7)) > TODAY
