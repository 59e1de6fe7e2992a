"""Each layer alone keeps foreign rows out of every table with access keys; and without one of its parts it does not.

One mutant a table and level: its policy lets every row pass; one a table: its ``visible_to`` gives every row. A mutant
that nothing notices would be a table whose rows no test ever made at another place.
"""

from collections.abc import Iterator

import pytest
import time_machine
from django.apps import apps
from django.db import ProgrammingError, connection, transaction

from access import scope
from access.roles import Role
from policies.acting import acting
from posts.models import Placed
from tests import build, databases, matrix, objects

MODELS = [model for model in apps.get_models() if issubclass(model, Placed)]
KEYS = {Role.OFFICER: "post_id", Role.CHIEF: "station_id", Role.COUNTY: "county_id"}
LEVELS = {Role.OFFICER: "post", Role.CHIEF: "station", Role.COUNTY: "county"}


FILLED = {
    "boolean": "false", "date": "'2026-03-20'", "timestamp with time zone": "'2026-03-20 01:00Z'", "jsonb": "'{}'",
    "time without time zone": "'09:00'", "uuid": "gen_random_uuid()", "bytea": "'x'", "interval": "'1 hour'",
    "ARRAY": "'{}'", "inet": "'10.0.0.1'",
}  # fmt: skip


def plant(model, keys, number: int) -> None:
    """A row of the table at a place, whatever else it says: checks and triggers are off until the transaction ends."""
    table = model._meta.db_table
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute(f'ALTER TABLE "{table}" DISABLE TRIGGER USER')
        cursor.execute(
            "SELECT conname FROM pg_constraint WHERE conrelid = %s::regclass AND contype IN ('c', 'f', 'x')",
            [table],
        )
        for (name,) in cursor.fetchall():
            cursor.execute(f'ALTER TABLE "{table}" DROP CONSTRAINT "{name}"')
        cursor.execute(
            "SELECT column_name, data_type FROM information_schema.columns WHERE table_name = %s "
            "AND is_nullable = 'NO' AND column_default IS NULL AND is_identity = 'NO' AND is_generated = 'NEVER'",
            [table],
        )
        needed = dict(cursor.fetchall()) | {
            f.column: "" for f in model._meta.fields if f.column in KEYS.values()
        }
        given = {f"{name}_id": str(row.pk) for name, row in keys.items()}
        values = [given.get(name) or FILLED.get(kind, f"'{number}'") for name, kind in needed.items()]
        columns = ", ".join(f'"{name}"' for name in needed)
        cursor.execute(f'INSERT INTO "{table}" ({columns}) VALUES ({", ".join(values)})')


@pytest.fixture(scope="module")
def made(django_db_setup, django_db_blocker):
    with databases.rows_for_a_module(django_db_blocker), time_machine.travel(objects.MORNING):
        made = matrix.make_objects()
        connection.check_constraints()
        for model in MODELS:
            if any(not elsewhere(made, role, model) for role in KEYS):
                for number, place in enumerate(("sibling", "station", "county"), 1):
                    plant(model, build.keys(made.rows[place]["household"].village), number)
        yield made


@pytest.fixture(autouse=True)
def morning(made, db, time_machine):
    time_machine.move_to(objects.MORNING, tick=False)


def own_key(made, role) -> int:
    post = made.rows["own"]["post"]
    return {Role.OFFICER: post.pk, Role.CHIEF: post.station_id, Role.COUNTY: post.station.county_id}[role]


def foreign(made, role, rows) -> int | None:
    """How many of the rows lie elsewhere; None where the level may not read the table at all."""
    try:
        with transaction.atomic():
            found = list(rows.order_by().values_list(KEYS[role], flat=True))
    except ProgrammingError as refused:
        assert "permission denied" in str(refused)
        return None
    return sum(key is not None and key != own_key(made, role) for key in found)


def past_the_policies(made, role, model) -> int | None:
    with acting(scope.acting_as(made.people[role])):
        return foreign(made, role, model._base_manager.all())


def past_visible_to(made, role, model) -> int | None:
    return foreign(made, role, model._default_manager.visible_to(made.people[role]))


def elsewhere(made, role, model) -> int:
    """How many rows there are for a leak to show, as the owner counts them."""
    return foreign(made, role, model._base_manager.all()) or 0


@pytest.mark.parametrize("role", KEYS, ids=str)
def test_rows_of_every_table_lie_elsewhere(role, made):
    bare = {model.__name__ for model in MODELS if not elsewhere(made, role, model)}
    assert bare == set()


@pytest.mark.asvs("8.4.1", "8.2.2")
@pytest.mark.parametrize("role", KEYS, ids=str)
def test_policies_alone_show_no_row_of_elsewhere(role, made):
    assert {model.__name__ for model in MODELS if past_the_policies(made, role, model)} == set()


@pytest.mark.asvs("8.2.2")
@pytest.mark.parametrize("role", KEYS, ids=str)
def test_visible_to_alone_shows_no_row_of_elsewhere(role, made):
    matrix.without_policies()
    scoped = [model for model in MODELS if hasattr(model._default_manager.all(), "visible_to")]
    assert len(scoped) > 40
    assert {model.__name__ for model in scoped if past_visible_to(made, role, model)} == set()


def policies(model, level: str) -> Iterator[str]:
    """Those by which a level reads the table."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT policyname FROM pg_policies WHERE tablename = %s AND cmd IN ('ALL', 'SELECT') "
            "AND EXISTS (SELECT FROM unnest(roles) AS one WHERE one::text LIKE %s)",
            [model._meta.db_table, f"%\\_{level}"],
        )
        yield from [name for (name,) in cursor.fetchall()]


@pytest.mark.parametrize("role", KEYS, ids=str)
def test_a_policy_that_lets_every_row_pass_is_noticed(role, made, record_property):
    tried, survived = 0, set()
    for model in MODELS:
        if past_the_policies(made, role, model) is None:
            continue
        for name in policies(model, LEVELS[role]):
            with transaction.atomic(), connection.cursor() as cursor:
                cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
                cursor.execute(f'ALTER POLICY "{name}" ON "{model._meta.db_table}" USING (true)')
                tried += 1
                survived |= set() if past_the_policies(made, role, model) else {f"{name} on {model.__name__}"}
                transaction.set_rollback(True)
    record_property(
        "summary", f"policies of {role} that let every row pass: {tried - len(survived)} of {tried} noticed"
    )
    assert tried > 25 and survived == set()


@pytest.mark.parametrize("role", KEYS, ids=str)
def test_a_visible_to_that_gives_every_row_is_noticed(role, made, monkeypatch, record_property):
    matrix.without_policies()
    tried, survived = 0, set()
    for model in MODELS:
        kind = type(model._default_manager.all())
        if not hasattr(kind, "visible_to"):
            continue
        with monkeypatch.context() as patched:
            patched.setattr(kind, "visible_to", lambda rows, _user: rows.all())
            tried += 1
            survived |= set() if past_visible_to(made, role, model) else {model.__name__}
    record_property(
        "summary", f"visible_to for {role} that gives every row: {tried - len(survived)} of {tried} noticed"
    )
    assert tried > 40 and survived == set()
