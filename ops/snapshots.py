"""Prepared databases: data folders of stopped PostgreSQL servers, of which throw-away servers start a copy.

Migrating an empty database takes half a minute and loading the demonstration county as long again; copying either
takes a fifth of a second. A snapshot is in `var/cache/postgres/<name>/` and is valid as long as nothing changes of
which it was made: the project's files that Python had loaded when it was filled, every migration, every data file and
the locked versions. It is written under another name and renamed when it is complete.

`python -m ops.snapshots` makes the one of the tables, if it is missing.
"""

import fcntl
import json
import os
import secrets
import shutil
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
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
        for facts in (CACHE / self.name).glob(f"*/{FACTS}"):
            made = json.loads(facts.read_text())
            if made["digest"] == self.digest(made["files"]):
                return facts.parent
        return None

    def digest(self, files: list[str]) -> str:
        """Of the given files as they are now, and of everything else that decides what the snapshot holds."""
        paths = {ROOT / name for name in files}
        paths |= set(ROOT.glob("*/migrations/*.py"))
        paths |= set(stamps.files_below(ROOT, DATA_FILES))
        present = sorted(path for path in paths if path.exists())
        gone = sorted(f"without {path}" for path in paths if not path.exists())
        return stamps.digest(present, *gone, f"{self.day}", os.environ.get("FIELD_CIPHER", ""))

    def build(self) -> Path:
        """Fill a throw-away server, stop it, and store its data. A build that is broken off leaves nothing."""
        before = code()
        with throwaway.new_instance() as instance:
            files = self.base.copy_to(instance) if self.base else []
            started: list[Process] = []
            try:
                server = postgres.start(instance, started)
                files += self.fill(instance, server)
            finally:
                services.stop(started)
            # Edited while it was filled: good for this run, made anew for the next.
            digest = self.digest(files) if code() == before else ""
            return self.store(instance, server.data, {"digest": digest, "files": files})

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
        """Move the data into the cache, in place of those of an earlier state of the code."""
        if (data / "postmaster.pid").exists():
            raise Trouble(
                "The server of a prepared database did not stop in good order; run the command again."
            )
        shelf = CACHE / self.name
        shutil.rmtree(shelf, ignore_errors=True)
        draft = shelf / "new"
        draft.mkdir(parents=True)
        postgres.move(data, draft / postgres.HANDED_OVER)
        shutil.copy(instance.folder / "secrets.json", draft)
        (draft / FACTS).write_text(json.dumps(facts, indent=1))
        return draft.rename(shelf / secrets.token_hex(4))

    def copy_to(self, instance: Instance) -> list[str]:
        """Returns the files of which it was made. The data stay with their owner, PostgreSQL's own user."""
        with self.current() as folder:
            source = [str(folder / name) for name in (postgres.HANDED_OVER, "secrets.json")]
            command = ["cp", "-a", *source, str(instance.folder)]
            Step("cp", command).finish("The prepared database could not be copied:")
            return list(json.loads((folder / FACTS).read_text())["files"])


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
