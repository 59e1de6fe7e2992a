"""`make drill`: lose a database on purpose, bring it back, and say how long that took and what was lost.

On copies of the demonstration county in folders of their own; a running registry is not touched:

1. A dump goes onto a machine that has nothing: every row is there, the trail goes on, an officer signs in.
2. Somebody deletes visits, past all triggers: the county is back as it stood in the second before.
3. The disk with the database is lost while people write: the archive has everything up to some seconds before.

``--visits 1000000`` fills the county up with so many visits first. Ends with 1 when a limit is missed.
"""

import argparse
import os
import shutil
import signal
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from psycopg2 import sql

from ops import assets, backup, restore, services, snapshots, translations
from ops.backups import archive, checks, facts, keys
from ops.backups.checks import Watch
from ops.instance import VAR, Instance
from ops.restore import Wanted
from ops.services import Services
from ops.signals import Stopped, stop_on_signals
from ops.trouble import Trouble, report_trouble

LONGEST_RESTORE = 120  # seconds for a dump of a million visits, and for a point in time
LONGEST_LOSS = 60  # seconds of work that a lost disk may take along
ACCOUNT = "officer01"
WRITTEN = "CREATE SCHEMA IF NOT EXISTS drill; CREATE TABLE IF NOT EXISTS drill.written (at timestamptz)"
DELETE = "SET session_replication_role = replica; DELETE FROM residents_visit"
COUNT = "SELECT count(*) FROM residents_visit"
COLUMNS = """
    SELECT json_agg(json_build_array(attname, atttypid::regtype::text) ORDER BY attnum) FROM pg_attribute
    WHERE attrelid = 'residents_visit'::regclass AND attnum > 0 AND NOT attisdropped AND attname <> 'id'
"""
UNIQUE = """
    SELECT json_agg(a.attname) FROM pg_index i
    JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = ANY (i.indkey)
    WHERE i.indrelid = 'residents_visit'::regclass AND i.indisunique AND i.indnatts = 1 AND NOT i.indisprimary
"""
MORE_VISITS = sql.SQL(
    "SET session_replication_role = replica; INSERT INTO residents_visit ({columns}) "
    "SELECT {values} FROM residents_visit v CROSS JOIN generate_series(1, {times}) LIMIT {count}"
)


@dataclass
class Result:
    name: str
    seconds: float
    limit: float

    @property
    def line(self) -> str:
        verdict = "ok" if self.seconds <= self.limit else "MISSED"
        return f"{self.name:<50} {self.seconds:7.1f} s  limit {self.limit:g} s  {verdict}"


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="make drill ARGS=", add_help=False)
    parser.add_argument("--visits", type=int, default=0)
    options = parser.parse_args(arguments)
    stop_on_signals()
    for name in ("DATABASE_URL", "DATABASE_OWNER_URL", "REDIS_URL", archive.FOLDER):
        os.environ.pop(name, None)
    assets.build_changed()
    translations.compile_changed()
    (VAR / "test").mkdir(parents=True, exist_ok=True)
    folder = Path(tempfile.mkdtemp(prefix="drill-", dir=VAR / "test"))
    folder.chmod(0o755)
    try:
        results = drills(folder, options.visits)
    except Stopped:
        return 130
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    print("\n" + "\n".join(one.line for one in results))
    return 0 if all(one.seconds <= one.limit for one in results) else 1


def drills(folder: Path, visits: int) -> list[Result]:
    lost = Instance(folder / "lost")
    lost.make_home()
    snapshots.demo().copy_to(lost)
    key = folder / "key.txt"
    keys.new_identity(key)
    to = [one.to_public() for one in keys.identities(key)]
    with services.running(lost) as stores:
        if visits:
            add_visits(stores, lost, visits)
        checks.run([sys.executable, "manage.py", "seal_trail"], environment(stores, lost), "Sealing:")
        dump = backup.write(lost, stores, folder / "backups", to)
    sign_in = (ACCOUNT, lost.secrets()["demo"])
    results = [
        bring_back(folder, "new", lost, Wanted(dump, key, sign_in=sign_in), "a dump, onto an empty machine")
    ]
    with archived(lost, folder / "wal") as (stores, until, died):
        base = backup.write(lost, stores, folder / "backups", to, is_base=True)
        before = count(stores.owner_url)
        write_for(stores, 3)
        until.append(datetime.now().astimezone().isoformat())
        time.sleep(1)
        run(archive.superuser_url(lost, stores.owner_url), DELETE)
        write_for(stores, 5)
        died.append(time.time())
    shutil.rmtree(lost.folder / "postgres", ignore_errors=True)
    wanted = Wanted(base, key, until[0], folder / "wal", sign_in)
    results.append(
        bring_back(folder, "second", lost, wanted, "a base backup and its log, to a chosen second")
    )
    with services.running(Instance(folder / "second")) as stores:
        if (found := count(stores.owner_url)) != before:
            raise Trouble(f"{before} visits stood there before they were deleted, and {found} came back.")
    results.append(
        bring_back(
            folder, "end", lost, Wanted(base, key, "", folder / "wal"), "the same, to the end of the log"
        )
    )
    with services.running(Instance(folder / "end")) as stores:
        newest = value(stores.owner_url, "SELECT extract(epoch FROM max(at)) FROM drill.written")
    results.append(
        Result("lost with the disk: seconds of work", max(0.0, died[0] - float(newest)), LONGEST_LOSS)
    )
    return results


