"""``python -m benchmarks.trail_volume [--visits 400] [--block 10]``: what a logged visit costs in the trail.

An officer logs visits as pages do: the form is opened, a household is searched for in three steps, the form is sent,
the saved visit is shown. A block is sealed after each ``--block`` visits. Printed are bytes a visit, with all indexes:
of the visit, of the entries and each index of theirs, of the seals; and how many entries there are.
"""

import argparse
import os
from typing import Any

from benchmarks import database
from benchmarks.scales import SCALES

TABLES = ("residents_visit", "audit_entry", "audit_seal", "audit_rowstate")
TIMES = 25  # what was written is copied so often, or pages that are half full would count
SIZES = """
    SELECT c.relname, pg_table_size(c.oid) FROM pg_class c WHERE c.oid = %s::regclass
    UNION ALL SELECT i.relname, pg_relation_size(i.oid) FROM pg_index x JOIN pg_class i ON i.oid = x.indexrelid
    WHERE x.indrelid = %s::regclass
"""


GIN = """
    SELECT c.relname FROM pg_index x JOIN pg_class c ON c.oid = x.indexrelid JOIN pg_am a ON a.oid = c.relam
    WHERE x.indrelid = 'copied'::regclass AND a.amname = 'gin'
"""


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.trail_volume", description=__doc__)
    parser.add_argument("--visits", type=int, default=400)
    parser.add_argument("--block", type=int, default=10, help="visits of a sealed block")
    given = parser.parse_args()
    os.environ["DJANGO_SETTINGS_MODULE"] = "benchmarks.settings"
    with database.own_database():
        measure(given.visits, given.block)
    return 0


def measure(visits: int, block: int) -> None:
    import django

    django.setup()
    from django.db import connections

    from benchmarks import filling

    try:
        filling.fill(SCALES["trial"])
        print_costs(visits, block)
    finally:
        connections.close_all()


def print_costs(visits: int, block: int) -> None:
    from accounts.models import User
    from audit.models import Entry
    from benchmarks.cast import people
    from benchmarks.goals.pages import signed_in
    from residents.models import Household

    officer: User = people(SCALES["trial"])["officer"]
    client = signed_in(officer)
    known = list(
        Household.objects.using("owner").filter(post=post_of(officer), closed_on=None).order_by("pk")
    )
    before = {table: newest(table) for table in TABLES}
    entries = Entry.objects.using("owner").count()
    for number in range(visits):
        log_visit(client, known[number % len(known)], number // len(known))
        if (number + 1) % block == 0:
            seal()
    seal()
    made = Entry.objects.using("owner").count() - entries
    print(f"{visits} visits, {made / visits:.1f} entries a visit, a block of {block} visits; bytes a visit:")
    for action, times, size in asked(
        "SELECT action, count(*), avg(pg_column_size(e.*)) FROM audit_entry e WHERE id > %s GROUP BY 1 ORDER BY 2 DESC",
        [before["audit_entry"]],
    ):
        print(f"    {action:16} {times / visits:5.2f} a visit, {size:5.0f} bytes a row")
    spent = 0.0
    for table in TABLES:
        sizes = {name: size / visits / TIMES for name, size in copied(table, before[table]).items()}
        print(f"{table:32} {sum(sizes.values()):8.0f}")
        spent += sum(sizes.values()) if table != TABLES[0] else 0
        for name, size in sizes.items():
            print(f"  {name:34} {size:8.0f}")
    print(f"{'trail in all':32} {spent:8.0f}")


def post_of(officer: Any) -> int:
    from access import scope

    post = scope.for_user(officer).post_id
    assert post is not None
    return post


def log_visit(client: Any, household: Any, times: int) -> None:
    """The pages of one visit, as a browser asks for them."""
    from datetime import timedelta

    from django.urls import reverse
    from django.utils import timezone

    at = {"headers": {"host": "localhost"}}
    form = reverse("residents:visit-create")
    opened = client.get(form, **at)
    assert opened.status_code == 200, (
        f"{form} answered {opened.status_code} {opened.headers.get('Location', '')}"
    )
    for end in range(1, 4):
        client.post(reverse("residents:household-pick"), {"q": household.householder[:end]}, **at)
    day = timezone.localdate() - timedelta(days=times)
    sent = {
        "household": household.pk,
        "outcome": "met",
        "talks": "2",
        "occurred_on": day.isoformat(),
        "again": "on",
    }
    saved = client.post(form, sent, **at)
    assert saved.status_code == 302, saved.context["form"].errors
    shown = client.get(saved["Location"], **at)
    assert shown.status_code == 200


def seal() -> None:
    from audit import seals
    from policies.acting import HOUSEKEEPING, acting

    with acting(HOUSEKEEPING):
        seals.seal_all()


def newest(table: str) -> int:
    return int(asked(f"SELECT coalesce(max({key_of(table)}), 0) FROM {table}")[0][0])


def key_of(table: str) -> str:
    return "number" if table == "audit_seal" else "id"


def copied(table: str, since: int) -> dict[str, int]:
    """Bytes of a table with its indexes that has ``TIMES`` times what was written since, each under keys of its own."""
    names = [name for (name,) in asked("SELECT column_name FROM information_schema.columns "
                                       "WHERE table_schema = 'public' AND table_name = %s "
                                       "ORDER BY ordinal_position", [table])]  # fmt: skip
    later = {"id", "number", "tx", "from_tx", "to_tx", "pgh_id"}
    values = ", ".join(
        f"{name} + n * 10000000" if name in later else "gen_random_uuid()" if name == "client_key" else name
        for name in names
    )
    tell(f"CREATE TABLE copied (LIKE {table} INCLUDING ALL)")
    for (index,) in asked(GIN):  # the room in which new keys wait is the same for a large table
        tell(f"ALTER INDEX {index} SET (fastupdate = off)")
    for number in range(TIMES):
        tell(f"INSERT INTO copied ({', '.join(names)}) SELECT {values} FROM {table}, (VALUES ({number})) AS v (n) "
             f"WHERE {key_of(table)} > {since} ORDER BY {key_of(table)}")  # fmt: skip
    tell("VACUUM (ANALYZE) copied")  # GIN takes in what waits beside it
    found = {name: int(size) for name, size in asked(SIZES, ["copied", "copied"])}
    tell("DROP TABLE copied")
    return found


def tell(statement: str) -> None:
    from django.db import connections

    with connections["owner"].cursor() as cursor:
        cursor.execute(statement)


def asked(statement: str, values: Any = None) -> list[Any]:
    from django.db import connections

    with connections["owner"].cursor() as cursor:
        cursor.execute(statement, values)
        return list(cursor.fetchall())


if __name__ == "__main__":
    raise SystemExit(main())
