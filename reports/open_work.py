"""Lines of open work that the books declare, as a board shows them."""

from collections.abc import Iterable
from typing import Any

from accounts.models import User
from ledgers.book import Book, OpenWork

RANK_OF_EMERGENCIES, RANK_OF_OUTLIERS = 40, 60  # lines of no book, between and after those of the books


def lines(declared: Iterable[tuple[Book, tuple[OpenWork, ...]]], user: User) -> list[dict[str, Any]]:
    """``[{label, count, url, rank}]`` of what the person is shown, by rank."""
    found = [book.line(work, user) for book, works in declared for work in works]
    return sorted((line for line in found if line), key=lambda line: line["rank"])