def bring_back(folder: Path, name: str, lost: Instance, wanted: Wanted, what: str) -> Result:
    """Onto a machine that has the keys and nothing else."""
    print(f"\n{what}:", flush=True)
    instance = Instance(folder / name)
    instance.make_home()
    shutil.copy(lost.folder / "secrets.json", instance.folder)
    watch = Watch()
    restore.restore(instance, wanted)
    return Result(what, watch.seconds(), LONGEST_RESTORE)


@contextmanager
def archived(lost: Instance, wal: Path) -> Iterator[tuple[Services, list[str], list[float]]]:
    """The registry's database with its archive; when the block ends the server is killed, as by a lost disk."""
    with services.running(lost) as stores:
        receiver = archive.receiver(archive.superuser_url(lost, stores.owner_url), wal)
        receiver.start(lost)
        run(stores.owner_url, WRITTEN)
        try:
            yield stores, [], []
        finally:
            for process in stores.started:
                if process.popen:
                    os.killpg(process.popen.pid, signal.SIGKILL)
            receiver.ask_to_stop()
            receiver.wait_until_stopped()


def environment(stores: Services, lost: Instance) -> dict[str, str]:
    return stores.environment(lost, "config.settings.dev", owner=True)


def write_for(stores: Services, seconds: float) -> None:
    """A row every tenth of a second, each in a transaction of its own."""
    end = time.monotonic() + seconds
    with closing(facts.connect(stores.owner_url)) as connection, connection.cursor() as cursor:
        connection.autocommit = True
        while time.monotonic() < end:
            cursor.execute("INSERT INTO drill.written VALUES (clock_timestamp())")
            time.sleep(0.1)


def add_visits(stores: Services, lost: Instance, wanted: int) -> None:
    """Copies of the visits that are there, past the triggers, until ``wanted`` stand in the table."""
    owner = stores.owner_url
    columns, unique = (value(owner, statement) for statement in (COLUMNS, UNIQUE))
    values = [fresh(name, kind) if name in unique else sql.Identifier("v", name) for name, kind in columns]
    there = count(owner)
    statement = MORE_VISITS.format(
        columns=sql.SQL(", ").join(sql.Identifier(name) for name, _kind in columns),
        values=sql.SQL(", ").join(values),
        times=sql.Literal(wanted // max(there, 1) + 1),
        count=sql.Literal(max(0, wanted - there)),
    )
    run(archive.superuser_url(lost, owner), statement)
    print(f"{count(owner):,} visits.", flush=True)


def fresh(name: str, kind: str) -> sql.Composable:
    """A value that no other row has, in the form of its column."""
    form = (
        "gen_random_uuid()"
        if kind == "uuid"
        else "left({column}, 4) || substr(gen_random_uuid()::text, 1, 12)"
    )
    return sql.SQL(form).format(column=sql.Identifier("v", name))


def run(url: str, statement: str | sql.Composable) -> None:
    with closing(facts.connect(url)) as connection, connection, connection.cursor() as cursor:
        cursor.execute(statement)


def value(url: str, statement: str) -> Any:
    with closing(facts.connect(url)) as connection, connection.cursor() as cursor:
        cursor.execute(statement)
        return cursor.fetchone()[0]


def count(url: str) -> int:
    """Visits."""
    return int(value(url, COUNT))


if __name__ == "__main__":
    with report_trouble():
        sys.exit(main(sys.argv[1:]))
