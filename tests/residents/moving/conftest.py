"""A household that moves, and where it moves to."""

from datetime import date

import pytest

from residents.models import Identity
from residents.priority.actions import approve
from tests import build
from tests.residents.moving.as_person import DAY


@pytest.fixture
def household(village):
    row = build.make_household(village, number="1号", householder="王建国", phone="13800001111", children_under_14=1,
                               members=4, next_visit_on=date(2026, 3, 25))  # fmt: skip
    build.make_resident(row, name="王建国", birth_year=1960, relation="head")
    build.make_resident(row, name="王小军", birth_year=1990, relation="child")
    return row


@pytest.fixture
def other_post(station):
    return build.make_post(station, "邻警务室")


@pytest.fixture
def there(other_post):
    """A village of the neighbouring post, whose rows the officer does not see."""
    return build.make_village(other_post, "邻村村委会")


@pytest.fixture
def neighbour(other_post):
    return build.make_user("neighbour", "officer", other_post, is_responsible=True)


@pytest.fixture
def busy(household, officer, chief):
    village = household.village
    rows = {
        "visit": build.make_visit(village, date(2026, 3, 3), officer, household=household),
        "open": build.make_request(village, date(2026, 2, 3), officer, household=household),
        "answered": build.make_request(village, DAY, officer, household=household, answer="好", told_back_on=DAY),
        "pairing": build.make_pairing(household, officer),
        "priority": build.make_priority(village, by=officer, household=household),
        "identity": Identity.objects.create(
            resident=household.residents.last(), number="990101199001010018", purpose="document",
            recorded_by=officer, **build.keys(village),
        ),
    }  # fmt: skip
    approve(rows["priority"], by=chief)
    return rows
