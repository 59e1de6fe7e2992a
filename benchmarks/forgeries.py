"""Falsifications by the owner of the tables, with all triggers off, and how many of them ``verify_trail`` finds.

``python3 -m ops exec --test -- python -m benchmarks.forgeries [--number 10000] [--seed 1]``: in a database of its own.
A small county is written and changed as its people do, and sealed, and its anchor noted. Then the owner drops foreign
keys and checks and switches all triggers off, and each falsification is made in a transaction that is taken back:
values of rows, rows put in and taken away, changes, states, entries and seals, whole tables replaced. A forger makes
hashes and states that fit, too, where that takes no key. Exit code 1 when one was not found, or when something is found
where nothing was falsified. Published counts: ``tests/indicators`` falsifies each field of a publication.
"""

import argparse
import os
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from functools import cache
from random import Random
from typing import Any

from benchmarks import database

Forge = Callable[[Any, Random], str]  # what was done; empty where there was nothing to do it to


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.forgeries", description=__doc__)
    parser.add_argument("--number", type=int, default=10_000)
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.test")
    with database.own_database():
        os.environ["DATABASE_URL"] = os.environ["DATABASE_OWNER_URL"]
        import django

        django.setup()
        return report(given.number, given.seed)


def report(number: int, seed: int) -> int:
    from django.db import connections

    start = time.monotonic()
    try:
        anchor = county()
        tried, missed, alarms = run(number, seed, anchor)
    finally:
        connections.close_all()
    for name, times in sorted(tried.items()):
        print(f"{name:34} {times:6}")
    total = sum(tried.values())
    print(
        f"found {total - len(missed)} of {total} in {time.monotonic() - start:.0f} s, {alarms} false alarms"
    )
    print("\n".join(missed[:20]))
    return 1 if missed or alarms else 0


def county(rows: int = 12) -> str:
    """Rows of people at work, changed and deleted, with entries, sealed in blocks; returns the anchor."""
    from django.db import transaction

    from access.roles import Role
    from audit import seals, trail
    from residents.models import Household, Visit
    from tests import build

    with transaction.atomic():
        village = build.make_village(build.make_post(build.make_station(build.make_county())))
        post = village.memberships.get().post
        officer = build.make_user("officer", Role.OFFICER, post, is_responsible=True)
    seals.seal_all()
    for number in range(rows):
        with transaction.atomic():
            household = build.make_household(village, number=f"{number + 1}号", phone=f"1390000{number:04d}")
            build.make_resident(household, name="曾小明")
            visit = build.make_visit(village, by=officer, household=household, note=f"第{number}次")
            trail.record("record", visit, by=officer)
        with transaction.atomic():
            Visit.objects.filter(pk=visit.pk).update(note="改过的话")
            Household.objects.filter(pk=household.pk).update(note=f"注{number}")
            trail.record("amend", visit, by=officer, reason="补记")
        if number % 4 == 0:
            with transaction.atomic():
                leave = build.make_leave(officer)
                leave.delete()
                trail.record("withdraw", None, by=officer)
        if number % 3 == 0:
            seals.seal_all()
    seals.seal_all()
    disarm()
    return seals.anchor()


def disarm() -> None:
    """What only the owner of the tables can do, and not by accident."""
    for table, constraint in _asked(
        "SELECT conrelid::regclass::text, conname FROM pg_constraint c JOIN pg_class r ON r.oid = c.conrelid "
        "WHERE c.contype IN ('f', 'c') AND r.relnamespace = 'public'::regnamespace ORDER BY c.contype DESC"
    ):
        _tell(f'ALTER TABLE {table} DROP CONSTRAINT IF EXISTS "{constraint}" CASCADE')
    for (table,) in _asked("SELECT quote_ident(tablename) FROM pg_tables WHERE schemaname = 'public'"):
        _tell(f"ALTER TABLE {table} DISABLE TRIGGER USER")


def _tell(statement: str) -> None:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(statement)


