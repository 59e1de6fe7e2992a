"""Policies hold what is written, not only what is read: no row counts in a place that is not one's own."""

from datetime import date

import pytest
from django.apps import apps
from django.db import DatabaseError, transaction

from access import scope
from indicators.models import IncidentCount
from patrols.models import Patrol
from policies import grants, guards
from policies.acting import acting
from posts.models import Placed
from surveys.models import Sample
from tests import build

pytestmark = pytest.mark.usefixtures("in_march")
FEBRUARY = date(2026, 2, 1)
PLACES = ("sibling", "elsewhere", "abroad")  # of the station, of the county, of the country
KEYS = ("village", "post", "station", "county")


def make_abroad():
    county = build.make_county("邻县", "990902")
    return build.make_village(build.make_post(build.make_station(county, "邻县派出所")), "邻县村委会")


@pytest.fixture
def villages(village, station, elsewhere):
    sibling = build.make_village(build.make_post(station, "邻警务室"), "邻村委会")
    return {"own": village, "sibling": sibling, "elsewhere": elsewhere, "abroad": make_abroad()}


def written_as(person, row) -> bool:
    """Does the database take the row?"""
    try:
        with transaction.atomic(), acting(scope.acting_as(person)):
            row.save()
    except DatabaseError as refused:
        assert "row-level security" in str(refused)
        return False
    return True


def new_patrol(keys, officer) -> Patrol:
    day = {
        "occurred_on": date(2026, 3, 2),
        "starts_at": "20:00",
        "recorded_by": officer,
        "done_by": [officer.pk],
    }
    return Patrol(**keys, **day)


@pytest.mark.turns(3)
@pytest.mark.parametrize("role", ["officer", "chief"])
@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("key", KEYS)
def test_no_key_of_a_row_names_another_place(role, place, key, villages, officer, request):
    own, foreign = build.keys(villages["own"]), build.keys(villages[place])
    person = request.getfixturevalue(role)
    assert written_as(person, new_patrol(own, officer))
    if own[key] != foreign[key]:
        assert not written_as(person, new_patrol(own | {key: foreign[key]}, officer))


@pytest.mark.parametrize(("role", "places"), [("officer", ()), ("chief", ("sibling",))])
def test_a_row_is_written_where_one_serves_and_nowhere_else(role, places, villages, officer, request):
    person = request.getfixturevalue(role)
    taken = [
        place for place in PLACES if written_as(person, new_patrol(build.keys(villages[place]), officer))
    ]
    assert taken == list(places)


@pytest.mark.parametrize("place", PLACES)
def test_no_row_is_moved_into_another_village(place, villages, officer):
    row = build.make_patrol(villages["own"], by=officer)
    row.village = villages[place]
    assert not written_as(officer, row)


@pytest.mark.parametrize("place", PLACES)
def test_no_count_is_attested_for_a_village_that_is_not_the_stations(place, villages, clerk):
    keys = build.keys(villages["own"]) | {"village": villages[place]}
    count = IncidentCount(**keys, month=FEBRUARY, category="criminal", count=1, attested_by=clerk)
    assert not written_as(clerk, count)


def test_no_answers_are_entered_for_a_village_of_another_county(villages, bureau, county):
    survey = build.make_survey(county, FEBRUARY, bureau)
    assert written_as(bureau, Sample(round=survey, village=villages["elsewhere"], invited=9))
    assert not written_as(bureau, Sample(round=survey, village=villages["abroad"], invited=9))


def test_every_table_with_the_keys_of_a_village_is_written_with_a_check():
    """A guard that somebody writes by hand forgets it easily."""
    loose = [
        (model.__name__, rule.levels)
        for model in apps.get_models()
        if issubclass(model, Placed)
        for rule in grants.declared()[model._meta.db_table]
        if {guards.INSERT, guards.UPDATE} & set(rule.rights) and {"post", "station"} & set(rule.levels)
        if "posts_membership" not in rule.check
    ]
    assert loose == []
