"""What the statements of every page read, off their plans: rows and blocks do not wander as seconds do.

Each page without a key in its address is asked as each role. Reported are tables of which a statement reads many rows
only to leave them out - those of other places, of other years - and how many blocks the heaviest statement of a role
reads. A block has 8 kB.
"""

import json
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.db import connection
from django.test import Client
from django.urls import NoReverseMatch, URLPattern, URLResolver, get_resolver, reverse

from accounts.models import User
from benchmarks.cast import signed_in_as
from benchmarks.pairs import Pair, Result

MOST_LEFT_OUT = 5_000  # rows of one table that an index leads to, and a filter leaves out
MOST_SCANNED = (
    50_000  # the same for a table that is read from end to end: below, that costs less than an index
)
MOST_BLOCKS = {"officer": 1_000, "chief": 1_000, "county": 2_000}  # of one statement
HEAVIEST = 10


@dataclass(frozen=True)
class Read:
    """A statement of a page as it was run: what it read."""

    page: str
    sql: str
    blocks: int
    milliseconds: float
    in_vain: tuple[str, ...]  # tables of which many rows are read and left out


def pairs(cast: dict[str, User]) -> Iterator[Pair]:
    """Nothing here is timed."""
    yield from ()


def results(cast: dict[str, User]) -> Iterator[Result]:
    for role, user in cast.items():
        reads = sorted(walk(user), key=lambda read: -read.blocks)
        print_heaviest(role, reads)
        tables = {table for read in reads for table in read.in_vain}
        yield counted(
            f"read in vain, {role}", ", ".join(sorted(tables)) or "no table", "none", len(tables) + 1, 1
        )
        most = reads[0].blocks
        yield counted(
            f"blocks a statement, {role}", f"{most:,} read", f"{MOST_BLOCKS[role]:,}", most, MOST_BLOCKS[role]
        )


def counted(goal: str, subject: str, reference: str, number: int, most: int) -> Result:
    """A count against its limit: there is no noise."""
    return Result(goal, subject, reference, 1, False, "median", number / most, number / most, 0.0)


def print_heaviest(role: str, reads: list[Read]) -> None:
    for read in reads[:HEAVIEST]:
        print(
            f"    {role:8} {read.blocks:7,} blocks {read.milliseconds:8.1f} ms  {read.page:36} {read.sql[:110]}"
        )


def walk(user: User) -> Iterator[Read]:
    client = Client(headers={"host": "localhost"})
    client.force_login(user)
    for url in addresses():
        asked = asked_by(lambda url=url: client.get(url))  # type: ignore[misc]  # mypy infers no default of a lambda
        with signed_in_as(user):
            for sql, values in asked:
                yield read_by(url, sql, values)


def addresses() -> list[str]:
    """Every page whose address has no key in it, but for those that end something."""
    found = set()
    for name in names(get_resolver(settings.ROOT_URLCONF)):
        with suppress(NoReverseMatch):
            found.add(reverse(name))
    return sorted(url for url in found if "sign-" not in url and url not in {"/health/", "/ok/"})


def names(resolver: URLResolver, space: str = "") -> Iterator[str]:
    for one in resolver.url_patterns:
        if isinstance(one, URLResolver):
            yield from names(one, f"{space}{one.namespace}:" if one.namespace else space)
        elif isinstance(one, URLPattern) and one.name:
            yield space + one.name


def asked_by(deed: Callable[[], object]) -> list[tuple[str, Any]]:
    """The queries of a page, those of its session left out: they are run by another level."""
    asked: list[tuple[str, Any]] = []

    def note(execute: Callable[..., Any], sql: str, values: Any, many: bool, context: dict[str, Any]) -> Any:
        if (
            sql.lstrip("( \n").startswith("SELECT")
            and "accounts_session" not in sql
            and "set_config" not in sql
        ):
            asked.append((sql, values))
        return execute(sql, values, many, context)

    with connection.execute_wrapper(note):
        deed()
    return asked


def read_by(page: str, sql: str, values: Any) -> Read:
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN (ANALYZE, BUFFERS, TIMING OFF, FORMAT JSON) {sql}", values)
        found = cursor.fetchone()[0]
    top = (json.loads(found) if isinstance(found, str) else found)[0]
    plan = top["Plan"]
    blocks = plan["Shared Hit Blocks"] + plan["Shared Read Blocks"]
    return Read(page, sql, blocks, top["Execution Time"], tuple(sorted(set(read_in_vain(plan)))))


def read_in_vain(node: dict[str, Any]) -> Iterator[str]:
    left_out = node.get("Rows Removed by Filter", 0) + node.get("Rows Removed by Index Recheck", 0)
    most = MOST_SCANNED if node["Node Type"] == "Seq Scan" else MOST_LEFT_OUT
    if left_out * node.get("Actual Loops", 1) > most and "Relation Name" in node:
        yield node["Relation Name"]
    for inner in node.get("Plans", ()):
        yield from read_in_vain(inner)
