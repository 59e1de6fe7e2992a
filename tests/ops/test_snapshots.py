"""A prepared database is used for as long as nothing changes of which it was made, and never when it is half made."""

import json
from datetime import date
from pathlib import Path

import pytest

from ops import snapshots
from ops.snapshots import FACTS, Snapshot


@pytest.fixture
def built(tmp_path, monkeypatch) -> list[Path]:
    """A project with two files; the snapshots that were built of it, in the place of databases."""
    found: list[Path] = []
    monkeypatch.setattr(snapshots, "ROOT", tmp_path)
    monkeypatch.setattr(snapshots, "CACHE", tmp_path / "var" / "cache")
    (tmp_path / "room" / "migrations").mkdir(parents=True)
    for name in ("room/models.py", "room/views.py", "room/migrations/0001_initial.py"):
        (tmp_path / name).write_text("")

    def build(snapshot: Snapshot) -> Path:
        folder = snapshots.CACHE / snapshot.name / f"{len(found)}"
        folder.mkdir(parents=True)
        files = ["room/models.py"]
        (folder / FACTS).write_text(json.dumps({"digest": snapshot.digest(files), "files": files}))
        found.append(folder)
        return folder

    monkeypatch.setattr(Snapshot, "build", build)
    return found


def current(snapshot: Snapshot) -> Path:
    with snapshot.current() as folder:
        return folder


def test_it_is_built_once(built):
    assert current(Snapshot("schema")) == current(Snapshot("schema")) == built[0]
    assert len(built) == 1


@pytest.mark.parametrize("name", ["room/models.py", "room/migrations/0002_more.py", "room/fill.sql"])
def test_it_is_built_anew_when_something_changes_of_which_it_was_made(built, tmp_path, name):
    current(Snapshot("schema"))
    (tmp_path / name).write_text("changed")
    assert current(Snapshot("schema")) == built[1]


def test_a_file_that_was_not_loaded_does_not_matter(built, tmp_path):
    current(Snapshot("schema"))
    (tmp_path / "room/views.py").write_text("changed")
    assert current(Snapshot("schema")) == built[0]


def test_a_file_that_is_gone_matters(built, tmp_path):
    current(Snapshot("schema"))
    (tmp_path / "room/models.py").unlink()
    assert current(Snapshot("schema")) == built[1]


def test_the_county_of_another_day_is_another_one(built):
    current(Snapshot("demo", day=date(2026, 3, 18)))
    assert current(Snapshot("demo", day=date(2026, 3, 19))) == built[1]


def test_what_was_broken_off_is_not_used(built):
    (snapshots.CACHE / "schema" / "new").mkdir(parents=True)
    assert current(Snapshot("schema")) == built[0]


MIGRATIONS = {
    "room/migrations/0001_initial.py": "a",
    "room/sql/count.sql": "b",
    "config/settings/base.py": "c",
}


@pytest.mark.parametrize(
    ("now", "grows"),
    [
        (MIGRATIONS, True),
        (MIGRATIONS | {"room/migrations/0002_more.py": "d", "room/sql/more.sql": "e"}, True),
        (MIGRATIONS | {"room/sql/count.sql": "changed"}, False),
        (MIGRATIONS | {"room/migrations/0001_initial.py": "changed"}, False),
        (MIGRATIONS | {"config/settings/base.py": "changed"}, False),
        (MIGRATIONS | {"config/settings/more.py": "d"}, False),
        ({"room/sql/count.sql": "b", "config/settings/base.py": "c"}, False),
    ],
)
def test_tables_are_made_upon_earlier_ones_when_only_migrations_came_since(now, grows):
    assert snapshots.grows_from(MIGRATIONS, now) is grows


def test_nothing_is_made_upon_a_state_whose_history_is_unknown():
    assert not snapshots.grows_from({}, MIGRATIONS)


def test_the_earlier_state_that_lacks_least_is_taken(tmp_path, monkeypatch):
    monkeypatch.setattr(snapshots, "ROOT", tmp_path)
    monkeypatch.setattr(snapshots, "CACHE", tmp_path / "var")
    upon: list[Path | None] = []
    monkeypatch.setattr(Snapshot, "build_upon", lambda self, earlier: upon.append(earlier) or tmp_path)
    (tmp_path / "room" / "migrations").mkdir(parents=True)
    for number in range(3):
        (tmp_path / f"room/migrations/000{number}.py").write_text("")
        folder = snapshots.CACHE / "schema" / f"{number}"
        folder.mkdir(parents=True)
        (folder / FACTS).write_text(json.dumps({"digest": "", "files": [], "history": snapshots.history()}))
    Snapshot("schema").build()
    (tmp_path / "room/migrations/0002.py").write_text("rewritten")
    Snapshot("schema").build()
    (tmp_path / "room/migrations/0000.py").unlink()
    Snapshot("schema").build()
    shelf = snapshots.CACHE / "schema"
    assert upon == [shelf / "2", shelf / "1", None]
