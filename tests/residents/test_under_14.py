"""Guard rail 5: children under 14 are a number on the household, never a person of their own."""

from datetime import date

import pytest
from django.db import IntegrityError, transaction

from residents.models import Resident
from tests import build

pytestmark = pytest.mark.usefixtures("in_march")


@pytest.fixture
def household(village):
    return build.make_household(village)


def enter(client, household, **given):
    fields = {"household": household.pk, "name": "李测试", "residence": "permanent"} | given
    return client.post("/residents/people/new/", fields)


@pytest.mark.parametrize("year", [2013, 2020, 2026])
def test_a_child_can_not_be_entered(household, officer, sign_in, year):
    answer = enter(sign_in(officer), household, birth_year=year, is_stated_14="on")
    assert answer.status_code == 422 and "14" in answer.content.decode()
    assert not Resident.objects.exists()


@pytest.mark.parametrize("year", ["", 2012])
def test_an_unsure_age_takes_a_statement(household, officer, sign_in, year):
    assert enter(sign_in(officer), household, birth_year=year).status_code == 422
    assert enter(sign_in(officer), household, birth_year=year, is_stated_14="on").status_code == 302


def test_an_adult_takes_no_statement(household, officer, sign_in):
    assert enter(sign_in(officer), household, birth_year=2011).status_code == 302


@pytest.mark.parametrize(
    "fields",
    [{"birth_year": 2013, "is_stated_14": True}, {"birth_year": None}, {"birth_year": 2012}],
)
def test_the_database_refuses_a_child_whatever_wrote_it(household, fields):
    with pytest.raises(IntegrityError), transaction.atomic():
        build.make_resident(household, entered_on=date(2026, 3, 20), **fields)


def test_the_age_is_computed_for_the_year_of_entry(household, officer, sign_in, time_machine):
    person = build.make_resident(household, birth_year=2012, is_stated_14=True)
    time_machine.move_to("2027-03-20T09:00:00+08:00")
    given = {"household": household.pk, "name": "李更名", "residence": "permanent", "birth_year": 2013}
    assert sign_in(officer).post(f"/residents/people/{person.pk}/edit/", given).status_code == 422
