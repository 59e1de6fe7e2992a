"""What the trail and the history add to a save, and to a change of many rows at once."""

from collections.abc import Callable, Iterator
from itertools import count
from unittest.mock import patch

from django.db import connections, transaction

from access import scope
from accounts.models import User
from audit import trail
from benchmarks.cast import signed_in_as
from benchmarks.pairs import Pair
from ledgers.models import Row
from policies.acting import acting
from residents.actions import visits
from residents.models import Visit

SAVES, WARMING_UP, MANY = 20, 3, 1_000
TRIGGERS = ("residents_visit", "residents_request", "residents_household")


def pairs(cast: dict[str, User]) -> Iterator[Pair]:
    officer = cast["officer"]
    with signed_in_as(officer):
        own = Visit.objects.visible_to(officer).filter(recorded_by=officer, state=Row.State.RECORDED)
        key, numbers = own.latest("pk").pk, count(1)
    with acting(scope.acting_as(officer)):
        yield Pair(
            "a save", "with trail and history", "without either",
            lambda: amend(key, officer, numbers), lambda: amend_unseen(key, officer, numbers), 1.25, at="p95",
            before=lambda: switch("ENABLE", lambda: amend(key, officer, numbers, WARMING_UP)),
            before_reference=lambda: switch("DISABLE", lambda: amend_unseen(key, officer, numbers, WARMING_UP)),
        )  # fmt: skip
    keys = list(Visit.objects.using("owner").order_by("-pk").values_list("pk", flat=True)[:MANY])
    yield Pair(
        f"a change of {MANY:,} rows by one statement", "history on", "history off",
        lambda: change_many(keys), lambda: change_many(keys), 3.0,
        before=lambda: switch("ENABLE", lambda: change_many(keys[:10])),
        before_reference=lambda: switch("DISABLE", lambda: change_many(keys[:10])),
    )  # fmt: skip
    switch("ENABLE", lambda: None)


def amend(key: int, officer: User, numbers: Iterator[int], times: int = SAVES) -> None:
    """What a form does when it is sent: read, change, check, save; each in a transaction of its own."""
    for _time in range(times):
        with transaction.atomic():
            visit = Visit.objects.get(pk=key)
            visit.note = f"第{next(numbers)}次改"
            visits.amend_visit(visit, by=officer)


def amend_unseen(key: int, officer: User, numbers: Iterator[int], times: int = SAVES) -> None:
    with patch.object(trail, "record"):
        amend(key, officer, numbers, times)


def change_many(keys: list[int]) -> None:
    with connections["owner"].cursor() as cursor:
        cursor.execute(
            "UPDATE residents_visit SET talks = 3 - talks WHERE talks IN (1, 2) AND id = ANY(%s)", [keys]
        )


def switch(word: str, warm_up: Callable[[], None]) -> None:
    """The first changes after a change of the table plan anew; they are not timed."""
    with connections["owner"].cursor() as cursor:
        for table in TRIGGERS:
            cursor.execute(
                "SELECT tgname FROM pg_trigger WHERE tgrelid = %s::regclass AND tgname LIKE 'pgtrigger_store_old_%%'",
                [table],
            )
            for (name,) in cursor.fetchall():
                cursor.execute(f"ALTER TABLE {table} {word} TRIGGER {name}")
    warm_up()