def run(number: int, seed: int, anchor: str) -> tuple[Counter[str], list[str], int]:
    """How often each falsification was tried, those that were not found, and how often something was found in peace."""
    random, tried, missed, alarms = Random(seed), Counter[str](), [], 0
    attempt = 0
    while sum(tried.values()) < number:
        forge = FORGERIES[attempt % len(FORGERIES)]
        if attempt % 100 == 0:
            alarms += bool(found(anchor))
        done, is_found = attempted(forge, random, anchor)
        attempt += 1
        if done:
            tried[forge.__name__] += 1
            if not is_found:
                missed.append(f"{forge.__name__}: {done} (attempt {attempt}, seed {seed})")
    return tried, missed, alarms


def attempted(forge: Forge, random: Random, anchor: str) -> tuple[str, bool]:
    """What was done, and whether it was found; it is taken back."""
    from django.db import connection, transaction

    with transaction.atomic():
        with connection.cursor() as cursor:
            done = forge(cursor, random)
        is_found = found(anchor) if done else True
        transaction.set_rollback(True)
    return done, is_found


def found(anchor: str) -> bool:
    """Does verify_trail find anything? It stops at the first finding."""
    from itertools import chain

    from audit import blocks, seals, states

    # The rows first: what is falsified there is found soonest.
    return (
        next(chain(states.findings(), blocks.verify(seals.export(), seals.key(), anchor)), None) is not None
    )


def tables() -> list[Any]:
    from audit import states

    return [model for model in states.tracked_models() if _count(model._meta.db_table)]


def _count(table: str) -> int:
    return int(_asked(f'SELECT count(*) FROM "{table}"')[0][0])


def _asked(statement: str, values: Any = None) -> list[Any]:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return list(cursor.fetchall())


def _key(table: str, random: Random, column: str = "id") -> Any:
    return random.choice([key for (key,) in _asked(f'SELECT "{column}" FROM "{table}" ORDER BY 1')])


KINDS = {"character varying", "text", "integer", "smallint", "bigint", "boolean", "date", "timestamp with time zone",
         "bytea"}  # fmt: skip
OTHER = {
    "character varying": "left('改' || {0}, 1) || substr({0}, 2)", "text": "'改' || {0}", "boolean": "NOT {0}",
    "date": "{0} + 1", "timestamp with time zone": "{0} + interval '1 hour'", "bytea": "{0} || '\\x00'::bytea",
}  # fmt: skip


def columns(table: str, names: set[str] | None = None) -> list[tuple[str, str]]:
    every = _asked(
        "SELECT column_name, data_type FROM information_schema.columns WHERE table_name = %s ORDER BY 1",
        [table],
    )
    return [(name, kind) for name, kind in every if kind in KINDS and (names is None or name in names)]


def change(cursor: Any, random: Random, table: str, key: str, names: set[str] | None = None) -> str:
    """Another value in one column of one row."""
    column, kind = random.choice(columns(table, names))
    row = _key(table, random, key)
    other = OTHER.get(kind, "{0} + 1").format(f'"{column}"')
    statement = (
        f'UPDATE "{table}" SET "{column}" = {other} WHERE "{key}" = %s AND "{column}" IS DISTINCT FROM {other} '
        f'AND "{column}" IS NOT NULL'
    )
    return f"{table}.{column} of {row}" if _was_done(cursor, statement, [row]) else ""


def _was_done(cursor: Any, statement: str, values: list[Any]) -> bool:
    """False where an index refuses it: such a value is there already, or too long."""
    from django.db import DatabaseError, transaction

    try:
        with transaction.atomic():
            cursor.execute(statement, values)
    except DatabaseError:
        return False
    return bool(cursor.rowcount)


def a_value_of_a_row(cursor: Any, random: Random) -> str:
    from audit import states

    model = random.choice(tables())
    kept, sealed = states.covered(model)
    return change(cursor, random, model._meta.db_table, model._meta.pk.column, {*kept, *sealed} - {"id"})


def many_rows_at_once(cursor: Any, random: Random) -> str:
    cursor.execute("UPDATE residents_visit SET talks = talks + 1")
    return "every visit"


