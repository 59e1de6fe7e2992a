"""What is promised. Each book of goals gives pairs to measure; ``pages`` also counts queries."""

from collections.abc import Iterator

from accounts.models import User
from benchmarks.goals import figures, files, lists, pages, searches, touches
from benchmarks.pairs import Result, measure

BOOKS = {
    "figures": figures,
    "touches": touches,
    "lists": lists,
    "searches": searches,
    "files": files,
    "pages": pages,
}


def measured(cast: dict[str, User], only: str = "") -> Iterator[Result]:
    """One after the other; ``only`` chooses a book by its name."""
    for name, book in BOOKS.items():
        if only in ("", name):
            yield from map(measure, book.pairs(cast))
            if book is pages:
                yield from pages.counts(cast)
