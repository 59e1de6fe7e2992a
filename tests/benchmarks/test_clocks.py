"""A pair may be timed by the processor, the database's included."""

import pytest
from django.db import connection

from benchmarks.clocks import server_seconds
from benchmarks.pairs import Pair, measure


@pytest.mark.django_db
def test_the_databases_work_is_counted_and_its_sleep_is_not():
    with connection.cursor() as cursor:
        before = server_seconds()
        cursor.execute("SELECT pg_sleep(0.1)")
        slept = server_seconds() - before
        cursor.execute("SELECT sum(sqrt(i)) FROM generate_series(1, 2000000) i")
        assert slept < 0.08 < server_seconds() - before - slept


def test_a_pair_is_held_by_its_own_clock():
    now = 0.0

    def spend(seconds):
        nonlocal now
        now += seconds

    pair = Pair("", "", "", lambda: spend(1), lambda: spend(4), 3, is_speed=True, clock=lambda: now)
    assert measure(pair).ratio == 4
