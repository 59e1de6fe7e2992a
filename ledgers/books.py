"""The books of the registry, in the order in which people read them (settings.BOOKS)."""

from functools import cache

from django.conf import settings
from django.utils.module_loading import import_string

from ledgers.book import Book
from ledgers.models import Row


@cache
def books() -> tuple[Book, ...]:
    """Every declared book; ImportError for a name that leads nowhere."""
    return tuple(import_string(name) for name in settings.BOOKS)


def of_list(url_name: str) -> Book:
    """The book with this list. StopIteration where none has."""
    return next(book for book in books() if book.url_name("list") == url_name)


def of_model(model: type[Row]) -> Book:
    """The book whose rows the model holds. StopIteration where none does."""
    return next(book for book in books() if book.model is model)


def drafted_as(name: str) -> Book | None:
    """The book whose forms store their drafts under the name; None where no book does."""
    return next((book for book in books() if book.keeps_drafts and book.draft_name == name), None)


def ledgers() -> list[Book]:
    """The books whose rows are reviewed, receipted and locked by month."""
    return [book for book in books() if book.is_ledger]


def row_models() -> list[type[Row]]:
    """The models of these books."""
    return [book.model for book in books() if issubclass(book.model, Row)]
