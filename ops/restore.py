"""`make restore FILE=...`: bring a backup back, check it, and fail loudly when anything is missing.

    make restore FILE=var/backups/registry-20261128-101500.dump.age
    make restore FILE=... ARGS="--identity /media/key/registry.txt"
    make restore FILE=registry-....base.age ARGS="--until '2026-11-28 10:15:00' --wal /mnt/wal"

Our own server gets a new data folder; the one of before is set aside, never deleted, and comes back when the restore
fails. With DATABASE_URL and DATABASE_OWNER_URL a dump goes into that database, which has to be empty. FIELD_KEYS and
TRAIL_KEY have to be those of the backup. Checked are: keys, rows of each table, seals of the trail and that they go on,
publications, and that people can sign in. The registry must not run meanwhile.
"""

import argparse
import os
import shutil
import sys
import tarfile
import tempfile
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from psycopg2 import sql

from ops import cluster, postgres, preparation, services
from ops.backups import checks, counter, dumps, facts, files, keys
from ops.backups.checks import Watch
from ops.backups.facts import Facts
from ops.instance import LASTING, Instance
from ops.processes import Process
from ops.run import who_is_running
from ops.signals import Stopped, stop_on_signals
from ops.steps import Step
from ops.trouble import Trouble, report_trouble


@dataclass
class Wanted:
    """What is to be restored, and how far: ``until`` and ``wal`` for a base backup alone."""

    file: Path
    identity: Path
    until: str = ""
    wal: Path | None = None
    sign_in: tuple[str, str] | None = None


def main(arguments: list[str]) -> None:
    options = parser().parse_args(arguments)
    identity = options.identity or Path(os.environ.get(keys.IDENTITY) or LASTING.folder / keys.OWN_IDENTITY)
    stop_on_signals()
    try:
        restore(LASTING, Wanted(options.file, identity, options.until, options.wal))
    except Stopped:
        sys.exit(130)


def parser() -> argparse.ArgumentParser:
    found = argparse.ArgumentParser(prog="make restore FILE=... ARGS=", add_help=False)
    found.add_argument("file", type=Path)
    found.add_argument("--identity", type=Path)
    found.add_argument("--until", default="")
    found.add_argument("--wal", type=Path)
    return found


def restore(instance: Instance, wanted: Wanted) -> None:
    """Everything, with its checks; raises Trouble, and then the database of before is in its place again."""
    watch = Watch()
    with instance.held() as free, opened(instance, wanted) as (manifest, content):
        if not free:
            raise Trouble(
                f"{who_is_running(instance)} Stop it first: nobody may write while a backup is put back."
            )
        expected = Facts(**manifest["facts"])
        made_at = manifest["made_at"]
        print(f"A backup of {made_at}, {sum(expected.counts.values()):,} rows.", flush=True)
        check_keys(instance, manifest)
        if manifest["kind"] == "base":
            with new_data(instance) as aside:
                restore_base(instance, wanted, content, expected, made_at)
        elif instance.throwaway or not os.environ.get("DATABASE_URL"):
            with new_data(instance) as aside:
                restore_dump(instance, wanted, content, expected, made_at)
        else:
            aside = None
            restore_elsewhere(instance, wanted, content, expected, made_at)
    print(f"Restored and checked in {watch.seconds():.1f} s.", flush=True)
    if aside:
        print(f"The database of before lies in {aside}; delete it when nobody needs it any more.", flush=True)


@contextmanager
def opened(instance: Instance, wanted: Wanted) -> Iterator[tuple[dict[str, Any], Path]]:
    """The manifest, and the content in a folder that is gone afterwards."""
    instance.make_home()
    folder = Path(tempfile.mkdtemp(prefix="restore-", dir=instance.folder))
    try:
        content = folder / "content"
        yield files.read(wanted.file, keys.identities(wanted.identity), content), content
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def check_keys(instance: Instance, manifest: dict[str, Any]) -> None:
    own = {"FIELD_KEYS": instance.secrets()["field_keys"], "TRAIL_KEY": instance.secrets()["trail"]}
    named = (
        own if instance.throwaway else own | {name: os.environ[name] for name in own if os.environ.get(name)}
    )
    if missing := keys.missing(manifest["keys"], named):
        raise Trouble(
            f"This is not the key of the backup: {', '.join(missing)}. Without it numbers can not be read and the "
            "trail can not be verified; set the variables, or put the secrets.json of the backup's machine into var/."
        )


@contextmanager
def new_data(instance: Instance) -> Iterator[Path | None]:
    """No data folder while the block begins; where it fails, that of before is put back. Gives its place meanwhile."""
    place = cluster.find(instance, postgres.WHEEL)
    aside = place.folder / f"data.before-{time.strftime('%Y%m%d-%H%M%S')}" if place.data.exists() else None
    if aside:
        place.data.rename(aside)
    try:
        yield aside
    except BaseException:
        shutil.rmtree(place.data, ignore_errors=True)
        if aside:
            aside.rename(place.data)
        raise


def restore_dump(instance: Instance, wanted: Wanted, content: Path, expected: Facts, made_at: str) -> None:
    """A new cluster, in two starts: the counter of transactions is lifted in between."""
    with database(instance) as server:
        make_roles(server.owner_url, expected.roles)
        dumps.restore(server.owner_url, content)
        checks.counts(server.owner_url, expected)
    if expected.sealed_to:
        counter.lift_stopped(instance, expected.sealed_to)
    with services.running(instance) as stores:
        check(instance, stores, wanted, expected.anchor, made_at)


