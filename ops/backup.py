"""`make backup`: write an encrypted backup of the database, whether the registry runs or not.

    make backup                                   a dump into var/backups
    make backup ARGS="--to /mnt/backups"          into another folder
    make backup ARGS="--base --to /mnt/backups"   a base backup of our own server, for a point in time (WAL_ARCHIVE)
    make backup ARGS="--new-key FILE"             make a pair of keys; FILE opens backups

It is encrypted for BACKUP_RECIPIENTS (public keys of age). With DATABASE_URL and DATABASE_OWNER_URL it is a dump of
that server. The keys of encrypted fields, of the trail and of publications are in no backup: store them apart.
"""

import argparse
import os
import sys
from contextlib import closing
from datetime import datetime
from pathlib import Path
from typing import Any

from ops import services
from ops.backups import archive, dumps, facts, keys
from ops.backups.checks import Watch
from ops.exec import lasting_services
from ops.instance import LASTING, VAR, Instance
from ops.trouble import Trouble, report_trouble

FOLDER = VAR / "backups"


def main(arguments: list[str]) -> None:
    options = parser().parse_args(arguments)
    if options.new_key:
        public = keys.new_identity(options.new_key)
        print(f"{options.new_key} opens backups; take it off this machine.\n{keys.RECIPIENTS}={public}")
        return
    settings = os.environ.get("DJANGO_SETTINGS_MODULE") or "config.settings.dev"
    to = keys.recipients(LASTING, settings)
    with lasting_services() as stores:
        path = write(LASTING, stores, options.to, to, is_base=options.base)
    print(f"To put it back: make restore FILE={path}")


def parser() -> argparse.ArgumentParser:
    found = argparse.ArgumentParser(prog="make backup ARGS=", add_help=False)
    found.add_argument("--to", type=Path, default=FOLDER)
    found.add_argument("--base", action="store_true")
    found.add_argument("--new-key", type=Path)
    return found


def write(
    instance: Instance, stores: services.Services, folder: Path, to: list[Any], *, is_base: bool = False
) -> Path:
    """The file that was written, named after the moment."""
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    watch = Watch()
    settings = os.environ.get("DJANGO_SETTINGS_MODULE") or "config.settings.dev"
    environment = stores.environment(instance, settings, owner=True)
    made = datetime.now().astimezone()
    about = {"made_at": made.isoformat(timespec="seconds"), "keys": keys.fingerprints(environment)}
    if is_base:
        if os.environ.get("DATABASE_URL") and not instance.throwaway:
            raise Trouble(
                "A base backup of a server of your own: pg_basebackup or pgBackRest, see docs/operations.md."
            )
        path = folder / f"registry-{made:%Y%m%d-%H%M%S}.base.age"
        superuser = archive.superuser_url(instance, stores.owner_url)
        found = dumps.base_backup(superuser, stores.owner_url, path, about, to)
    else:
        path = folder / f"registry-{made:%Y%m%d-%H%M%S}.dump.age"
        found = dumps.dump(stores.owner_url, path, about, to)
    note_backup(stores.owner_url)
    rows = sum(found.counts.values())
    size = path.stat().st_size / 1_000_000
    print(f"{path}: {rows:,} rows of {len(found.counts)} tables, {size:,.1f} MB, in {watch.seconds():.1f} s")
    print(f"The trail was sealed up to {found.anchor or 'nothing yet'}; note that outside of this machine.")
    return path


def note_backup(owner_url: str) -> None:
    """For monitoring, which asks how old the newest backup is (config/wellness.py)."""
    with closing(facts.connect(owner_url)) as connection, connection, connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO jobs_heartbeat (name, at) VALUES ('backup', now()) "
            "ON CONFLICT (name) DO UPDATE SET at = excluded.at"
        )


if __name__ == "__main__":
    with report_trouble():
        main(sys.argv[1:])
