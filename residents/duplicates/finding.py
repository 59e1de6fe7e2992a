"""Finding entries that may be one household or one person: set-based over the folded keys, cheap enough for a county.

Called after whatever writes an entry, after an import is taken over, and every night for all villages: two who entered
the same at the same moment did not see each other.
"""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.db import connection, transaction
from django.db.models import F, Q
from django.utils import timezone

import rules
from residents.models import Duplicate

SQL = Path(__file__).parent.parent / "sql"
STATEMENTS = tuple(
    (SQL / f"find_{kind}.sql").read_text(encoding="utf-8") for kind in ("households", "people")
)


def find(*, villages: Iterable[int] = (), households: Iterable[int] = (), county: str = "") -> int:
    """Note the new pairs with an entry of these villages or households; returns how many.

    It sees what the person sees who acts. ``county``: the division code whose rule says when a phone is a shared one.
    """
    today = timezone.localdate()
    given: dict[str, Any] = {
        "villages": sorted(villages),
        "households": sorted(households),
        "most": rules.whole("duplicate.phone_most", on=today, county=county),
        "today": today,
    }
    with transaction.atomic(), connection.cursor() as cursor, _joined_by_hash(cursor, given["villages"]):
        number = 0
        for statement in STATEMENTS:
            cursor.execute(statement, given)
            number += cursor.rowcount
    return number


@contextmanager
def _joined_by_hash(cursor: Any, villages: list[int]) -> Iterator[None]:
    """Whole villages are compared by hash. After a first import there are no statistics yet, and the planner would look
    each person up by an index: 20,000 people took longer than a page may."""
    if villages:
        cursor.execute("SET LOCAL enable_nestloop = off")
    yield
    if villages:
        cursor.execute("SET LOCAL enable_nestloop = on")


def still_there() -> Q:
    """Pairs of which both entries are registered, at one post. Of a hidden entry nothing is equal to anything."""
    households = Q(first_person=None, first__closed_on=None, second__closed_on=None)
    people = Q(first=None, first_person__left_on=None, second_person__left_on=None)
    return (households & Q(first__post=F("second__post"))) | (
        people & Q(first_person__post=F("second_person__post"))
    )


def forget_unlike() -> int:
    """Drop pairs that wait and are alike no more, because one of the two was changed or has left; returns how many.

    Those that somebody chose by hand stay: they were never alike.
    """
    waiting = Duplicate.objects.filter(state=Duplicate.State.OPEN).filter(
        Q(is_same_phone=True) | Q(is_same_name=True)
    )
    phone = Q(is_same_phone=True) & (
        Q(first__phone_index=F("second__phone_index"))
        | Q(first_person__phone_index=F("second_person__phone_index"))
    )
    name = Q(is_same_name=True) & (
        Q(first__householder_key=F("second__householder_key"))
        | Q(
            first_person__name_key=F("second_person__name_key"),
            first_person__birth_year=F("second_person__birth_year"),
        )
    )
    alike = waiting.filter(still_there()).filter(phone | name)
    number, _by_model = waiting.exclude(pk__in=alike.values("pk")).delete()
    return number
