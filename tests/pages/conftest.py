"""One walk through every form, of which several files ask (tests/sharing.py gives them to one process)."""

import pytest
import time_machine

from tests import databases, objects


@pytest.fixture(scope="session")
def sent(django_db_setup, django_db_blocker):
    """By url name, every page opened and sent by somebody who may (tests/pages/walk.py); everything is taken back."""
    from tests.pages import walk  # the addresses of every page take long to load

    with (
        databases.rows_for_a_module(django_db_blocker),
        time_machine.travel(objects.MORNING),
        walk.in_any_state(),
    ):
        return walk.walk(*objects.make_cast())
