"""A database of another version of the code is told apart before anything is done to it."""

import json
from pathlib import Path

import pytest
from django.db import connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder

from ops import applied, preparation
from ops.tables import strange_migrations

pytestmark = pytest.mark.django_db
OURS, LIBRARY = "posts", "auth"


@pytest.fixture
def recorded():
    """The migrations that the database says it has."""
    return MigrationRecorder(connection)


def test_a_database_of_this_code_is_none():
    assert strange_migrations() == []


def test_a_database_with_fewer_migrations_is_none_and_gets_the_rest(recorded):
    nodes = MigrationLoader(connection).graph.node_map
    recorded.record_unapplied(*next(key for key in sorted(nodes) if not nodes[key].children))
    assert strange_migrations() == []


def test_a_migration_that_is_not_in_the_code_is_named(recorded):
    recorded.record_applied(OURS, "0099_gone")
    assert strange_migrations() == [f"{OURS}.0099_gone"]


def test_a_migration_of_an_app_that_is_gone_is_named(recorded):
    recorded.record_applied("former_room", "0001_initial")
    assert strange_migrations() == ["former_room.0001_initial"]


def test_a_library_may_squash_its_own(recorded):
    recorded.record_applied(LIBRARY, "0099_squashed_by_the_library")
    assert strange_migrations() == []


def test_a_migration_without_what_it_needs_is_told(recorded):
    recorded.record_unapplied(OURS, min(name for app, name in recorded.applied_migrations() if app == OURS))
    [sentence] = strange_migrations()
    assert OURS in sentence


def test_a_migration_that_was_squashed_under_its_old_name_is_named():
    applied.note_applied()
    assert strange_migrations() == []
    noted = applied.notes()
    assert f"{OURS}.0001_initial" in noted and not any(name.startswith(LIBRARY) for name in noted)
    noted[f"{OURS}.0001_initial"] = "another text"
    with connection.cursor() as cursor:
        cursor.execute(f"COMMENT ON TABLE {applied.TABLE} IS %s", [json.dumps(noted)])
    assert strange_migrations() == [f"{OURS}.0001_initial"]


def test_the_sql_of_a_migration_is_part_of_its_text(monkeypatch):
    migration = MigrationLoader(connection).disk_migrations[("residents", "0002_functions")]
    before = applied.digest(migration)
    monkeypatch.setattr(migration.operations[0], "sql", "SELECT 1")
    assert applied.digest(migration) != before


def test_one_sentence_says_how_to_set_it_aside():
    sentence = preparation.other_tables(Path("/x/data"), ["posts.0099_gone", "posts.0100_gone_too"])
    assert "posts.0099_gone and 1 more" in sentence and sentence.count(". ") == 0
    assert "`mv /x/data /x/data.before-" in sentence


def test_a_server_of_ones_own_is_not_moved():
    sentence = preparation.other_tables(None, ["posts.0099_gone"])
    assert "DATABASE_URL" in sentence and "mv" not in sentence
