"""Every statement of a first page or a list has an index for its rows: read off the plan, not off a clock.

The tables of a test are so small that any plan is quick. Sequential scans are forbidden to the planner: one that is
left says that no index fits. ``make bench ARGS="--only plans"`` reads the same plans on tables of years.
"""

import json
from collections.abc import Iterator
from typing import Any

import pytest
from django.db import connection

from access.rights import may
from accounts.models import User
from ledgers import books

# Read as a whole: what counties have set, and one row a sheet of accounts.
SMALL = {"rules_datedvalue", "administration_proposal"}
FIRST_PAGES = {
    "officer": "/", "clerk": "/", "chief": "/", "county": "/", "leader": "/", "auditor": "/trail/",
    "administrator": "/account/list/", "grantor": "/account/list/",
}  # fmt: skip

pytestmark = pytest.mark.usefixtures("in_march")


def plans_of(ask: Any) -> Iterator[tuple[str, dict]]:
    """Each SELECT with its plan, made in the same transaction by the same role."""
    found: list[tuple[str, dict]] = []

    def note(execute: Any, sql: str, values: Any, many: bool, context: dict) -> Any:
        if sql.lstrip("( \n").startswith("SELECT") and "set_config" not in sql:
            with connection.cursor() as cursor:
                cursor.cursor.execute(f"EXPLAIN (FORMAT JSON) {sql}", values)
                plan = cursor.fetchone()[0]
                found.append((sql, (json.loads(plan) if isinstance(plan, str) else plan)[0]["Plan"]))
        return execute(sql, values, many, context)

    with connection.execute_wrapper(note):
        ask()
    yield from found


def scanned(node: dict) -> set[str]:
    """The tables that a plan reads from end to end."""
    own = {node["Relation Name"]} if node["Node Type"] == "Seq Scan" else set()
    return own.union(*(scanned(inner) for inner in node.get("Plans", ())))


# With an entry begun, and the households that it is offered.
BEGUN = {"officer": ("/residents/visits/new/", "/residents/requests/new/", "/residents/households/pick/")}


def pages_of(person: User) -> list[str]:
    return [book.url("list") for book in books.books() if may(person, book.listing.verb)]


@pytest.mark.turns(3)
@pytest.mark.parametrize("role", FIRST_PAGES)
def test_no_statement_reads_a_table_from_end_to_end(role, rows, person_of, sign_in):
    person = person_of(role)
    client = sign_in(person)
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
    found = {
        (url, sql[:300]): tables
        for url in (FIRST_PAGES[role], *BEGUN.get(role, ()), *pages_of(person))
        for sql, plan in plans_of(lambda url=url: client.get(url))
        if (tables := scanned(plan) - SMALL)
    }
    assert found == {}, [*found.values()]
