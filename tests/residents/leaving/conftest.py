"""A household that leaves, and a person of it."""

from datetime import date

import pytest

from residents.priority.actions import approve
from tests import build


@pytest.fixture
def household(village):
    return build.make_household(village, number="7", householder="王老五", next_visit_on=date(2026, 3, 1))


@pytest.fixture
def person(household):
    return build.make_resident(household, name="王小五")


@pytest.fixture
def helped(household, person, village, officer, chief):
    """One priority visit that runs for the person, one of the household that waits for the chief."""
    running = build.make_priority(village, by=officer, household=household, resident=person, days=90)
    approve(running, by=chief)
    return running, build.make_priority(village, by=officer, household=household, purpose="fraud")
