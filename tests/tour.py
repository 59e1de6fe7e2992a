"""Every page asked by every role with the same objects: what came back, and which tables were written meanwhile.

A tour of one role takes seconds. Its answers are stored for the whole process, so that files which test another
side of them (tests/test_access.py at the status, tests/test_get_writes_nothing.py at what was written) do not ask
again.
"""

from collections.abc import Iterable
from dataclasses import dataclass

import time_machine
from django.db import connection, transaction
from django.test import Client

from access.roles import Role
from accounts.models import User
from tests import objects
from tests.test_access import ACCESS, address

# What pg_stat_xact_user_tables counts, without the sums over indexes that make up most of its time.
WRITTEN = """
    SELECT relname, rows FROM (
        SELECT relname, pg_stat_get_xact_tuples_inserted(oid) + pg_stat_get_xact_tuples_updated(oid)
               + pg_stat_get_xact_tuples_deleted(oid) AS rows
        FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace
    ) counted WHERE rows > 0
"""


def written() -> dict[str, int]:
    """Table -> rows written since the transaction began, those of savepoints too."""
    with connection.cursor() as cursor:
        cursor.execute(WRITTEN)
        return dict(cursor.fetchall())


@dataclass(frozen=True)
class Answer:
    status: int
    written: frozenset[str]  # tables


Answers = dict[str, Answer]
_stored: dict[tuple[Role, str, frozenset[str]], Answers] = {}


class Tour:
    """The people and rows that it is given live as long as it does; each walk is taken back."""

    def __init__(self, people: dict[Role, User], rows: dict[str, int]) -> None:
        self._people, self._rows = people, rows

    def answers(self, role: Role, method: str, names: Iterable[str] = ACCESS) -> Answers:
        """By url name, each page asked once by the role, one after the other as the table of access has them."""
        key = (role, method, frozenset(names))
        if key not in _stored:
            with time_machine.travel(objects.MORNING), transaction.atomic():
                _stored[key] = self._walk(role, method, names)
                transaction.set_rollback(True)
        return _stored[key]

    def _walk(self, role: Role, method: str, names: Iterable[str]) -> Answers:
        client = Client()
        client.force_login(self._people[role])
        before, answers = written(), {}
        for name in names:
            status = getattr(client, method)(address(name, self._rows)).status_code
            after = written()
            changed = (table for table, count in after.items() if count != before.get(table, 0))
            answers[name], before = Answer(status, frozenset(changed)), after
        return answers