def a_row_taken_away(cursor: Any, random: Random) -> str:
    model = random.choice(tables())
    table, key = model._meta.db_table, model._meta.pk.column
    row = _key(table, random, key)
    cursor.execute(f'DELETE FROM "{table}" WHERE "{key}" = %s', [row])
    return f"{table} {row}"


def a_row_put_in(cursor: Any, random: Random) -> str:
    """A copy under another key."""
    model = random.choice(tables())
    table, key = model._meta.db_table, model._meta.pk.column
    names = [
        str(one.column) for one in model._meta.concrete_fields if not one.primary_key and not one.generated
    ]
    given = ", ".join(f'"{name}"' for name in names)
    row = _key(table, random, key)
    taken = ", ".join(_another(model, name) for name in names)
    copied = f'SELECT "{key}" + 1000000, {taken} FROM "{table}" WHERE "{key}" = %s'
    statement = f'INSERT INTO "{table}" ("{key}", {given}) {copied}'
    return f"{table} {row}" if _was_done(cursor, statement, [row]) else ""


def _another(model: Any, column: str) -> str:
    """SQL of a value for a copy of the row: another one where it has to be unique."""
    field = next(one for one in model._meta.concrete_fields if one.column == column)
    kind = field.get_internal_type()
    if kind == "UUIDField":
        return "gen_random_uuid()"
    if kind == "CharField" and field.unique:
        return f"left('x' || (random() * 1e9)::int::text, {field.max_length})"
    return f'"{column}"'


def a_row_with_a_state_that_fits(cursor: Any, random: Random) -> str:
    """The newest state is made anew in its place: its hash fits, its seal does not."""
    from audit import states
    from residents.models import Visit

    row = _key("residents_visit", random)
    cursor.execute("UPDATE residents_visit SET talks = talks + 1 WHERE id = %s", [row])
    cursor.execute("SET LOCAL TimeZone = 'UTC'; SET LOCAL bytea_output = 'hex'")
    fitting = states.hash_of(states.covered(Visit)[0], "v")
    cursor.execute(
        f"UPDATE audit_rowstate SET hash = (SELECT {fitting} FROM residents_visit v WHERE v.id = %s) WHERE id = ("
        "SELECT max(id) FROM audit_rowstate WHERE of_table = 'residents_visit' AND row_id = %s)", [row, row],
    )  # fmt: skip
    return f"residents_visit {row}"


def a_row_with_a_new_state_and_no_history(cursor: Any, random: Random) -> str:
    """A further state, of now, whose hash fits; what the row said before is nowhere."""
    from audit import states
    from residents.models import Visit

    row = _key("residents_visit", random)
    cursor.execute("UPDATE residents_visit SET talks = talks + 1 WHERE id = %s", [row])
    cursor.execute("SET LOCAL TimeZone = 'UTC'; SET LOCAL bytea_output = 'hex'")
    fitting = states.hash_of(states.covered(Visit)[0], "v")
    kind = random.choice("iusk")
    cursor.execute(
        "INSERT INTO audit_rowstate (of_table, row_id, kind, hash) "
        f"SELECT 'residents_visit', v.id, %s, {fitting} FROM residents_visit v WHERE v.id = %s", [kind, row],
    )  # fmt: skip
    return f"residents_visit {row} {kind}"


@cache
def history_tables() -> list[str]:
    return [
        model.pgh_event_model._meta.db_table
        for model in tables()
        if _count(model.pgh_event_model._meta.db_table)
    ]


def a_value_of_the_history(cursor: Any, random: Random) -> str:
    return change(cursor, random, random.choice(history_tables()), "pgh_id")


def a_change_taken_away(cursor: Any, random: Random) -> str:
    table = random.choice(history_tables())
    row = _key(table, random, "pgh_id")
    cursor.execute(f'DELETE FROM "{table}" WHERE pgh_id = %s', [row])
    return f"{table} {row}"


def a_value_of_a_state(cursor: Any, random: Random) -> str:
    return change(cursor, random, "audit_rowstate", "id")


def a_state_taken_away(cursor: Any, random: Random) -> str:
    row = _key("audit_rowstate", random)
    cursor.execute("DELETE FROM audit_rowstate WHERE id = %s", [row])
    return str(row)


