"""What row-level security costs: the same statements, once as a person, once as the owner, who has no policies."""

from collections.abc import Callable, Iterator
from statistics import geometric_mean
from typing import Any

from django.db import connection, connections, transaction
from django.db.models import Count, Q, QuerySet, Sum

from access.rights import rights_of
from accounts.models import User
from benchmarks.cast import signed_in_as
from benchmarks.filling import moments
from benchmarks.goals.lists import DEPTH, columns_of, cursor_at, turn
from benchmarks.pairs import Deed, Pair, Result
from pages import keyset
from pages.columns import NOBODY, Reader
from residents import search
from residents.book import RESIDENTS, VISITS
from residents.models import Resident, Visit

WORST, LONGER, TOGETHER = 1.5, 0.001, 1.15
ROUNDS, TIMES = 15, 5
Statement = tuple[str, Any]


def pairs(cast: dict[str, User]) -> Iterator[Pair]:
    """The owner's transaction opens first: inside the scope its connection would take on the person's level."""
    for name, user in cast.items():
        with transaction.atomic(using="owner"), signed_in_as(user):
            for what, deed in deeds(user).items():
                asked = statements(deed)
                yield Pair(
                    f"{what}, {name}", "with policies", "the owner, without",
                    sending(asked, "default"), sending(asked, "owner"), WORST,
                    slack=LONGER, times=TIMES, rounds=ROUNDS,
                )  # fmt: skip


def deeds(user: User) -> dict[str, Deed]:
    """What pages ask for, as they ask for it: narrowed by ``visible_to``."""
    order, rows, month = VISITS.listing.order("", NOBODY), VISITS.listing.rows(user), moments()["month"]
    shown = columns_of(user, VISITS.listing)
    deep, known = cursor_at(shown, order, DEPTH), example(user)
    key = int(deep["after"].rpartition(".")[2])
    return {
        "visits page 1": turn(shown, order, {}),
        f"visits page at {DEPTH:.0%}": turn(shown, order, deep),
        "month counted": lambda: keyset.count(rows.in_month(month)),
        "month summed": lambda: list(summed(user, month)),
        "resident by name": found(user, known.name[:2]),
        "resident by initials": found(user, known.initials),
        "visit by its key": lambda: rows.get(pk=key),
    }


def example(user: User) -> Resident:
    """Somebody who lives in the scope."""
    visible = Resident.objects.visible_to(user)
    return visible.order_by("pk")[visible.count() // 2]


def summed(user: User, month: Any) -> QuerySet:
    """Visits, talks and households met of one month, by village."""
    visits = Visit.objects.visible_to(user).in_month(month).counted()
    met = Count("household", distinct=True, filter=Q(outcome=Visit.Outcome.MET))
    return visits.order_by().values("village").annotate(visits=Count("pk"), talks=Sum("talks"), met=met)


def found(user: User, text: str) -> Deed:
    """The list's page. The bureau has no search of names; its cell says what the policy of a county costs one."""
    rows = search.residents(columns_of(user, RESIDENTS.listing), text, by=user)
    return turn(rows, RESIDENTS.listing.order("", Reader(user.pk, rights_of(user))), {})


def statements(deed: Deed) -> list[Statement]:
    """The SQL of what a page does; sent as it is, so that building it dilutes neither side."""
    asked: list[Statement] = []

    def note(execute: Callable, sql: str, values: Any, many: bool, context: dict) -> Any:
        asked.append((sql, values))
        return execute(sql, values, many, context)

    with connection.execute_wrapper(note):
        deed()
    return asked


def sending(asked: list[Statement], alias: str) -> Deed:
    def send() -> None:
        with connections[alias].cursor() as cursor:
            for sql, values in asked * TIMES:
                cursor.execute(sql, values)
                cursor.fetchall()

    return send


def together(results: list[Result]) -> Result:
    """One figure for all cells: the geometric mean of their medians."""
    mean = geometric_mean(result.median for result in results)
    noise = geometric_mean(1 + result.noise for result in results) - 1
    p95 = geometric_mean(result.p95 for result in results)
    return Result(
        "policies, geometric mean", f"{len(results)} cells", "the owner, without", TOGETHER, False,
        "median", mean, p95, noise,
    )  # fmt: skip
