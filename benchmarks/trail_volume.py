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

TABLES = ("residents_visit", "audit_entry", "audit_seal")
SIZES = """
    SELECT c.relname, pg_total_relation_size(c.oid), 0 FROM pg_class c WHERE c.relname = ANY (%s)
    UNION ALL SELECT i.relname, pg_relation_size(i.oid), 1 FROM pg_index x JOIN pg_class i ON i.oid = x.indexrelid
    WHERE x.indrelid = 'audit_entry'::regclass
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
    before = sizes()
    known = list(
        Household.objects.using("owner").filter(post=post_of(officer), closed_on=None).order_by("pk")
    )
    entries = Entry.objects.using("owner").count()
    for number in range(visits):
        log_visit(client, known[number % len(known)], number // len(known))
        if (number + 1) % block == 0:
            seal()
    seal()
    made = Entry.objects.using("owner").count() - entries
    print(f"{visits} visits, {made / visits:.1f} entries a visit, a block of {block} visits; bytes a visit:")
    after = sizes()
    for name in sorted(after, key=lambda name: (name not in TABLES, -after[name] + before[name])):
        print(f"{'  ' * (name not in TABLES)}{name:32} {(after[name] - before[name]) / visits:8.0f}")
    spent = sum(after[name] - before[name] for name in ("audit_entry", "audit_seal")) / visits
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
    client.get(form, **at)
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


def sizes() -> dict[str, int]:
    from django.db import connections

    with connections["owner"].cursor() as cursor:
        cursor.execute(
            "SELECT gin_clean_pending_list(indexrelid) FROM pg_index JOIN pg_class c ON c.oid = indexrelid "
            "JOIN pg_am a ON a.oid = c.relam WHERE indrelid = 'audit_entry'::regclass AND a.amname = 'gin'"
        )
        cursor.execute(SIZES, [list(TABLES)])
        return {name: size for name, size, _is_index in cursor.fetchall()}


if __name__ == "__main__":
    raise SystemExit(main())
