"""Prepared databases: data folders of stopped PostgreSQL servers, of which throw-away servers start a copy.

Migrating an empty database takes half a minute and loading the demonstration county as long again; copying either
takes a fifth of a second. A snapshot is in `var/cache/postgres/<name>/` and is valid as long as nothing changes of
which it was made: the project's files that Python had loaded when it was filled, every migration, every data file and
the locked versions. It is written under another name and renamed when it is complete.

The snapshot of the tables is made upon an earlier one where that holds a part of the same history (``grows_from``):
only the new migrations run, and the grants anew, as on a server that is brought up to date. That takes four seconds
instead of thirty.

`python -m ops.snapshots` makes the one of the tables, if it is missing.
"""

import fcntl
import json
import os
import secrets
import shutil
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from ops import postgres, services, stamps, throwaway
from ops.environment import ROOT
from ops.instance import VAR, Instance
from ops.processes import Process
from ops.services import Services
from ops.signals import Stopped, stop_on_signals
from ops.steps import Step
from ops.trouble import Trouble, report_trouble

CACHE = VAR / "cache" / "postgres"
FACTS = "made-of.json"  # its files and their digest, written last
SETTINGS = "config.settings.dev"
DATA_FILES = (".sql", ".json", ".csv", ".lock")
NO_BROKER = "redis://127.0.0.1:1/0"  # nothing that fills a database sends a message
# The tables come of these; of all other code, only what is made anew each time: grants, policies and triggers.
HISTORY = ("*/migrations/*.py", "*/sql/*.sql", "*.lock", "config/settings/*.py", "policies/guards.py",
           "ops/postgres.py", "ops/snapshots.py", "ops/filling.py")  # fmt: skip
ADDED = ("*/migrations/*.py", "*/sql/*.sql")  # what a later state may have more of
EARLIER_STATES = (
    4  # of the tables that are kept, 60 MB each: of other branches, or before the migration being written
)