def a_value_of_an_entry(cursor: Any, random: Random) -> str:
    return change(cursor, random, "audit_entry", "id")


def an_entry_taken_away(cursor: Any, random: Random) -> str:
    row = _key("audit_entry", random)
    cursor.execute("DELETE FROM audit_entry WHERE id = %s", [row])
    return str(row)


def an_entry_put_in(cursor: Any, random: Random) -> str:
    """Into a time that is sealed."""
    row = _key("audit_entry", random)
    names = [name for (name,) in _asked("SELECT attname FROM pg_attribute WHERE attrelid = 'audit_entry'::regclass "
                                        "AND attnum > 0 AND NOT attisdropped AND attname <> 'id'")]  # fmt: skip
    given = ", ".join(names)
    cursor.execute(f"INSERT INTO audit_entry ({given}) SELECT {given} FROM audit_entry WHERE id = %s", [row])
    return str(row)


def a_value_of_a_seal(cursor: Any, random: Random) -> str:
    return change(
        cursor, random, "audit_seal", "number", {"from_tx", "to_tx", "count", "root", "previous", "mac"}
    )


def a_seal_taken_away(cursor: Any, random: Random) -> str:
    row = _key("audit_seal", random, "number")
    cursor.execute("DELETE FROM audit_seal WHERE number = %s", [row])
    return str(row)


def the_end_cut_off(cursor: Any, random: Random) -> str:
    """The last blocks with all that they hold: only the anchor tells."""
    row = _key("audit_seal", random, "number")
    cursor.execute("SELECT from_tx FROM audit_seal WHERE number = %s", [row])
    (start,) = cursor.fetchone()
    for table in ["audit_entry", "audit_rowstate", *history_tables()]:
        cursor.execute(f'DELETE FROM "{table}" WHERE tx >= %s', [start])
    cursor.execute("DELETE FROM audit_seal WHERE number >= %s", [row])
    return str(row)


def a_seal_under_another_key(cursor: Any, random: Random) -> str:
    """Entries changed, and their seal made anew with a key that the forger has."""
    from audit import blocks, seals
    from audit.models import Seal

    seal = random.choice(list(Seal.objects.all()))
    fields = seals._exported(seal)
    cursor.execute(
        "UPDATE audit_seal SET mac = %s WHERE number = %s", [blocks.mac(fields, b"another"), seal.number]
    )
    return str(seal.number)


def a_table_replaced(cursor: Any, random: Random) -> str:
    """Another table takes its place, which has fewer rows."""
    table = random.choice(["audit_entry", "audit_seal", "audit_rowstate", *history_tables()])
    limit = max(0, _count(table) - random.randint(1, 3))
    cursor.execute(f'CREATE TABLE other AS SELECT * FROM "{table}" LIMIT {limit}')
    cursor.execute(f'DELETE FROM "{table}"; INSERT INTO "{table}" SELECT * FROM other')
    return table


def the_whole_trail_replaced(cursor: Any, random: Random) -> str:
    """Every trace goes with the seals; what stands is said to have been so for ever."""
    for table in ["audit_entry", "audit_seal", "audit_rowstate", *history_tables()]:
        cursor.execute(f'DELETE FROM "{table}"')
    return "all"


FORGERIES: tuple[Forge, ...] = (
    a_value_of_a_row, a_row_taken_away, a_row_put_in, a_row_with_a_state_that_fits, a_value_of_a_row,
    a_row_with_a_new_state_and_no_history, a_value_of_the_history, a_change_taken_away, many_rows_at_once,
    a_value_of_a_state, a_state_taken_away, a_value_of_an_entry, an_entry_taken_away, an_entry_put_in,
    a_value_of_a_seal, a_seal_taken_away, the_end_cut_off, a_seal_under_another_key, a_table_replaced,
    the_whole_trail_replaced,
)  # fmt: skip


def each(random: Random, anchor: str) -> Iterator[tuple[str, str, bool]]:
    """Every kind once: name, what was done, found?"""
    for forge in FORGERIES:
        yield forge.__name__, *attempted(forge, random, anchor)


if __name__ == "__main__":
    sys.exit(main())
