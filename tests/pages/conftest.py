"""One walk through every form, of which several files ask (tests/sharing.py gives them to one process)."""

from datetime import date

import pytest
import time_machine

from access.roles import Role
from posts.models import Village
from tests import build, databases, objects
from tests.journeys.turns import Turns

FEBRUARY = date(2026, 2, 1)  # of the addresses that the walk opens


@pytest.fixture(scope="session")
def sent(django_db_setup, django_db_blocker, request):
    """By url name, pages opened and sent by somebody who may (tests/pages/walk.py); everything is taken back.

    A quarter of them, others the next day; all of them by ``make matrix``.
    """
    from tests.pages import walk  # the addresses of every page take long to load

    with (
        databases.rows_for_a_module(django_db_blocker),
        time_machine.travel(objects.MORNING),
        walk.in_any_state(),
    ):
        turns = Turns(max(request.config.getoption("--matrix"), 1 / 4))
        people, rows = objects.make_cast()
        station = people[Role.CLERK].assignments.get().station
        village = Village.objects.filter(memberships__post__station=station).earliest("pk")
        build.attest(village, FEBRUARY, criminal=1, preventable=1)  # or the form of its hours has no cell
        return walk.walk(people, rows, lambda name: turns.has(name, "sent"))


@pytest.fixture
def part(request) -> float:
    """How much of the pages ``sent`` has, at least, for who counts what was found there."""
    return 1 if request.config.getoption("--matrix") == 1 else 0.18
