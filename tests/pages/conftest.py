"""One walk through every form, of which several files ask (tests/sharing.py gives them to one process)."""

import pytest
import time_machine

from tests import databases, objects
from tests.journeys.turns import Turns


@pytest.fixture(scope="session")
def sent(django_db_setup, django_db_blocker, request):
    """By url name, pages opened and sent by somebody who may (tests/pages/walk.py); everything is taken back.

    A half of them, the other one the next day; all of them by ``make matrix``.
    """
    from tests.pages import walk  # the addresses of every page take long to load

    with (
        databases.rows_for_a_module(django_db_blocker),
        time_machine.travel(objects.MORNING),
        walk.in_any_state(),
    ):
        turns = Turns(max(request.config.getoption("--matrix"), 1 / 2))
        return walk.walk(*objects.make_cast(), lambda name: turns.has(name, "sent"))


@pytest.fixture
def part(request) -> float:
    """How much of the pages ``sent`` has, at least, for who counts what was found there."""
    return 1 if request.config.getoption("--matrix") == 1 else 0.4
