"""What is open in a village that has ended goes on in its successor, or ends with it, as each book declares
(``Book.village_ends``).

Called every minute by residents/moving/tasks.py. It reads what is open, not the act that ended the village: a merger
of a day that lay ahead, one that was entered later, and a dispute that is taken up again come to the same.
"""

import logging
from collections.abc import Iterator
from copy import copy
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from audit import trail
from ledgers import books
from ledgers.book import Book, Fate
from posts.models import CarriedRow, Post, Succession

log = logging.getLogger(__name__)
KEYS = ("village", "post", "station", "county")


def follow() -> int:
    """Every row in a transaction of its own: one that fails is logged and tried again by the next run. Returns how many
    went on or ended."""
    with transaction.atomic():  # outside of one the database is asked as nobody (policies/acting.py)
        waiting = [*_going(), *_ending()]
    return sum(_tried(act, book, row) for act, book, row in waiting)


def _tried(act: Any, book: Book, row: Any) -> int:
    try:
        return int(act(book, row))
    except Exception:  # whatever it is, it must not hold up the rows after it
        log.exception("%s %s has neither gone on nor ended", row._meta.label_lower, row.pk)
        return 0


def merged(prefix: str = "village__") -> Q:
    """Rows of a village that has been merged into another one by today."""
    return Q(
        **{
            f"{prefix}successions__kind": Succession.Kind.MERGED,
            f"{prefix}successions__day__lte": timezone.localdate(),
        }
    )


def left(book: Book) -> QuerySet[Any]:
    """The open rows of merged villages, whoever may see them."""
    assert book.village_ends.open is not None
    return book.village_ends.open(book.model._base_manager.filter(merged())).order_by("pk")


def _going() -> Iterator[tuple[Any, Book, Any]]:
    going = [book for book in books.books() if book.village_ends.merged == Fate.GOES_ON]
    return ((go_on, book, row) for book in going for row in left(book))


def _ending() -> Iterator[tuple[Any, Book, Any]]:
    for book in books.books():
        if book.village_ends.given_up == Fate.ENDS:
            rows: Any = book.model._base_manager
            gone = rows.filter(village__closed_on__lte=timezone.localdate(), ends_on=None)
            for row in gone.exclude(merged()).order_by("pk"):
                yield _end, book, row


@transaction.atomic
def go_on(book: Book, row: Any) -> bool:
    """The row, and what belongs to it, has the place of the successor. What it says of days before the merger counts
    where it lay. ValidationError where the successor has no post: it is tried again when it has one."""
    held = left(book).filter(pk=row.pk).select_for_update(of=("self",)).first()
    if held is None:
        return False
    of_village = Succession.objects.filter(village=held.village_id, kind=Succession.Kind.MERGED)
    succession = of_village.select_related("successor", "village").order_by("day").first()
    assert succession is not None
    post = Post.objects.of_village(succession.successor_id, timezone.localdate())
    if post is None:
        raise ValidationError(f"{succession.successor} has no post")
    carried = CarriedRow(
        succession=succession, table_name=held._meta.db_table, row_key=held.pk, village_id=held.village_id,
        day=succession.day,
    )  # fmt: skip
    before = copy(held)
    held.village = succession.successor
    held.placed_at(post)
    more = book.village_ends.moved(held) if book.village_ends.moved else ()
    carried.was = {name: getattr(before, name) for name in more}
    carried.save(force_insert=True)
    held.save(update_fields=[*KEYS, *more])
    held.take_along()
    trail.record("go_on", held, by=None, village=succession.successor_id, since=str(succession.day))
    return True


@transaction.atomic
def _end(book: Book, row: Any) -> bool:
    rows: Any = book.model._base_manager
    held = rows.select_for_update(of=("self",)).filter(pk=row.pk, ends_on=None).first()
    if held is None:
        return False
    assert book.village_ends.end is not None
    book.village_ends.end(held)
    trail.record("end_with_village", held, by=None)
    return True
