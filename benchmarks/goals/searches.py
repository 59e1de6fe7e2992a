"""Finding people by what an officer types, against a scan of the whole register."""

from collections.abc import Iterator
from types import SimpleNamespace

from django.db import connections
from django.http import QueryDict

from access.roles import may
from accounts.models import User
from benchmarks.cast import looking
from benchmarks.pairs import Deed, Pair
from ledgers.views.lists import BookList
from residents.models import Resident
from residents.views.households import HouseholdList
from residents.views.residents import ResidentList

KEPT_TO = 1 / 50
REGISTERS: dict[str, type[BookList]] = {"household": HouseholdList, "resident": ResidentList}


def pairs(cast: dict[str, User]) -> Iterator[Pair]:
    """Only those who see names search by them; for the bureau the list has no such filter."""
    for name, user in cast.items():
        with looking(user, "scan"):
            if may(user, "see_names"):
                yield from of(name, user)


def of(name: str, user: User) -> Iterator[Pair]:
    typed = examples(user)
    for register, page in REGISTERS.items():
        for kind, text in typed.items():
            yield Pair(
                f"{register} by {kind}, {name}", "the list's query", "without indexes",
                ask(page, user, text, "default"), ask(page, user, text, "scan"), KEPT_TO, at="p95",
                at_prefecture=True,
            )  # fmt: skip


def examples(user: User) -> dict[str, str]:
    """A person who lives in the scope: surname and given character, initials."""
    there = Resident.objects.visible_to(user)
    known = there.order_by("pk")[there.count() // 2]
    return {"prefix": known.name[:2], "initials": known.initials}


def ask(page: type[BookList], user: User, text: str, alias: str) -> Deed:
    """The page's own SQL, worked out once: building it costs both sides the same."""
    query = QueryDict(mutable=True)
    query["q"] = text
    found = page.filtered(SimpleNamespace(user=user), query)
    assert "q" in found.filters, "a list that leaves out the search is no search to measure"
    rows = found.qs
    statement, values = page.order("").applied(rows, backwards=False)[: page.size + 1].query.sql_with_params()

    def send() -> list[tuple]:
        with connections[alias].cursor() as cursor:
            cursor.execute(statement, values)
            return cursor.fetchall()

    return send
