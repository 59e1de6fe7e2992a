"""What noting a touched village-month adds to one insert."""

from collections.abc import Iterator
from itertools import count
from uuid import UUID

from django.db import connection, connections, transaction

from access import scope
from accounts.models import User
from benchmarks.cast import signed_in_as
from benchmarks.pairs import Pair
from policies.acting import acting
from residents.models import Visit

INSERTS, WARMING_UP = 40, 5
COPY_OF_ONE = """
    INSERT INTO residents_visit (household_id, village_id, post_id, station_id, county_id, occurred_on, recorded_at,
        client_key, state, recorded_by_id, done_by, is_late, reason, outcome, talks, topics, note)
    SELECT household_id, village_id, post_id, station_id, county_id, occurred_on, recorded_at, %s, state,
        recorded_by_id, done_by, is_late, reason, outcome, talks, topics, note
    FROM residents_visit WHERE id = %s
"""


def pairs(cast: dict[str, User]) -> Iterator[Pair]:
    officer = cast["officer"]
    with signed_in_as(officer):
        like = Visit.objects.visible_to(officer).latest("pk").pk
    keys = (UUID(int=number) for number in count(1))
    with acting(scope.acting_as(officer)):
        yield Pair(
            "a single insert", "touch trigger on", "touch trigger off",
            lambda: insert(keys, like, INSERTS), lambda: insert(keys, like, INSERTS), 1.6,
            before=lambda: switch("ENABLE", keys, like), before_reference=lambda: switch("DISABLE", keys, like),
        )  # fmt: skip
        switch("ENABLE", keys, like, again=0)


def insert(keys: Iterator[UUID], like: int, times: int) -> None:
    """Each in a transaction of its own, as officers save."""
    for _time in range(times):
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(COPY_OF_ONE, [str(next(keys)), like])


def switch(word: str, keys: Iterator[UUID], like: int, again: int = WARMING_UP) -> None:
    """What was inserted goes first. The first inserts after a change of the table plan anew; they are not timed."""
    with connections["owner"].cursor() as cursor:
        cursor.execute(
            "DELETE FROM residents_visit WHERE client_key < '00000001-0000-0000-0000-000000000000'"
        )
        cursor.execute(f"ALTER TABLE residents_visit {word} TRIGGER touch_insert")
    insert(keys, like, again)
