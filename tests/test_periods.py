"""Periods that may not overlap: every dated period of a model is decided here, and tried by two at the same moment."""

from datetime import date, datetime, timedelta

import pytest
import time_machine
from django.apps import apps
from django.contrib.postgres.constraints import ExclusionConstraint
from django.db import IntegrityError, transaction
from psycopg2.errors import ExclusionViolation, UniqueViolation

from access.roles import Role
from posts.models import VillageName
from rules.models import DatedValue
from tests import build, databases, objects
from tests.two_at_once import two_at_once

FIRST = {"starts_on", "opened_on", "opened_at", "since", "valid_from", "started_at", "decided_on"}
LAST = {"ends_on", "closed_on", "ends_at", "until", "valid_until", "expires_on"}
# A period of the row itself, of which there is one: another one is another row.
MAY_OVERLAP = {
    "Village": "the days of the village itself; its code, name and town are one at a time (VillageCode, VillageName)",
    "Household": "the days of the household itself; a house number is one at a time by its own constraint",
    "Slip": "the days of the slip itself; each has a code of its own",
    "Handover": "the days on which it stood open; an assignment has one open hand-over by its own constraint",
    "User": "the days of the account itself; its user name is one at a time by its own constraint",
    "Team": "the days of the team itself; its name is one at a time in its village by its own constraint",
    "WatchGroup": "the days of the group itself; its name is one at a time in its village by its own constraint",
    "Member": "the days of one person in one team; who it is is sealed, and the database compares no sealed names",
    "Checkpoint": "the days of the point itself; its code is one at a time by its own constraint",
    "Premises": "the days of the premises themselves; their name is one at a time in the village by its own constraint",
    "PatrolPlan": "the days of the plan itself; its name is one at a time in its village by its own constraint",
    "PlannedRound": "the hours of one round; a plan has one round a day by its own constraint",
    "SurveyRound": "the steps of one round; a county has one round a month by its own constraint",
    "ContactPoint": "the days of one point of a leader; it is open once by its own constraint",
    "Post": "the days of the post itself; its name is one at a time by its own constraint",
}
FAR, APART = date(2032, 1, 1), timedelta(days=4_000)
EXCLUSIONS = {
    constraint.name: model
    for model in apps.get_models()
    for constraint in model._meta.constraints
    if isinstance(constraint, ExclusionConstraint)
}


def is_history(model):
    return hasattr(model, "pgh_tracked_model")


def test_every_dated_period_is_excluded_from_overlapping_or_stands_here_with_its_reason():
    found = {
        model.__name__
        for model in apps.get_models()
        if not is_history(model)
        and FIRST & {field.name for field in model._meta.concrete_fields}
        and LAST & {field.name for field in model._meta.concrete_fields}
    }
    assert found - {model.__name__ for model in EXCLUSIONS.values()} == MAY_OVERLAP.keys() and len(found) > 8


@pytest.fixture(scope="module")
def committed(django_db_setup, django_db_blocker):
    with databases.of_its_own(django_db_blocker, "periods"), time_machine.travel(objects.MORNING, tick=True):
        with transaction.atomic():
            rows = {type(row): row for row in made()}
        yield rows


def made():
    """A row of every model with a period, its own days over."""
    county = build.make_county("时段县", "990906")
    village = build.make_village(build.make_post(build.make_station(county)))
    officer = build.make_user(
        "officer-periods", Role.OFFICER, build.keys(village)["post"], is_responsible=True
    )
    every = objects.one_of_each(village, officer, build.make_user("bureau-periods", Role.COUNTY, county))
    approved = every["priority"]
    approved.state, approved.approver, approved.decided_on = (
        "approved",
        build.make_user("x", Role.COUNTY, county),
        date(2026, 3, 1),
    )
    approved.expires_on = date(2026, 3, 19)
    approved.save()
    yield from (
        *every.values(),
        every["emergency"].view,
        village.memberships.get(),
        every["group"].households.get(),
    )
    yield VillageName.objects.create(
        village=village, name="旧村", since=date(2020, 1, 1), until=date(2021, 1, 1)
    )
    for coded in (village, village.town):
        coded.codes.update(since=date(2020, 1, 1), until=date(2021, 1, 1))
        yield coded.codes.get()
    yield DatedValue.objects.create(
        code="duty.days_a_week",
        county="990906",
        value="3",
        valid_from=date(2020, 1, 1),
        valid_until=date(2020, 6, 1),
    )


def later(row, by):
    """An unsaved copy of the row in a time in which nothing else lies; an open end is one of a month."""
    copy = type(row)._base_manager.get(pk=row.pk)
    copy.pk, copy._state.adding = None, True
    for field in copy._meta.concrete_fields:
        value = getattr(copy, field.attname)
        if isinstance(value, date | datetime):
            setattr(copy, field.attname, value + by)
        elif field.name in LAST:
            setattr(copy, field.attname, first_day(copy) + timedelta(days=30))
    return copy


def first_day(row):
    return next(getattr(row, one) for one in FIRST if getattr(row, one, None))


def as_day(value):
    return value.date() if isinstance(value, datetime) else value


def end(row):
    """The row itself is over, so that it is in nobody's way."""
    for name in LAST & {field.name for field in row._meta.concrete_fields}:
        if getattr(row, name) is None:
            type(row)._base_manager.filter(pk=row.pk).update(**{name: max(first_day(row), date(2026, 3, 20))})


@pytest.mark.parametrize("name", EXCLUSIONS)
def test_of_two_at_once_one_is_saved(committed, name):
    row = committed[EXCLUSIONS[name]]
    with transaction.atomic():
        end(row)
    by = FAR - as_day(first_day(row)) + APART * list(EXCLUSIONS).index(name)
    first, second = later(row, by), later(row, by)
    if isinstance(getattr(second, "number", None), int):
        second.number += 1
    before = type(row)._base_manager.count()
    answers = two_at_once(*(lambda copy=copy: copy.save(force_insert=True) for copy in (first, second)))
    assert answers[0] is None and isinstance(answers[1], IntegrityError)
    assert isinstance(answers[1].__cause__, ExclusionViolation | UniqueViolation)
    assert type(row)._base_manager.count() == before + 1


def test_every_exclusion_says_its_sentence_in_chinese():
    sentences = [
        str(constraint.violation_error_message)
        for model in set(EXCLUSIONS.values())
        for constraint in model._meta.constraints
        if isinstance(constraint, ExclusionConstraint)
    ]
    assert len(sentences) == len(EXCLUSIONS) and all(one[0] > "一" for one in sentences)
