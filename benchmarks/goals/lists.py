"""A list's page costs the same however deep it lies and however long the list has grown."""

from collections.abc import Iterator

from django.db.models import QuerySet

from access.rights import rights_of
from accounts.models import User
from benchmarks.cast import signed_in_as
from benchmarks.pairs import Pair
from ledgers.book import Listing
from ledgers.views.lists import BookList
from pages import keyset
from pages.columns import NOBODY, Reader
from residents.book import VISITS

DEPTH = 0.9
ROUNDS = 50


def pairs(cast: dict[str, User]) -> Iterator[Pair]:
    for name, user in cast.items():
        with signed_in_as(user, "tenth"):
            yield from of(name, user)


def of(name: str, user: User) -> Iterator[Pair]:
    order, rows = VISITS.listing.order("", NOBODY), columns_of(user, VISITS.listing)
    young, deep = rows.using("tenth"), cursor_at(rows, order, DEPTH)
    yield Pair(
        f"visit list, {name}", f"page at {DEPTH:.0%} depth", "page 1",
        turn(rows, order, deep), turn(rows, order, {}), 1.2, at="p95", rounds=ROUNDS,
    )  # fmt: skip
    for at, limit in (("median", 1.3), ("p95", 1.5)):
        yield Pair(
            f"visit list, {name}", "page 1 of all rows", "page 1 of a tenth",
            turn(rows, order, {}), turn(young, order, {}), limit, at=at, rounds=ROUNDS,
        )  # fmt: skip


def columns_of(user: User, listing: Listing) -> QuerySet:
    """The query as the page asks it: with the columns that it shows."""
    order = listing.order("", NOBODY)
    return listing.table(Reader(user.pk, rights_of(user))).select(listing.rows(user), order.field)


def turn(rows: QuerySet, order: keyset.Order, params: dict):
    return lambda: keyset.page(rows, order, params, BookList.size)


def cursor_at(rows: QuerySet, order: keyset.Order, depth: float) -> dict[str, str]:
    """The cursor that a person has who went on and on."""
    day = order.applied(rows, backwards=False)[int(rows.count() * depth)]["occurred_on"]
    return {"after": keyset.page(rows.filter(occurred_on__lte=day), order, {}, 1).older}
