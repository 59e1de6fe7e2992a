"""Finding people by what an officer types, against a scan of the whole register."""

from collections.abc import Iterator

from django.db import connections
from django.http import QueryDict

from access.rights import may, rights_of
from accounts.models import User
from benchmarks.cast import signed_in_as
from benchmarks.pairs import Deed, Pair
from ledgers.book import Listing
from ledgers.views.lists import BookList
from pages.columns import Reader
from residents import pinyin
from residents.book import HOUSEHOLDS, RESIDENTS
from residents.models import Resident

KEPT_TO = 1 / 50
ROUNDS = 9  # of a scan of seconds, twice each; the slowest one counts
REGISTERS: dict[str, Listing] = {"household": HOUSEHOLDS.listing, "resident": RESIDENTS.listing}


def pairs(cast: dict[str, User]) -> Iterator[Pair]:
    """Only those who see names search by them; for the bureau the list has no such filter."""
    for name, user in cast.items():
        with signed_in_as(user, "scan"):
            if may(user, "see_names"):
                with connections["scan"].cursor() as cursor:
                    cursor.execute(
                        "SET LOCAL statement_timeout = 0"
                    )  # a page would give a scan of this length up
                yield from of(name, user)


def of(name: str, user: User) -> Iterator[Pair]:
    typed = examples(user)
    for register, listing in REGISTERS.items():
        for kind, text in typed.items():
            yield Pair(
                f"{register} by {kind}, {name}", "the list's query", "without indexes",
                ask(listing, user, text, "default"), ask(listing, user, text, "scan"), KEPT_TO, at="p95",
                at_prefecture=True, rounds=ROUNDS,
            )  # fmt: skip


def examples(user: User) -> dict[str, str]:
    """A person who lives in the scope, by each way to type them; ``reading`` is another one of a surname."""
    visible = Resident.objects.visible_to(user)
    known = visible.order_by("pk")[visible.count() // 2]
    return {
        "prefix": known.name[:2],
        "full name": known.name,
        "given name": pinyin.given(known.name),
        "pinyin": known.pinyin,
        "initials": known.initials,
        "reading": "danxiao",  # 单, stored as shan
        "house number": known.household.number,
        "last four digits": digits(known),
        "name and house number": known.name + known.household.number,
    }


def digits(known: Resident) -> str:
    """The last four of somebody's telephone, as the dice fell (sql/people.sql)."""
    with connections["owner"].cursor() as cursor:
        cursor.execute("SELECT number FROM dice.tail WHERE resident = %s", [known.phone_tail])
        return f"{cursor.fetchone()[0]:04d}"


def ask(listing: Listing, user: User, text: str, alias: str) -> Deed:
    """The page's own SQL, worked out once: building it costs both sides the same."""
    query = QueryDict(mutable=True)
    query["q"] = text
    found = listing.filtered(user, query)
    assert "q" in found.filters, "a list that leaves out the search is no search to measure"
    reader = Reader(user.pk, rights_of(user))
    order = listing.order("", reader)
    rows = listing.table(reader).select(found.qs, order.field)
    statement, values = order.applied(rows, backwards=False)[: BookList.size + 1].query.sql_with_params()

    def send() -> list[tuple]:
        with connections[alias].cursor() as cursor:
            cursor.execute(statement, values)
            return cursor.fetchall()

    return send
