"""The queue of reviews: the rows of all books that wait for the person's verdict, the longest waiting first."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from typing import Any

from django.db.models import Count, Min, Q, QuerySet
from django.http import QueryDict
from django.urls import reverse
from django.utils import timezone
from django.utils.dateparse import parse_datetime

from access import remembering
from access.rights import may, rights_of
from accounts.models import User
from ledgers import books, people
from ledgers.actions import FRESH
from ledgers.book import Book
from ledgers.models import Row
from ledgers.tables import RowTable
from pages import addresses
from pages.columns import Column, Reader
from pages.counting import counts_and_rows
from pages.kinds import Day, Number
from posts.models.divisions import short_name

OLD = 7  # days after which an age is shown in red
SHOWN = 100  # lines of the page; the next ones follow when these are done
BETWEEN = " · "
FILTERS = ("book", "post", "row")  # of the address
# Columns of every list that stand apart from the sentence of a line
APART = frozenset(RowTable.columns)


@dataclass(frozen=True)
class Line:
    """One row that waits. ``words``: the columns of its list as a sentence; ``days``: whole days since it was typed."""

    book: Book
    pk: int
    receipt: str
    words: str
    village: str
    people: str
    days: int
    is_late: bool
    is_again: bool

    @property
    def key(self) -> str:
        """What names the row in the address: ``residents.visit:12``."""
        return key_of(self.book, self.pk)

    @property
    def is_old(self) -> bool:
        return self.days > OLD


@dataclass(frozen=True)
class Queue:
    """``lines``: the first of ``count`` rows. ``books`` and ``posts``: (key, name, rows) of the filters' choices, each
    within the other filter; ``waits``: days of the oldest row of all."""

    lines: list[Line]
    count: int
    books: list[tuple[str, str, int]]
    posts: list[tuple[str, str, int]]
    waits: int

    def place_of(self, key: str) -> int:
        """Where the row stands among the lines; the first place for one that is not among them."""
        return next((place for place, line in enumerate(self.lines) if line.key == key), 0)


def key_of(book: Book, pk: int) -> str:
    return f"{book.draft_name}:{pk}"


def address(query: QueryDict, **changed: str) -> str:
    """The page of the queue with the filters of ``query``, some of them changed; empty ones are left out."""
    kept = QueryDict(mutable=True)
    for name in FILTERS:
        if value := changed.get(name, query.get(name, "")):
            kept[name] = value
    page = reverse("ledgers:review")
    return f"{page}?{kept.urlencode()}" if kept else page


def readable(user: User) -> list[Book]:
    """The books whose rows the person reviews."""
    return [book for book in books.ledgers() if may(user, book.listing.verb)]


def queue(user: User, book: str = "", post: str = "") -> Queue:
    """The rows that wait for the person, of one book and one post where they are named."""
    asked = readable(user)
    found = _found(user, asked)
    by_place = [
        (one, str(group["post_id"]), group["post__name"], group["n"], group["oldest"])
        for one, groups in zip(asked, found, strict=True)
        for group in groups
    ]
    of_books: Counter[Book] = Counter()
    of_posts: Counter[tuple[str, str]] = Counter()
    for one, key, name, n, _oldest in by_place:
        of_books[one] += n if post in ("", key) else 0
        of_posts[key, name] += n if book in ("", one.draft_name) else 0
    wanted = [one for one in asked if book in ("", one.draft_name) and of_books[one]]
    oldest = [days_since(parse_datetime(entry)) for *_rest, entry in by_place]
    return Queue(
        lines=_lines(user, wanted, post),
        count=sum(of_books[one] for one in wanted),
        books=[(one.draft_name, str(one.title), of_books[one]) for one in asked if of_books[one]],
        posts=[(key, name, n) for (key, name), n in sorted(of_posts.items(), key=lambda it: it[0][1]) if n],
        waits=max(oldest, default=0),
    )


def _found(user: User, asked: list[Book]) -> list[list[dict[str, Any]]]:
    """For each book its posts with rows that wait, in one statement."""
    reads = [partial(_by_post, one, user) for one in asked]
    key = remembering.key("review queue", user, *(one.stem for one in asked))
    return counts_and_rows([], reads, key)[1]


def _by_post(book: Book, user: User) -> QuerySet[Any, Any]:
    waiting: QuerySet[Any] = to_review(book, user).order_by()
    found: QuerySet[Any, Any] = waiting.values("post_id", "post__name").annotate(
        n=Count("pk"), oldest=Min("recorded_at")
    )
    return found


def to_review(book: Book, user: User) -> QuerySet[Any]:
    model: Any = book.model
    return people.to_review(model, user)


def _lines(user: User, asked: Iterable[Book], post: str) -> list[Line]:
    """The lines of the books, the longest waiting first."""
    reader = Reader(user.pk, rights_of(user))
    of_post = Q(post=addresses.number(post)) if post else Q()
    found: list[tuple[Any, Line]] = []
    for book in asked:
        waiting = to_review(book, user).filter(of_post).order_by("recorded_at", "pk")[:SHOWN]
        found += _of_book(book, waiting, reader)
    found.sort(key=lambda it: it[0])
    return [line for _moment, line in found[:SHOWN]]


def _of_book(book: Book, waiting: QuerySet[Any], reader: Reader) -> list[tuple[Any, Line]]:
    table = book.listing.table(reader)
    columns = [one for one in book.listing.table.columns.values() if one.on_page and one.name not in APART]
    people_column = book.listing.table.columns["done_by"]
    also = ("recorded_at", "village__name", "is_late", "reviewed_at")
    rows = list(table.select(waiting, *also, columns=[*columns, people_column]))
    say = [(column, column.words_writer()) for column in columns]
    model: Any = book.model
    return [
        (
            (row["recorded_at"], book.stem, row["pk"]),
            Line(
                book=book,
                pk=row["pk"],
                receipt=model(pk=row["pk"], recorded_at=row["recorded_at"]).receipt,
                words=BETWEEN.join(filter(None, (_said(column, write, row) for column, write in say)))
                or str(model._meta.verbose_name),
                village=short_name(row["village__name"]),
                people=row[people_column.alias] or "",
                days=days_since(row["recorded_at"]),
                is_late=row["is_late"],
                is_again=row["reviewed_at"] is not None,
            ),
        )
        for row in rows
    ]


def _said(column: Column, write: Any, row: Any) -> str:
    """A value as a part of the sentence; nothing for what is empty, none or no."""
    value = row[column.alias]
    if value is None or value == "" or value == 0 or value is False:
        return ""
    if value is True:
        return column.label
    words = str(write(value, row))
    return f"{column.label} {words}" if isinstance(column.kind, Number | Day) else words


def days_since(moment: Any) -> int:
    """Whole days between the day of the moment and today."""
    return (timezone.localdate() - timezone.localtime(moment).date()).days if moment else 0


@dataclass(frozen=True)
class Verdict:
    """The person's last verdict, which can still be taken back for so many ``seconds``."""

    book: Book
    row: Row
    seconds: int


def last_verdict(user: User) -> Verdict | None:
    """What the person has just accepted or given back; None once its minute is over."""
    asked, since = readable(user), timezone.now() - FRESH
    reads = [_judged(book, user, since) for book in asked]
    found = [
        (row["reviewed_at"], book, row["pk"])
        for book, rows in zip(asked, counts_and_rows([], reads)[1], strict=True)
        for row in rows
    ]
    if not found:
        return None
    _moment, book, pk = max(found, key=lambda it: it[0])
    row: Any = book.listing.rows(user).filter(pk=pk).first()
    if row is None or row.reviewed_at is None:
        return None
    left = row.reviewed_at + FRESH - timezone.now()
    return Verdict(book, row, int(left / timedelta(seconds=1))) if left > timedelta(0) else None


def _judged(book: Book, user: User, since: Any) -> QuerySet[Any, Any]:
    judged = (Row.State.ACCEPTED, Row.State.GIVEN_BACK)
    rows = book.listing.rows(user).filter(state__in=judged, reviewed_by=user, reviewed_at__gte=since)
    return rows.order_by("-reviewed_at").values("pk", "reviewed_at")[:1]