@dataclass(frozen=True)
class Snapshot:
    """``base`` is what it is filled from; ``day`` the day to which the demonstration county in it goes."""

    name: str
    base: "Snapshot | None" = None
    day: date | None = None

    @contextmanager
    def current(self) -> Iterator[Path]:
        """The folder of the snapshot, built when it is missing; nobody else changes it while the block runs."""
        CACHE.mkdir(parents=True, exist_ok=True)
        with (CACHE / f"{self.name}.lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield self.find() or self.build()

    def find(self) -> Path | None:
        """None when there is no snapshot, or when something of which it was made has changed."""
        for folder, made in self.stored():
            if made["digest"] == self.digest(made["files"]):
                os.utime(folder)
                return folder
        return None

    def stored(self) -> list[tuple[Path, dict[str, Any]]]:
        """The folders of the snapshot, that of now or of earlier states, with their facts; the last used first."""
        folders = [facts.parent for facts in (CACHE / self.name).glob(f"*/{FACTS}")]
        folders.sort(key=lambda folder: folder.stat().st_mtime, reverse=True)
        return [(folder, json.loads((folder / FACTS).read_text())) for folder in folders]

    def digest(self, files: list[str]) -> str:
        """Of the given files as they are now, and of everything else that decides what the snapshot holds."""
        paths = {ROOT / name for name in files}
        paths |= set(ROOT.glob("*/migrations/*.py"))
        paths |= set(stamps.files_below(ROOT, DATA_FILES))
        present = sorted(path for path in paths if path.exists())
        gone = sorted(f"without {path}" for path in paths if not path.exists())
        return stamps.digest(present, *gone, f"{self.day}", os.environ.get("FIELD_CIPHER", ""))

    def build(self) -> Path:
        """Upon the earlier state that lacks least, else from nothing. A build that is broken off leaves nothing."""
        if not self.base:
            now = history()
            past = [(made.get("history", {}), folder) for folder, made in self.stored()]
            lengths = {folder: len(earlier) for earlier, folder in past if grows_from(earlier, now)}
            if lengths:
                folder = max(lengths, key=lengths.__getitem__)
                os.utime(folder)
                with suppress(Trouble):
                    return self.build_upon(folder)
        return self.build_upon(None)

    def build_upon(self, earlier: Path | None) -> Path:
        """Fill a throw-away server, empty or with the data of an earlier state, stop it, and store its data."""
        before, past = code(), history()
        with throwaway.new_instance() as instance:
            files = self.base.copy_to(instance) if self.base else []
            if earlier:
                copy_data(earlier, instance)
            started: list[Process] = []
            try:
                server = postgres.start(instance, started)
                files += self.fill(instance, server)
            finally:
                services.stop(started)
            # Edited while it was filled: good for this run, made anew for the next.
            digest = self.digest(files) if code() == before else ""
            facts = {"digest": digest, "files": files, "history": past if digest else {}}
            return self.store(instance, server.data, facts)

    def fill(self, instance: Instance, server: postgres.Postgres) -> list[str]:
        """The project's files that were loaded meanwhile."""
        urls = Services(server.app_url, server.owner_url, NO_BROKER)
        loaded = instance.folder / "loaded.json"
        command = [sys.executable, "-m", "ops.filling", str(loaded), *([str(self.day)] if self.day else [])]
        owner = urls.environment(instance, SETTINGS, owner=True)
        Step(self.name, command, owner).finish("A database could not be prepared for the tests:")
        with closing(server.as_superuser(postgres.DATABASE)) as connection, connection.cursor() as cursor:
            connection.autocommit = True
            cursor.execute("VACUUM (FREEZE, ANALYZE)")
        return [*json.loads(loaded.read_text()), "ops/postgres.py", "ops/snapshots.py"]

    def store(self, instance: Instance, data: Path, facts: dict[str, Any]) -> Path:
        """Move the data into the cache. Of earlier states of the code, those of the tables last used stay there."""
        if (data / "postmaster.pid").exists():
            raise Trouble(
                "The server of a prepared database did not stop in good order; run the command again."
            )
        shelf = CACHE / self.name
        draft = shelf / "new"
        kept = [] if self.base else [folder for folder, made in self.stored() if made.get("history")]
        for folder in {*shelf.glob("*")} - {*kept[:EARLIER_STATES]} | {draft}:
            shutil.rmtree(folder, ignore_errors=True)
        draft.mkdir(parents=True)
        postgres.move(data, draft / postgres.HANDED_OVER)
        shutil.copy(instance.folder / "secrets.json", draft)
        (draft / FACTS).write_text(json.dumps(facts, indent=1))
        return draft.rename(shelf / secrets.token_hex(4))

    def copy_to(self, instance: Instance) -> list[str]:
        """Returns the files of which it was made. The data stay with their owner, PostgreSQL's own user."""
        with self.current() as folder:
            copy_data(folder, instance)
            return list(json.loads((folder / FACTS).read_text())["files"])


def copy_data(folder: Path, instance: Instance) -> None:
    source = [str(folder / name) for name in (postgres.HANDED_OVER, "secrets.json")]
    command = ["cp", "-a", *source, str(instance.folder)]
    Step("cp", command).finish("The prepared database could not be copied:")


def history() -> dict[str, str]:
    """Path -> digest of each file of which the tables come."""
    files = sorted({path for pattern in HISTORY for path in ROOT.glob(pattern)})
    return {str(path.relative_to(ROOT)): stamps.digest([path]) for path in files}


def grows_from(earlier: dict[str, str], now: dict[str, str]) -> bool:
    """Whether running what is new in ``now`` upon the tables of ``earlier`` gives the tables of ``now``.

    Every file of the earlier state is there unchanged, and what came since are migrations and the SQL that they run:
    they are last in order, or Django refuses them.
    """
    if not earlier or any(now.get(name) != digest for name, digest in earlier.items()):
        return False
    return all(any(Path(name).match(pattern) for pattern in ADDED) for name in now.keys() - earlier.keys())


def code() -> str:
    return stamps.digest(stamps.files_below(ROOT, (".py", *DATA_FILES)))


SCHEMA = Snapshot("schema")


def demo(day: date | None = None) -> Snapshot:
    """The demonstration county as it stands on ``day``, or today, where the registry is."""
    today = datetime.now(ZoneInfo(postgres.SETTINGS["timezone"])).date()
    return Snapshot(f"demo-{day}" if day else "demo", SCHEMA, day or today)


@contextmanager
def running_copy(snapshot: Snapshot) -> Iterator[tuple[Instance, Services]]:
    """PostgreSQL with a copy of the snapshot, and an empty Valkey, while the block runs."""
    with throwaway.new_instance() as instance:
        snapshot.copy_to(instance)
        with services.running(instance) as stores:
            yield instance, stores


def main() -> int:
    stop_on_signals()
    try:
        with SCHEMA.current():
            return 0
    except Stopped:
        return 130


if __name__ == "__main__":
    with report_trouble():
        sys.exit(main())