def restore_base(instance: Instance, wanted: Wanted, content: Path, expected: Facts, made_at: str) -> None:
    """The files of the server, then its write-ahead log up to the wanted moment (or its end)."""
    place = cluster.find(instance, postgres.WHEEL)
    place.data.mkdir(mode=0o700)
    with tarfile.open(content) as archive:
        archive.extractall(place.data, filter="data")
    own(place.data, place)
    if wanted.wal:
        recover(instance, place, wanted)
    with services.running(instance) as stores:
        with closing(facts.connect(stores.owner_url)) as connection, connection.cursor() as cursor:
            number, mac, _to = facts.newest_seal(cursor)
        if number < expected.seal_number:
            raise Trouble(
                f"The newest seal is {number or 'missing'}, and it was {expected.anchor} in the base backup."
            )
        check(instance, stores, wanted, f"{number}:{mac}" if number else "", made_at)


def recover(instance: Instance, place: cluster.Place, wanted: Wanted) -> None:
    """Start the server once so that it takes the log from the archive; it ends recovery by itself."""
    assert wanted.wal
    archive = readable(wanted.wal.resolve(), place)
    fetch = f"test -f '{archive}/%f' && cp '{archive}/%f' '%p' || cp '{archive}/%f.partial' '%p'"
    # Nobody is let in before the end: what is asked meanwhile would be answered from the middle of the log.
    lines = [
        f"restore_command = {quoted(fetch)}",
        "recovery_target_action = 'promote'",
        "hot_standby = 'off'",
    ]
    if wanted.until:
        lines += [f"recovery_target_time = {quoted(moment_of(wanted.until))}"]
    settings, signal = place.data / "postgresql.auto.conf", place.data / "recovery.signal"
    before = settings.read_text()
    settings.write_text(before + "\n".join(lines) + "\n")
    signal.touch()
    if place.user:
        os.chown(signal, place.user.pw_uid, place.user.pw_gid)
    with database(instance):
        settings.write_text(before)
    if archive != wanted.wal.resolve():
        shutil.rmtree(archive)
    if signal.exists():
        raise Trouble("The server did not end its recovery; see the log of postgres.")


def readable(archive: Path, place: cluster.Place) -> Path:
    """The archive, or a copy of it for the server's own user, from whom the operator's folder is closed."""
    if not place.user:
        return archive
    copy = place.folder / "wal"
    shutil.rmtree(copy, ignore_errors=True)
    shutil.copytree(archive, copy)
    own(copy, place)
    return copy


def own(folder: Path, place: cluster.Place) -> None:
    if place.user:
        owner = f"{place.user.pw_uid}:{place.user.pw_gid}"
        Step("chown", ["chown", "-R", owner, str(folder)]).finish(
            "The files could not be handed to the server:"
        )


def moment_of(text: str) -> str:
    """As PostgreSQL takes it; without a zone it is the time of this machine."""
    try:
        return datetime.fromisoformat(text).astimezone().isoformat(sep=" ")
    except ValueError as error:
        raise Trouble(f"--until {text} is no moment; write it like '2026-11-28 10:15:00'.") from error


def quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


def restore_elsewhere(
    instance: Instance, wanted: Wanted, content: Path, expected: Facts, made_at: str
) -> None:
    """Into the empty database that DATABASE_URL and DATABASE_OWNER_URL name."""
    with services.running(instance) as stores:
        with closing(facts.connect(stores.owner_url)) as connection, connection.cursor() as cursor:
            connection.autocommit = True
            if facts.read(cursor).counts:
                raise Trouble(
                    "The database that DATABASE_URL names is not empty; make a new one for the restore."
                )
            make_roles(stores.owner_url, expected.roles)
            dumps.restore(stores.owner_url, content)
            checks.counts(stores.owner_url, expected)
            if expected.sealed_to:
                counter.lift_running(cursor, expected.sealed_to)
        check(instance, stores, wanted, expected.anchor, made_at)


def check(instance: Instance, stores: services.Services, wanted: Wanted, anchor: str, made_at: str) -> None:
    settings = os.environ.get("DJANGO_SETTINGS_MODULE") or "config.settings.dev"
    owner = stores.environment(instance, settings, owner=True)
    login = urlsplit(stores.database_url).username or ""
    checks.prepare(owner, login, str(preparation.logins_file(instance)))
    checks.trail_and_publications(owner, anchor, made_at)
    preparation.collect_static(owner)
    app = stores.environment(instance, settings)
    if wanted.sign_in:
        app |= dict(zip(("SIGN_IN_AS", "SIGN_IN_PASSWORD"), wanted.sign_in, strict=True))
    checks.signing_in(app)


@contextmanager
def database(instance: Instance) -> Iterator[postgres.Postgres]:
    """Our own server alone, stopped in good order at the end."""
    started: list[Process] = []
    try:
        yield postgres.start(instance, started)
    finally:
        services.stop(started)


def make_roles(owner_url: str, roles: list[str]) -> None:
    """The group roles that the policies of the dump name; who is in them follows from grant_access."""
    with closing(facts.connect(owner_url)) as connection, connection, connection.cursor() as cursor:
        for role in roles:
            cursor.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [role])
            if not cursor.fetchone():
                cursor.execute(sql.SQL("CREATE ROLE {} NOLOGIN").format(sql.Identifier(role)))


if __name__ == "__main__":
    with report_trouble():
        main(sys.argv[1:])
