"""Lines of open work that the books declare, as a board shows them."""

from collections.abc import Iterable, Sequence
from typing import Any

from access import remembering
from accounts.models import User
from ledgers.book import Book, OpenWork, Waiting
from pages.counting import Asked, counts_and_rows

# Lines of no book, between and after those of the books
RANK_OF_HANDOVERS, RANK_OF_PEOPLE, RANK_OF_EMERGENCIES, RANK_OF_OUTLIERS = 14, 30, 40, 60
# And below all of these what the books have in common
RANK_OF_GIVEN_BACK, RANK_OF_REVIEWS = 90, 91


def of_books(declared: Iterable[tuple[Book, tuple[OpenWork, ...]]], user: User) -> list[Waiting]:
    """The lines of the books that the person is shown, not counted yet."""
    found = [book.waiting(work, user) for book, works in declared for work in works]
    return [line for line in found if line is not None]


def counted_and_read(
    lines: Iterable[Waiting],
    querysets: Sequence[Asked],
    reads: Sequence[Asked],
    user: User,
) -> tuple[list[dict[str, Any]], list[int], list[list[dict[str, Any]]]]:
    """The lines as ``[{label, count, url, rank}]`` in the same order, the number of rows of each of the querysets, and
    the rows of each of ``reads`` (querysets of ``values``): all in one statement.

    Its SQL is compiled once for the lines as the person sees them today (``access/remembering.py``).
    """
    lines = list(lines)
    asked = [one for line in lines for one in (line, line.urgent) if one is not None]
    key = remembering.key("open work", user, *(one.url for one in asked), len(querysets), len(reads))
    numbers, rows = counts_and_rows([*querysets, *(one.rows for one in asked)], reads, key)
    number = dict(zip(asked, numbers[len(querysets) :], strict=True))
    shown = [line.urgent if line.urgent and number[line.urgent] else line for line in lines]
    found = [
        {"label": line.label, "count": number[line], "url": line.url, "rank": line.rank}
        for line in shown
        if number[line] or line.is_shown_empty
    ]
    return found, numbers[: len(querysets)], rows


def by_rank(lines: Iterable[Waiting]) -> list[Waiting]:
    return sorted(lines, key=lambda line: line.rank)
